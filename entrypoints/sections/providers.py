"""`[providers]`: which adapter serves each port."""

from typing import Literal

import msgspec


class Providers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which adapter serves each port."""

    whatsapp: Literal["mock", "cloud_api"] = "mock"
    llm: Literal["rules", "groq"] = "rules"
    crm: Literal["memory", "http"] = "memory"
    payments: Literal["local", "cobv", "crm"] = "local"
    boleto: Literal["borb", "pycobranca"] = "borb"
    dispatcher: Literal["memory", "saq"] = "memory"
