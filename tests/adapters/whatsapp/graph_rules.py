"""What Meta refuses of a message before anybody is written to (Cloud API reference, 2026)."""

from collections.abc import Callable, Container, Iterable
from typing import Any

Json = dict[str, Any]

MISSING, WRONG, UNSUPPORTED = 131008, 131009, 131051
_LONGEST = {"text": 4_096, "body": 1_024, "button": 20, "row": 24, "reference": 35}
_MOST_BUTTONS, _MOST_ROWS = 3, 10


def refusal(sent: Json, media_ids: Container[str]) -> int | None:
    """Return the error code with which a send is refused, or None when it may pass."""
    if sent.get("messaging_product") != "whatsapp" or not (sent.get("to") or sent.get("recipient")):
        return MISSING
    check = _CHECKS.get(sent.get("type", ""))
    if check is None:
        return UNSUPPORTED
    content = sent.get(sent["type"])
    return check(content, media_ids) if isinstance(content, dict) and content else MISSING


def _text(content: Json, _media_ids: Container[str]) -> int | None:
    return _bounded(content.get("body"), "text")


def _document(content: Json, media_ids: Container[str]) -> int | None:
    return None if content.get("id") in media_ids else WRONG


def _template(content: Json, media_ids: Container[str]) -> int | None:
    if not content.get("name") or not content.get("language", {}).get("code"):
        return MISSING
    for component in content.get("components", []):
        for parameter in component.get("parameters", []):
            kind = parameter.get("type")
            if not parameter.get(kind):
                return MISSING
            if kind == "document" and parameter["document"].get("id") not in media_ids:
                return WRONG
    return None


def _interactive(content: Json, _media_ids: Container[str]) -> int | None:
    refused = _bounded(content.get("body", {}).get("text"), "body")
    check = _ACTIONS.get(content.get("type", ""))
    return refused or (check(content.get("action", {})) if check else UNSUPPORTED)


def _buttons(action: Json) -> int | None:
    buttons = [button.get("reply", {}) for button in action.get("buttons", [])]
    return WRONG if len(buttons) > _MOST_BUTTONS else _titled(buttons, "button")


def _list(action: Json) -> int | None:
    rows = [row for section in action.get("sections", []) for row in section.get("rows", [])]
    if len(rows) > _MOST_ROWS or _bounded(action.get("button"), "button"):
        return WRONG
    return _titled(rows, "row")


def _order(action: Json) -> int | None:
    parameters = action.get("parameters", {})
    amount = parameters.get("total_amount", {})
    whole = isinstance(amount.get("value"), int) and amount.get("offset") == 100
    if action.get("name") != "review_and_pay" or parameters.get("currency") != "BRL" or not whole:
        return WRONG
    return _bounded(parameters.get("reference_id"), "reference")


def _titled(options: Iterable[Json], kind: str) -> int | None:
    options = list(options)
    titles, ids = [option.get("title") for option in options], [option.get("id") for option in options]
    if not options or len(set(titles)) < len(titles) or len(set(ids)) < len(ids):
        return WRONG
    return next((code for title in titles if (code := _bounded(title, kind))), None)


def _bounded(text: object, kind: str) -> int | None:
    if not text:
        return MISSING
    return None if isinstance(text, str) and len(text) <= _LONGEST[kind] else WRONG


_CHECKS: dict[str, Callable[[Json, Container[str]], int | None]] = {
    "text": _text,
    "document": _document,
    "template": _template,
    "interactive": _interactive,
}
_ACTIONS: dict[str, Callable[[Json], int | None]] = {
    "button": _buttons,
    "list": _list,
    "order_details": _order,
}
