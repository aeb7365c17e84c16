"""The use cases of Certobot and the ports they speak through."""
