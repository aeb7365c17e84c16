"""How each family of adapters is made from the settings; with the container, all that names adapters."""

from entrypoints.wiring import creditor, crm, dispatching, llm, payments, sharing, whatsapp

__all__ = ["creditor", "crm", "dispatching", "llm", "payments", "sharing", "whatsapp"]
