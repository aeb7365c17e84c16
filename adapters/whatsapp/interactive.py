"""Messages one can touch: reply buttons, lists, and something to pay."""

import re
from decimal import Decimal
from typing import Any

from application.ports.messenger import ChoiceContent, OrderContent

type Json = dict[str, Any]

# Meta, "interactive messages" (2026).
_LONGEST_BODY = 1_024
_MOST_BUTTONS, _LONGEST_BUTTON = 3, 20
_MOST_ROWS, _LONGEST_ROW = 10, 24
_LIST_BUTTON = "Ver opções"
# How Meta names the kinds of Pix key; a CPF has no separators there, nor has a CNPJ.
_PIX_KEYS = (
    ("EMAIL", re.compile(r"[^@\s]+@[^@\s]+")),
    ("EVP", re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
    ("PHONE", re.compile(r"\+[0-9]{10,15}")),
    ("CPF", re.compile(r"[0-9]{11}")),
    ("CNPJ", re.compile(r"[0-9A-Z]{12}[0-9]{2}")),
)


def choice_of(content: ChoiceContent) -> Json | None:
    """Return reply buttons, else a list; None when the options fit neither."""
    options = content.options
    if not options or len(set(options)) < len(options) or len(content.body) > _LONGEST_BODY:
        return None
    if len(options) <= _MOST_BUTTONS and _fit(options, _LONGEST_BUTTON):
        return _interactive("button", content.body, {"buttons": _buttons(options)})
    if len(options) <= _MOST_ROWS and _fit(options, _LONGEST_ROW):
        sections = [{"title": _LIST_BUTTON, "rows": _rows(options)}]
        return _interactive("list", content.body, {"button": _LIST_BUTTON, "sections": sections})
    return None


def order_of(content: OrderContent) -> Json | None:
    """Return an order with a native copy button for each way to pay it; None when the body is too long.

    Source: Meta, "Orders API", "Offsite Pix payments" and "Boleto" for Brazil (2026), in their simple form.
    """
    if len(content.body) > _LONGEST_BODY:
        return None
    parameters = {
        "reference_id": content.reference,
        "type": "digital-goods",
        "payment_type": "br",
        "payment_settings": [*_pix(content), *_boleto(content)],
        "currency": "BRL",
        "total_amount": {"value": int(content.amount * Decimal(100)), "offset": 100},
    }
    return _interactive("order_details", content.body, {"name": "review_and_pay", "parameters": parameters})


def _interactive(kind: str, body: str, action: Json) -> Json:
    return {"type": kind, "body": {"text": body}, "action": action}


def _fit(options: tuple[str, ...], longest: int) -> bool:
    return all(0 < len(option) <= longest for option in options)


def _buttons(options: tuple[str, ...]) -> list[Json]:
    return [{"type": "reply", "reply": row} for row in _rows(options)]


def _rows(options: tuple[str, ...]) -> list[Json]:
    return [{"id": str(place), "title": option} for place, option in enumerate(options, 1)]


def _pix(content: OrderContent) -> list[Json]:
    written = (content.pix_key, re.sub(r"[.\-/]", "", content.pix_key))
    kinds = ((name, key) for name, shape in _PIX_KEYS for key in written if shape.fullmatch(key))
    kind, key = next(kinds, ("", ""))
    if not content.pix_code or not key:
        return []
    code = {"code": content.pix_code, "merchant_name": content.merchant, "key": key, "key_type": kind}
    return [{"type": "pix_dynamic_code", "pix_dynamic_code": code}]


def _boleto(content: OrderContent) -> list[Json]:
    line = re.sub(r"\D", "", content.linha_digitavel)
    return [{"type": "boleto", "boleto": {"digitable_line": line}}] if line else []
