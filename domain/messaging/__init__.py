"""What goes back and forth: messages, their delivery, and the 24-hour window."""
