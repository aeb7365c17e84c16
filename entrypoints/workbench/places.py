"""States and cities as people name them in a scenario, and the area codes of their phones."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

from phonenumbers.geodata import GEOCODE_DATA

from domain.identity.states import UF_OF_AREA_CODE, UFS
from entrypoints.workbench.folded import folded
from entrypoints.workbench.problem import Misread

_STATES = {
    "acre": "AC", "alagoas": "AL", "amapa": "AP", "amazonas": "AM", "bahia": "BA", "ceara": "CE",
    "distrito federal": "DF", "espirito santo": "ES", "goias": "GO", "maranhao": "MA", "mato grosso": "MT",
    "mato grosso do sul": "MS", "minas gerais": "MG", "para": "PA", "paraiba": "PB", "parana": "PR",
    "pernambuco": "PE", "piaui": "PI", "rio de janeiro": "RJ", "rio grande do norte": "RN",
    "rio grande do sul": "RS", "rondonia": "RO", "roraima": "RR", "santa catarina": "SC", "sao paulo": "SP",
    "sergipe": "SE", "tocantins": "TO",
}  # fmt: skip
_BRAZIL = "55"
# A city is meant without its state when it has so many times the phones of the next one of its name.
_MUCH_LARGER = 4
_OF = re.compile(r"(?P<city>.+?)(?:\s*[-/,(]\s*(?P<uf>[a-z]{2})\)?)?")


@dataclass(frozen=True, slots=True)
class City:
    """A city: its state, the area code (DDD) of most of its phones, how many `prefixes` those have."""

    uf: str
    area_code: str
    prefixes: int


def is_state(text: str) -> bool:
    """Tell whether `text` names a state; the city of the same name is in it anyway."""
    return folded(text) in _STATES or text.strip().upper() in UFS


def uf(text: str) -> str:
    """Return the two letters of a state.

    Raises:
        Misread: there is no such state.
    """
    if not is_state(text):
        raise Misread(f"“{text}” não é um estado; escreva como Acre, ou AC")
    return _STATES.get(folded(text), text.strip().upper())


def city(text: str) -> City:
    """Return the city of Brazil of this name: `Campinas`, or `Bonito - MS` where there are several.

    Raises:
        Misread: there is none, or several states have one.
    """
    named = _OF.fullmatch(folded(text))
    found = _cities().get(named["city"], []) if named else []
    if named and named["uf"]:
        found = [each for each in found if each.uf == named["uf"].upper()]
    if not found:
        raise Misread(f"não conheço a cidade ou o estado “{text}”; escreva como Campinas, Acre ou AC")
    largest, *others = sorted(found, key=lambda each: -each.prefixes)
    if any(each.prefixes * _MUCH_LARGER > largest.prefixes for each in others):
        states = ", ".join(f"{text} - {each.uf}" for each in found)
        raise Misread(f"há mais de uma “{text}”; escreva qual delas: {states}")
    return largest


@cache
def _cities() -> dict[str, list[City]]:
    """Read the cities of the numbering plan, as libphonenumber has them."""
    codes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for prefix, names in GEOCODE_DATA.items():
        name, _, state = names.get("pt", "").rpartition(" - ")
        area_code = prefix[2:4]
        if prefix.startswith(_BRAZIL) and name and UF_OF_AREA_CODE.get(area_code) == state:
            codes[folded(name), state][area_code] += 1
    found: defaultdict[str, list[City]] = defaultdict(list)
    for (name, state), counted in codes.items():
        found[name].append(City(state, *counted.most_common(1)[0]))
    return found
