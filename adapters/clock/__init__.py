"""The time: the computer's, or one that stands still until it is moved."""
