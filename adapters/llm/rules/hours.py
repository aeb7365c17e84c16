"""What only looks like a date or a number: hours, waits, spans of time, days gone by."""

import re

from adapters.llm.rules.tagged import Tag, TaggedText

_COUNT = r"(?:[0-9]{1,3}|um|uma)"
_SPAN = r"(?:anos?|mes|meses|dias?|semanas?)"
_WEEKDAY = r"(?:segunda|terca|quarta|quinta|sexta|sabado|domingo)(?: feira)?"
_HOUR_UNIT = r"(?:h|hs|hrs|horas?|minutos?|mim)"
_PART_OF_DAY = r"(?: da (?:manha|tarde|noite))?"

_WAIT = (
    rf"(?:daqui|daki|dentro de|em)(?: a)?(?: uns| umas)? (?:{_COUNT}|meia)"
    r" (?:horas?|hrs?|hs?|minutos?|mim)"
)
_TIME = r"[0-9]{1,2}:[0-9]{2}(?: ?(?:h|hs|hrs|horas?))?"
_WITH_UNIT = (
    r"(?:as |la pelas |depois das |ate as |apos as |umas )?"
    rf"[0-9]{{1,2}} {_HOUR_UNIT}(?: [0-9]{{2}})?{_PART_OF_DAY}"
)
_BARE = (
    r"(?:as|la pelas|pelas|depois das|apos as) (?:[01]?[0-9]|2[0-3])(?: e (?:30|meia|15))?"
    rf"{_PART_OF_DAY}(?! (?:x|de|vezes|parcelas|prestacoes|reais|real|conto|[0-9,/]))"
)
# `nem um real` is a way to say: no money at all.
_NOTHING_BEFORE = "|".join(
    f"(?<={words} )" for words in ("nao tenho", "sem", "nao vao tirar", "nao pago nem", "nem")
)
_HOURS = tuple(re.compile(f" (?:{rule})(?= )") for rule in (_WAIT, _TIME, _WITH_UNIT, _BARE))
_ELAPSED = tuple(
    re.compile(f" (?:{rule})(?= )")
    for rule in (
        rf"(?:ha|faz|fazem|tem|tinha) (?:mais de |uns |umas )?{_COUNT} {_SPAN}",
        rf"{_COUNT} {_SPAN}(?: atras| de atraso| atrasad[oa]s?| desempregad[oa]| sem)",
        r"[0-9]{1,3} anos?",
        r"(?:no |na |o |a )?(?:mes|semana|ano) (?:passad[oa]|retrasad[oa])",
        rf"{_WEEKDAY} (?:passad[oa]|retrasad[oa])",
        r"dia [0-9]{1,2}(?: do mes)? passado",
        rf"ultim[oa] {_WEEKDAY}(?! d)",
        r"(?:antes de |ante)?ontem",
        r"(?:todo|toda) santo dia",
        r"hoje em dia",
        r"(?:feliz|bom|otimo) (?:natal|ano novo)(?: e feliz ano novo)?",
        rf"(?:{_NOTHING_BEFORE})(?:nem )?(?:ter )?(?:1|um) (?:real|centavo|tostao|conto)",
        r"(?<=[.,?] )ate amanha(?= [.,])",  # a goodbye
        r"metade do mes",
        r"(?:em|desde|desde o ano de) (?:19[5-9][0-9]|20[0-2][0-9])",
    )
)


def tag_hours(text: TaggedText) -> None:
    """Tag hours and waits as `HORA`, spans of time and days gone by as `TEMPO`."""
    for pattern in _HOURS:
        text.tag(Tag.HOUR, pattern, _words)
    for pattern in _ELAPSED:
        text.tag(Tag.ELAPSED, pattern, _words)


def _words(match: re.Match[str]) -> str:
    return match.group().strip()
