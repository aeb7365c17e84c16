"""How a step is written: a Portuguese sentence with named places for people, money, days and the rest."""

import re
from collections.abc import Callable
from typing import override

from pytest_bdd.parsers import StepParser

from features.steps import said

_COUNT = r"\d+|uma?|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez"
_PERSON = r"[eE]l[ae]|[A-ZÀ-Ú][\wÀ-ú]+"
_DAY = r"\d{1,2}/\d{1,2}(?:/\d{4})?|(?:segunda|terça|quarta|quinta|sexta)-feira|sábado|domingo"

# What may stand in a place, and how it is read. Quotes around a value never matter.
_KINDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "pessoa": (_PERSON, str),
    "dinheiro": (r"R\$ ?[\d.]+,\d{2}", said.money),
    "porcento": (r"\d+(?:,\d+)?%", said.percent),
    "vezes": (r"\d+x", said.times),
    "forma": (r"à vista|\d+x", said.times),
    "quantos": (_COUNT, said.number),
    "duração": (rf"(?:{_COUNT}) (?:segundo|minuto|hora|dia)s?", said.duration),
    "dia": (_DAY, str),
    "hora": (r"\d{1,2}(?:h|:)(?:\d{2})?", str),
    "texto": (r"[^\"]*", str),
}
_PLACE = re.compile(r"\{(\w+)(?::([^{}|]+))?((?:\|[^{}]+)?)\}")


class Phrase(StepParser):
    """A sentence such as `{quem:pessoa} deve {valor:dinheiro}`.

    `(a|b)` are ways to say the same, `(a|b|)` may be left out, and `{motivo|um|outro}` takes one of the words
    listed. Raises KeyError at import for a kind of place that does not exist.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self._reads: dict[str, Callable[[str], object]] = {}
        escaped = re.sub(r"\((?=[^?])", "(?:", sentence.replace(".", r"\."))
        self._pattern = re.compile(_PLACE.sub(self._place, escaped))

    @override
    def is_matching(self, name: str) -> bool:
        return self._pattern.fullmatch(name) is not None

    @override
    def parse_arguments(self, name: str) -> dict[str, object] | None:
        match = self._pattern.fullmatch(name)
        if match is None:
            return None
        return {
            place: self._reads[place](text) for place, text in match.groupdict().items() if text is not None
        }

    def _place(self, match: re.Match[str]) -> str:
        name, kind, words = match[1], match[2], match[3].removeprefix("|")
        pattern, self._reads[name] = (words, str) if words else _KINDS[kind]
        quote = '"' if kind == "texto" else '"?'
        return (
            rf"(?P<{name}>{pattern})"
            if kind == "pessoa" or words
            else rf"{quote}(?P<{name}>{pattern}){quote}"
        )
