"""How a step is written: a Portuguese sentence with named places for people, money, days and the rest."""

import re
from collections.abc import Callable

from entrypoints.workbench import days, said
from entrypoints.workbench.folded import bare

_NOBODY = r"(?!Certobot|CRM|WhatsApp|PDF|Pix|Bot\b|Ela\b|Ele\b|Nada\b|Nenhum)"
_NAME = rf"(?-i:{_NOBODY}[A-Z][\w'-]*(?: (?:d[aeo]s? )?[A-Z][\w'-]*)*)"
_FAMILY = "filh[oa]|marido|esposa|mulher|mae|pai|irma|irmao|vizinh[oa]|colega|namorad[oa]"
_MEANT = (
    rf"(?:el[ae]|quem atende(?: o telefone)?|outra pessoa|[oa] (?:{_FAMILY})(?: del[ae])?|"
    r"[oa] (?:devedora?|cliente|pessoa|consumidora?|titular))"
)

# What may stand in a place, and how it is read. Quotes around a value never matter.
_KINDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "pessoa": (rf"(?:[oa] )?{_NAME}|{_MEANT}", lambda text: re.sub(r"^[oaOA] (?=[A-ZÀ-Ú])", "", text)),
    "dinheiro": (said.MONEY, said.money),
    "reais": (said.MONEY, said.money),
    "porcento": (said.PERCENT, said.percent),
    "vezes": (said.TIMES, said.times),
    "forma": (rf"{said.CASH}|{said.TIMES}", said.times),
    "quantos": (said.COUNT, said.number),
    "ordem": ("|".join(said.ORDINALS), said.ordinal),
    "duracao": (said.DURATION, said.duration),
    "dia": (days.DAY, days.real_day),
    "hora": (days.HOUR, days.real_hour),
    "digitos": (r"\d[\d.\-]*", str),
    "numeros": (r"\d[\d.\-]*", str),
    "palavra": (r"(?!valor|nada|dinheiro|da |do |a )\w+", str),
    "texto": (r'[^"]*', str),
    "nome": (r"(?:(?!(?:,| e| mas) (?:(?:que|ela|ele) )?(?:deve|tem|nao|r\$ ?\d))[^\"])+?", str),
    "livre": (r"[^\"]+?", str),
    "textos": (r'"[^"]*"(?:(?:,| e|, e) "[^"]*")+', lambda text: tuple(re.findall(r'"([^"]*)"', text))),
}
_NAMED = re.compile(r"\{(\w+)\}")
_PLACE = re.compile(r"\{(\w+):(\w+)\}")

# What may be said in several ways wherever it stands.
_WAYS = {
    "<bot>": r"(?:(?:[oa] )?(?:certobot|bot|robo|assistente(?: digital)?|sistema) "
    r"(?:(?:ainda|so|tambem|entao|logo|sempre|ja|lhe|continua a|volta a) )*|(?:tambem|ainda|so|lhe) )?",
    "<de>": r"(?:de|do|da|dos|das)",
    "<a>": r"(?:a|ao|para|para a|para o|pra|pro)",
    "<que>": r"(?:que )?",
    "<ja>": r"(?:ja )?",
}


class Phrase:
    """A sentence such as `{quem:pessoa} deve {valor:dinheiro}`.

    `(a|b)` are ways to say the same, `(a|b|)` may be left out, `<bot>` is Certobot by any name or none.
    Accents, capitals and final stops do not matter. Raises KeyError for a kind of place that does not exist.
    """

    def __init__(self, sentence: str) -> None:
        self._reads: dict[str, Callable[[str], object]] = {}
        pattern = re.sub(r"\((?![?])", "(?:", bare(sentence).replace(".", r"\."))
        for way, meant in _WAYS.items():
            pattern = pattern.replace(f"{way} ", meant if meant.endswith("?") else f"{meant} ").replace(
                way, meant
            )
        self._pattern = re.compile(_PLACE.sub(self._place, pattern), re.IGNORECASE)

    def read(self, sentence: str) -> dict[str, object] | None:
        """Return what stands in each place, or None when the sentence is another one.

        Raises:
            Misread: the sentence is this one, and a value in it cannot be.
        """
        sentence = tidy(sentence)
        match = self._pattern.fullmatch(bare(sentence))
        if match is None:
            return None
        spans = {group: match.span(group) for group in self._reads if match[group] is not None}
        return {
            group.partition("__")[0]: self._reads[group](sentence[start:end])
            for group, (start, end) in spans.items()
        }

    def said_as(self, sentence: str, other: str) -> str | None:
        """Return `other` with what stands in each place, as it was written; None for another sentence."""
        sentence = tidy(sentence)
        match = self._pattern.fullmatch(bare(sentence))
        if match is None:
            return None
        spans = {
            group.partition("__")[0]: match.span(group) for group, said in match.groupdict().items() if said
        }
        return tidy(_NAMED.sub(lambda place: sentence[slice(*spans.get(place[1], (0, 0)))], other))

    def matches(self, sentence: str) -> bool:
        """Tell whether the sentence is this one, whatever its values."""
        return self._pattern.fullmatch(bare(tidy(sentence))) is not None

    def _place(self, match: re.Match[str]) -> str:
        kind = match[2]
        # The same place may stand in several of the ways to say a sentence; a group needs a name of its own.
        name = f"{match[1]}__{len(self._reads)}"
        pattern, self._reads[name] = _KINDS[kind]
        quote = {"texto": '"', "textos": "", "pessoa": "", "reais": "", "numeros": ""}.get(kind, '"?')
        return rf"{quote}(?P<{name}>{pattern}){quote}"


def tidy(sentence: str) -> str:
    """Return the sentence with single spaces and without its final stop."""
    return " ".join(sentence.split()).rstrip(" .:;,!")
