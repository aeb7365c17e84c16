"""Values as people write them in a scenario: money, percentages, instalments, lengths of time."""

import re
from datetime import timedelta
from decimal import Decimal

from entrypoints.workbench.folded import folded
from entrypoints.workbench.problem import Misread

_WORDS = [
    "zero",
    "um",
    "dois",
    "tres",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "quatorze",
    "quinze",
    "dezesseis",
    "dezessete",
    "dezoito",
    "dezenove",
    "vinte",
]
COUNTS = {word: value for value, word in enumerate(_WORDS)} | {"uma": 1, "duas": 2, "catorze": 14}
COUNT = rf"\d+|(?:{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
_HUNDREDS = {"cem": 100, "cento": 100, "duzentos": 200, "trezentos": 300, "quatrocentos": 400}
_HUNDREDS |= {"quinhentos": 500, "seiscentos": 600, "setecentos": 700, "oitocentos": 800, "novecentos": 900}
_TENS = {"trinta": 30, "quarenta": 40, "cinquenta": 50, "sessenta": 60, "setenta": 70, "oitenta": 80}
_AMOUNTS = COUNTS | _TENS | {"noventa": 90} | _HUNDREDS
_AMOUNT = rf"(?:{'|'.join(sorted((*_AMOUNTS, 'mil'), key=len, reverse=True))})"
_IN_WORDS = rf"{_AMOUNT}(?:,? (?:e )?{_AMOUNT})* reais"
MONEY = rf"(?:r\$ ?)?(?:\d[\d.]*(?:,\d+)?(?: mil)?|mil)(?: reais)?|{_IN_WORDS}"
PERCENT = r"\d+(?:[.,]\d+)? ?(?:%|por cento)"
TIMES = rf"(?:{COUNT}) ?(?:x|vez(?:es)?|parcelas?|prestac(?:ao|oes))"
CASH = r"a vista|de uma (?:so )?vez|em uma (?:so )?vez|em uma parcela(?: unica)?|em parcela unica"
ORDINALS = {"primeira": 1, "segunda": 2, "terceira": 3, "quarta": 4, "quinta": 5, "sexta": 6, "setima": 7}
ORDINALS |= {"oitava": 8, "nona": 9, "decima": 10, "ultima": -1}
DURATION = (
    rf"(?:meia hora|(?:(?:{COUNT}) ?(?:segundo|seg|minuto|min|hora|h|dia|semana|mes|mese)s?(?:,? e |, )?)+)"
)

_SECONDS = {"segundo": 1, "seg": 1, "minuto": 60, "min": 60, "hora": 3_600, "h": 3_600, "dia": 86_400}
_SECONDS |= {"semana": 7 * 86_400, "mes": 30 * 86_400}


def money(text: str) -> Decimal:
    """Read `R$ 1.000,00`, `R$ 1000`, `1.000 reais`, `mil reais`, `mil e duzentos reais`.

    Raises:
        Misread: the separators stand where nobody puts them.
    """
    if re.fullmatch(_IN_WORDS, folded(text)):
        return _in_words(folded(text).removesuffix(" reais"))
    said = re.sub(r"r\$| |reais", "", folded(text))
    thousands = said.endswith("mil")
    said = said.removesuffix("mil") or "1"
    if not re.fullmatch(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d{1,2})?", said):
        raise Misread(f"“{text}” não é um valor em reais; escreva como R$ 1.000,00")
    return Decimal(said.replace(".", "").replace(",", ".")) * (1000 if thousands else 1)


def _in_words(said: str) -> Decimal:
    total = 0
    for word in re.findall(r"\w{2,}", said):
        total = (total or 1) * 1000 if word == "mil" else total + _AMOUNTS[word]
    return Decimal(total)


def percent(text: str) -> Decimal:
    """Read `40%`, `2,5%` or `40 por cento`."""
    return Decimal(re.sub(r"%|por cento| ", "", folded(text)).replace(",", "."))


def times(text: str) -> int:
    """Read `3x`, `3 vezes`, `três parcelas`, or `à vista`, which is one."""
    said = folded(text)
    if re.fullmatch(CASH, said):
        return 1
    return number(re.sub(r" ?(x|vez(es)?|parcelas?|prestac(ao|oes))$", "", said))


def number(text: str) -> int:
    """Read `3` or `três`."""
    said = folded(text)
    return int(said) if said.isdigit() else COUNTS[said]


def ordinal(text: str) -> int:
    """Read `primeira` as 1; `última` is -1."""
    return ORDINALS[folded(text)]


def duration(text: str) -> timedelta:
    """Read `180 segundos`, `um dia`, `2 horas e 30 minutos`, `meia hora`."""
    said = folded(text)
    if said == "meia hora":
        return timedelta(minutes=30)
    parts = re.findall(rf"({COUNT}) ?(segundo|seg|minuto|min|hora|h|dia|semana|mes)", said)
    return timedelta(seconds=sum(number(count) * _SECONDS[unit] for count, unit in parts))
