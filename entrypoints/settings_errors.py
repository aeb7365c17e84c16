"""Say in Portuguese which setting is wrong, what it says, and what is allowed."""

import dataclasses
import difflib
import re
import typing
from collections.abc import Mapping

import msgspec

_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_NAMED = re.compile(r"`(?P<name>[^`]+)`")
_KINDS = {
    "int": "um número inteiro",
    "str": "um texto entre aspas",
    "bool": "true ou false",
    "decimal": "um número",
    "array": "uma lista entre colchetes",
    "object": "uma seção",
    "date": "um dia, como 2026-12-08",
}


class InvalidSetting(Exception):
    """A setting that stops the start: its key, its value and what is allowed, in one line."""

    def __init__(self, key: str, value: object, allowed: str) -> None:
        shown = "está vazia" if value in ("", None) else f"não pode ser {value}"
        super().__init__(f"Configuração: {key} {shown}; {allowed}.")
        self.key = key


class UnknownSetting(InvalidSetting):
    """A key that nobody reads: a typo, most likely."""

    def __init__(self, key: str, known: list[str]) -> None:
        near = difflib.get_close_matches(key.rpartition(".")[2], known, n=1)
        meant = f"quis dizer {near[0]}?" if near else "existem " + ", ".join(known) + "."
        Exception.__init__(self, f"Configuração: {key} é desconhecida; {meant}")
        self.key = key


def explained(error: msgspec.ValidationError, data: Mapping[str, object], root: type) -> InvalidSetting:
    """Return what msgspec found wrong in `data`, in the words of whoever wrote it."""
    text = str(error)
    at = _AT.search(text)
    path = at["path"].replace("[...]", "") if at else ""
    named = _NAMED.search(text)
    if text.startswith("Object contains unknown field") and named:
        return UnknownSetting(_joined(path, named["name"]), _fields_at(path, root))
    if text.startswith("Object missing required field") and named:
        return InvalidSetting(_joined(path, named["name"]), None, "é obrigatória")
    choices = typing.get_args(_type_at(path, root))
    if text.startswith("Invalid enum value") and choices:
        return InvalidSetting(path, _value_at(path, data), "use " + " ou ".join(map(str, choices)))
    kind = _KINDS.get(named["name"].split(" ")[0], "outro valor") if named else "outro valor"
    kind = _KINDS["date"] if "encoded date" in text else kind
    return InvalidSetting(path, _value_at(path, data), f"use {kind}")


def unknown_policy_key(policy: Mapping[str, object], policy_type: type) -> None:
    """Refuse a key of `[policy]` that no policy has: a typo there would change what debtors are offered."""
    known = [field.name for field in dataclasses.fields(policy_type)]
    for key in policy:
        if key not in known:
            raise UnknownSetting(f"policy.{key}", known)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _type_at(path: str, root: type) -> object:
    current: object = root
    for step in filter(None, path.split(".")):
        hints = typing.get_type_hints(current) if isinstance(current, type) else {}
        current = hints.get(step, object)
    return current


def _fields_at(path: str, root: type) -> list[str]:
    at = _type_at(path, root)
    return list(typing.get_type_hints(at)) if isinstance(at, type) else []


def _value_at(path: str, data: Mapping[str, object]) -> object:
    current: object = data
    for step in filter(None, re.sub(r"\[[^\]]*\]", "", path).split(".")):
        current = current.get(step) if isinstance(current, Mapping) else current
    return current
