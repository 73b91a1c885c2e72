"""JSON: people, guidelines and trees, read and written, and the JSON Schemas of them."""
