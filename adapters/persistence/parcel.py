"""Parcels as JSON: `kind` tells which one it is."""

from collections.abc import Mapping
from typing import Any

import msgspec

from application.outgoing import FileParcel, MessageParcel, SlipParcel, TemplateParcel, TextParcel
from application.ports.messenger import ChoiceContent, OrderContent

_KINDS: Mapping[str, type[MessageParcel]] = {
    "text": TextParcel,
    "template": TemplateParcel,
    "slip": SlipParcel,
    "file": FileParcel,
    "choice": ChoiceContent,
    "order": OrderContent,
}
_KIND_OF = {parcel: kind for kind, parcel in _KINDS.items()}


def parcel_to(parcel: MessageParcel) -> dict[str, Any]:
    """Return the parcel as JSON objects."""
    fields: dict[str, Any] = msgspec.to_builtins(parcel)
    return {"kind": _KIND_OF[type(parcel)]} | fields


def parcel_from(row: dict[str, Any]) -> MessageParcel:
    """Return the parcel that was kept."""
    return msgspec.convert(row, _KINDS[row["kind"]])
