"""The stakeholders' workbench: Portuguese scenarios, run through the real application in virtual time."""
