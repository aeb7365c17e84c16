"""The pure rules of Certobot: standard library only, synchronous, no I/O and no clock."""
