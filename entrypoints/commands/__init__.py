"""What `certobot` does on the command line: one command per file."""
