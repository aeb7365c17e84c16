"""Debtors with personas who negotiate with the current policy, offline and in virtual time."""
