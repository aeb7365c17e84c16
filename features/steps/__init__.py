"""The steps of the Portuguese scenarios: synchronous, over the real application in virtual time."""
