"""What the use cases need from outside: one promise per file."""
