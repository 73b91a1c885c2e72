"""JSON: people, guidelines and trees, read and written, and their JSON Schemas."""
