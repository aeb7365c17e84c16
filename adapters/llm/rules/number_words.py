"""Numbers in words: text2num reads the grammar, this file finds the runs and knows how people talk."""

import re
from collections.abc import Mapping
from decimal import Decimal

from text_to_num import alpha2digit

_WORDS = re.findall(
    r"[a-z]+",
    """
    zero um uma dois duas tres quatro cinco seis sete oito nove dez onze doze treze quatorze catorze quinze
    dezesseis dezasseis dezessete dezassete dezoito dezenove dezanove vinte trinta quarenta cinquenta
    sessenta setenta oitenta noventa cem cento duzentos duzentas trezentos trezentas quatrocentos
    quatrocentas quinhentos quinhentas seiscentos seiscentas setecentos setecentas oitocentos oitocentas
    novecentos novecentas mil milhao milhoes bilhao bilhoes trilhao trilhoes
    """,
)
_ACCENTED = {
    "tres": "três",
    "milhao": "milhão",
    "milhoes": "milhões",
    "bilhao": "bilhão",
    "bilhoes": "bilhões",
}
_COUNTED = frozenset(
    (
        "real",
        "reais",
        "vez",
        "parcela",
        "prestacao",
        "mes",
        "semana",
        "conto",
        "pila",
        "dia",
        "duzia",
        "trilhao",
    )
)
_SCALES = {
    **dict.fromkeys(("mil", "k"), 10**3),
    **dict.fromkeys(("milhao", "milhoes", "mi", "m"), 10**6),
    **dict.fromkeys(("bilhao", "bilhoes", "bi", "g"), 10**9),
    **dict.fromkeys(("trilhao", "trilhoes"), 10**12),
    **dict.fromkeys(("duzia", "duzias"), 12),
}
_TRILLIONS = ("trilhao", "trilhoes")
_LARGE = ("milhao", "milhoes", "bilhao", "bilhoes")
_LEADING_ARTICLE = re.compile(r"\b(?:um|hum) (?=mil\b)")
_SHAPES: tuple[tuple[re.Pattern[str], dict[int, str]], ...] = (
    (re.compile(r"[0-9]{1,15}"), {}),
    (re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){1,5}(?:,[0-9]{1,6})?"), {ord("."): "", ord(","): "."}),
    (re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,5}\.[0-9]{1,2}"), {ord(","): ""}),
    (re.compile(r"[0-9]{0,15}[.,][0-9]{1,8}"), {ord(","): "."}),
)


def decimal_of(token: str) -> Decimal | None:
    """Return the value of digits as Brazilians type them (`1.234,56`, `99.90`, `,50`), or None."""
    for shape, to_decimal in _SHAPES:
        if shape.fullmatch(token):
            return Decimal(token.translate(to_decimal))
    return None


def typed(value: Decimal) -> str:
    """Return `value` as digits without exponent or idle zeros, the comma as decimal mark."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


class NumberWords:
    """Rewrites numbers in words as digits and leaves every other word alone."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        self._accented = {word: word for word in _WORDS} | _ACCENTED | dict(variants)

    @property
    def known(self) -> frozenset[str]:
        """Every word that is part of a number."""
        return frozenset(self._accented) | frozenset(_SCALES) | {"virgula", "meia"}

    def to_digits(self, words: list[str], *, dictated: bool = False) -> list[str]:
        """Return `words` with numbers as digits; `dictated` reads `meia` as six, as Brazilians dictate."""
        written: list[str] = []
        position = 0
        while position < len(words):
            digits, end = self._number_at(words, position, dictated=dictated)
            written.extend(digits or words[position : position + 1])
            position = max(end, position + 1)
        return written

    def _number_at(self, words: list[str], start: int, *, dictated: bool) -> tuple[list[str], int]:
        if words[start] == "dez" and _is_december(words, start):
            return ["dezembro"], start + 1
        if words[start] == "meia":
            return self._half(words, start, dictated=dictated)
        value = decimal_of(words[start]) if words[start][0] in ",0123456789" else None
        if value is not None:
            return self._scaled(words, [words[start]], value, start + 1)
        end = self._run_end(words, start)
        if words[start] == "cento" and words[start - 1 : start] == ["por"]:
            return [], start
        if end == start or (end == start + 1 and self._is_article(words, start)):
            return [], start
        spoken = " ".join(self._spoken(word) for word in words[start:end] if word != ",")
        digits = str(alpha2digit(_LEADING_ARTICLE.sub("", spoken), "pt", threshold=0)).split()
        value = decimal_of(digits[0]) if len(digits) == 1 else None
        return (digits, end) if value is None else self._scaled(words, digits, value, end)

    @staticmethod
    def _half(words: list[str], start: int, *, dictated: bool) -> tuple[list[str], int]:
        if words[start + 1 : start + 2] == ["duzia"]:
            return ["6"], start + 2
        return (["6"], start + 1) if dictated else ([], start)

    def _spoken(self, word: str) -> str:
        return "vírgula" if word == "virgula" else self._accented.get(word, word)

    def _is_article(self, words: list[str], at: int) -> bool:
        alone = not (at + 1 < len(words) and (words[at + 1] in _COUNTED or words[at + 1] == "meia"))
        return words[at] in ("um", "uma", "hum") and alone

    def _run_end(self, words: list[str], start: int) -> int:
        end, large = start, False
        while end < len(words):
            if words[end] in self._accented and words[end] not in _TRILLIONS:
                large = large or words[end] in _LARGE
                end += 1
            elif (
                end > start and words[end] in ("e", "virgula", ",") and self._goes_on(words, end, large=large)
            ):
                end += 2
            else:
                break
        return end

    def _goes_on(self, words: list[str], at: int, *, large: bool) -> bool:
        """A comma goes on only in the long numbers of documents (`um milhão, duzentos mil`)."""
        following = words[at + 1] if at + 1 < len(words) else ""
        if words[at] == ",":
            return following in self._accented and large and words[at - 1] in _SCALES
        return following in self._accented and following != "mil"

    def _scaled(self, words: list[str], digits: list[str], value: Decimal, end: int) -> tuple[list[str], int]:
        """Multiply by a scale that follows (`2 mil`, `1,5 mil`, `2k`) and add what comes after (`e 500`)."""
        scale = _SCALES.get(words[end]) if end < len(words) else None
        if scale is None:
            if words[end - 1] != "mil":
                return digits, end
            scale = _SCALES["mil"]
        else:
            value, end = value * scale, end + 1
        rest_at = end + 1 if words[end : end + 1] == ["e"] or self._comma_goes_on(words, end, scale) else end
        rest, rest_end = self._rest(words, rest_at)
        if rest is not None and rest < scale and scale != 12 and (rest_at > end or rest >= 100):
            value, end = value + rest, rest_end
        return [typed(value)], end

    def _comma_goes_on(self, words: list[str], at: int, scale: int) -> bool:
        return words[at : at + 1] == [","] and scale > _SCALES["mil"] and self._goes_on(words, at, large=True)

    def _rest(self, words: list[str], at: int) -> tuple[Decimal | None, int]:
        if at >= len(words) or words[at] in ("um", "uma"):
            return None, at
        if words[at].isdigit():
            return Decimal(words[at]), at + 1
        digits, end = self._number_at(words, at, dictated=False)
        return (decimal_of(digits[0]), end) if len(digits) == 1 else (None, at)


def _is_december(words: list[str], at: int) -> bool:
    """`10/dez` and `5 de dez` name the month, `3 de dez reais` does not."""
    day = at > 1 and words[at - 1] in ("de", "/") and words[at - 2].isdigit()
    return day and (at + 1 == len(words) or words[at + 1] in (",", ".", "?", "de", "/"))
