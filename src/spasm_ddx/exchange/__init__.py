"""Forms for programs: reading and writing the findings of any vocabulary."""
