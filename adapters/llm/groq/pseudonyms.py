"""What leaves the house leaves without CPF, phone, e-mail, address of the web, or name beyond the first."""

import re
import unicodedata
from collections.abc import Callable

from adapters.llm.groq.surnames import Surnames
from application.ports.recollection import Recollection

CPF, PHONE, NUMBER, DIGITS = "[CPF]", "[telefone]", "[número]", "[dígitos]"
EMAIL, LINK, CODE = "[e-mail]", "[link]", "[trecho]"
LONGEST = 700  # characters, of what is shown to a model of one message

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_GAP = r"(?:[\W_]|ponto|traço|traco|h[íi]fen|barra){0,4}"
_SOME = r"[\s.\-]{0,3}"
_TLD = r"(?:com|net|org|br|app|me|io|ly|link|info|site|online|shop|xyz|gov|dev|example)"

# Dates and amounts are what a reader needs: they are looked for first, and stay.
_KEPT = re.compile(
    r"(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,2}/\d{1,2})(?![\d/.-]*\d)"
    r"|(?<![\d.])r\$\s*(?:\d{1,3}\.\d{3}|\d{1,6})(?:,\d{1,2}|\.\d{2})?(?![.,\s-]*\d)"
    r"|(?<![\d.])(?:(?:\d{1,3}\.\d{3}|\d{1,5}),|\d{1,5}\.)\d{2}(?![.,\s-]*\d)",
    re.IGNORECASE,
)

_DIGIT_WORD = r"(?:zero|uma?|dois|duas|tr[êe]s|quatro|cinco|seis|meia|sete|oito|nove)"
_NUMBER_WORD = (
    rf"(?:{_DIGIT_WORD}|dez|onze|doze|treze|(?:qua|ca)torze|quinze|dezesseis|dezessete|dezoito|dezenove"
    r"|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa|cem|cento|mil"
    r"|(?:duz|trez|quinh)ent[oa]s|(?:quatro|seis|sete|oito|nove)cent[oa]s)"
)
_AND = r"[\W_]{1,3}(?:(?:e|ponto|traço|traco|h[íi]fen|barra)[\W_]{1,3})?"

# In this order: what is taken by one is not there for the next.
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mask)
    for pattern, mask in (
        (r"\S{1,64}@\S+|\b[\w.+-]{1,64}\s+arroba\s+\w+(?:\s*(?:\.|\bponto\b)\s*\w+){0,3}", EMAIL),
        (rf"(?:https?://|www\.)\S+|\b(?:[a-z0-9-]{{1,63}}\.){{1,5}}{_TLD}\b(?:/\S*)?", LINK),
        (r"(?<!\S)(?=\S*\w)\S{28,}(?!\S)", CODE),
        (r"(?<!\w)(?:[^\W\d_](?:[^\w\n]|_){1,3}){4,}[^\W\d_](?!\w)", CODE),  # a name letter by letter
        (rf"(?<!\d)\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{2}}(?!\d)", CPF),
        (
            rf"(?<!\d)(?:\+?\s?55[\s.\-]{{0,2}})?\(?0?[1-9]\d\)?{_SOME}9?{_SOME}\d{{4}}{_SOME}\d{{4}}(?!\d)",
            PHONE,
        ),
        (rf"(?<!\d)9{_SOME}\d{{4}}{_SOME}\d{{4}}(?!\d)|(?<!\d)\d{{4}}-\d{{4}}(?!\d)", PHONE),
        (r"(?<!\d)(?:\d[\s.,\-/_]{1,3}){6,}\d(?!\d)", NUMBER),
        (r"(?<!\d)\d(?:[.\-/]?\d){5,}(?!\d)", NUMBER),
        (rf"\b{_DIGIT_WORD}(?:{_AND}{_DIGIT_WORD}){{5,}}\b", NUMBER),
        (rf"\b{_NUMBER_WORD}(?:{_AND}{_NUMBER_WORD}){{8,}}\b", NUMBER),
    )
)
_ASKED_FOR = re.compile(
    rf"(?<!\d)\d(?:[\s.\-]?\d){{2,}}(?!\d)|\b{_DIGIT_WORD}(?:{_AND}{_DIGIT_WORD}){{2,}}\b", re.IGNORECASE
)
_FEWEST_OF_A_CPF = 3
_END_OF_A_PHONE = 8


class Pseudonyms:
    """Masks what says who somebody is; amounts, dates and numbers of instalments stay readable.

    `knows` tells everyday words, folded, from names.
    """

    def __init__(self, known: Recollection, knows: Callable[[str], bool]) -> None:
        self._surnames = Surnames(known.name, knows)
        self._own = [(_spaced(known.cpf), CPF)] if known.cpf else []
        self._own += [(_spaced(phone[-_END_OF_A_PHONE:]), PHONE) for phone in known.phones]
        self._cpf = known.cpf

    def mask(self, text: str, *, digits_asked: bool = False) -> str:
        """Return the beginning of `text` as it may leave; `digits_asked` hides what answers that question."""
        plain = _plain(text)[:LONGEST]
        for own, mask in self._own:  # before a part of it can pass for a date
            plain = own.sub(mask, plain)
        masked, kept = _set_aside(plain)
        for pattern, mask in _MASKS:
            masked = pattern.sub(mask, masked)
        masked = _ASKED_FOR.sub(DIGITS, masked) if digits_asked else masked
        return self._surnames.mask(_put_back(masked, kept))

    def mask_past(self, text: str) -> str:
        """Return `text`, said earlier, as it may leave: digits that begin the CPF are hidden, too."""
        return _ASKED_FOR.sub(self._unless_of_the_cpf, self.mask(text))

    def _unless_of_the_cpf(self, found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        spoken = not digits
        begins = len(digits) >= _FEWEST_OF_A_CPF and self._cpf.startswith(digits)
        return DIGITS if spoken or begins else found[0]


def _plain(text: str) -> str:
    """Return `text` without what hides digits from a pattern: invisible marks, digits of other scripts."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _spaced(digits: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){_GAP.join(digits)}", re.IGNORECASE)


def _set_aside(text: str) -> tuple[str, list[str]]:
    kept: list[str] = []

    def aside(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f" \ue000{chr(0xE001 + len(kept))} "

    return _KEPT.sub(aside, re.sub(r"[\ue000-\uf8ff]", "", text)), kept


def _put_back(text: str, kept: list[str]) -> str:
    for number, what in enumerate(kept, start=1):
        text = text.replace(f" \ue000{chr(0xE001 + number)} ", what)
    return text
