"""Why a message was read as it was, in sentences for people."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from adapters.llm.rules.choose import ORDERS
from adapters.llm.rules.phrases import Match
from adapters.llm.rules.second_opinion import Opinion
from adapters.llm.rules.tagged import Found, Tag, TaggedText
from domain.negotiation.understanding import Intent, Understanding
from domain.shared.money import format_brl

_MEANING: Mapping[Tag, str] = MappingProxyType(
    {
        Tag.AMOUNT: "valor",
        Tag.INSTALLMENTS: "número de parcelas",
        Tag.DATE: "data",
        Tag.PERCENT: "porcentagem de desconto",
        Tag.CPF: "dígitos do CPF",
        Tag.HOUR: "hora ou espera",
        Tag.ELAPSED: "número ou tempo que não é proposta",
    }
)


def explained(
    understanding: Understanding,
    matches: Iterable[Match],
    text: TaggedText,
    refused: frozenset[str],
    opinion: Opinion | None,
) -> tuple[str, ...]:
    """Return, in Portuguese, which words led to which intent and slot, and what was left out and why."""
    second = (opinion.reason,) if opinion else ()
    phrases = _phrases(understanding, matches, text)
    return (*_values(text, refused), *phrases, *second, f"intenção: {understanding.intent}")


def _values(text: TaggedText, refused: frozenset[str]) -> Iterator[str]:
    for found in sorted(text.found.values(), key=lambda found: text.text.find(f" {found.name} ")):
        left_out = ", mas foi recusado ou não é de pagamento e não conta" if found.name in refused else ""
        yield f"“{found.words}” foi lido como {_MEANING[found.tag]}{_shown(found)}{left_out}"


def _shown(found: Found) -> str:
    match found.value:
        case Decimal() as amount if found.tag is Tag.AMOUNT:
            return f" ({format_brl(amount)})"
        case Decimal() as percent:
            return f" ({percent.normalize():f}%)".replace(".", ",")
        case date() as day:
            return f" ({day:%d/%m/%Y})"
        case int() as count:
            return f" ({count})"
        case _:
            return ""


def _phrases(understanding: Understanding, matches: Iterable[Match], text: TaggedText) -> Iterator[str]:
    for match in sorted(set(matches), key=lambda match: match.start):
        words = text.with_words(match.words)
        if match.intent == ORDERS:
            yield f"“{words}” é uma ordem ao sistema: a mensagem inteira não vale"
        elif match.intent not in Intent:
            yield f"“{words}” é um sinal de “{match.intent}”"
        elif match.intent == understanding.intent:
            yield f"“{words}” levou a {match.intent}"
        else:
            yield f"“{words}” também fala de {match.intent}"
