"""Quando se pode procurar alguém"""

import re

from domain.identity.contact import EVERYWHERE
from domain.identity.states import UF_OF_AREA_CODE
from entrypoints.workbench import days, places
from entrypoints.workbench.folded import folded
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.vocabulary import dado
from entrypoints.workbench.world import World

_WRITES = "o Certobot (só |)(pode |)(escreve|escrever|procura|procurar)( primeiro| as pessoas|)"


@dado(
    "que o Certobot só escreve primeiro das 9h às 18h",
    f"<que> {_WRITES} (de segunda a sexta |em dias úteis |)(das|entre|de) {{inicio:hora}} (às|as|e|a|"
    f"até) {{fim:hora}}( de segunda a sexta| em dias úteis|)",
    early=True,
)
def weekdays(world: World, inicio: str, fim: str) -> None:
    """O horário de segunda a sexta, no fuso da pessoa."""
    world.change_contact(weekdays=_range(inicio, fim))


@dado(
    "que aos sábados o Certobot escreve das 9h às 13h",
    f"<que> aos sábados {_WRITES} (das|entre) {{inicio:hora}} (às|as|e) {{fim:hora}}",
    f"<que> {_WRITES} aos sábados (das|entre) {{inicio:hora}} (às|as|e) {{fim:hora}}",
    early=True,
)
def saturdays(world: World, inicio: str, fim: str) -> None:
    """O horário de sábado."""
    world.change_contact(saturday=_range(inicio, fim))


@dado(
    "que se pode procurar a pessoa 2 vezes por dia",
    "<que> (se pode|o Certobot pode) procurar (a (mesma |)pessoa |alguém |{quem:pessoa} |)(até |no "
    "máximo |){vezes:quantos} (vez|vezes) por dia",
    "<que> (o limite é( de|)|são|há) (até |no máximo |){vezes:quantos} contatos? por dia",
    early=True,
)
def per_day(world: World, vezes: int) -> None:
    """Quantos contatos começamos por dia."""
    world.change_contact(max_per_day=vezes)


@dado(
    "que se pode procurar a pessoa 3 vezes por semana",
    "<que> (se pode|o Certobot pode) procurar (a (mesma |)pessoa |alguém |{quem:pessoa} |)(até |no "
    "máximo |){vezes:quantos} (vez|vezes) por semana",
    "<que> (o limite é( de|)|são|há) (até |no máximo |){vezes:quantos} contatos? por semana",
    early=True,
)
def per_week(world: World, vezes: int) -> None:
    """Quantos contatos começamos em sete dias."""
    world.change_contact(max_per_week=vezes)


_KIND = "( {tipo:palavra}|)"
_OF_A_CITY = {"municipal", "local"}
_PLACE = "( (em|n[oa]|de|d[oa]|para)( (cidade|estado) d[eoa]|) {lugar:livre}|)"


@dado(
    "que amanhã é feriado municipal em Campinas",
    f"<que> {{dia:dia}} (é|será|vai ser|cai em|foi) (um |)feriado{_KIND}{_PLACE}",
    f"<que> (é|será|há|tem|vai ter)( um|) feriado{_KIND}{_PLACE} {{dia:dia}}",
    f"<que> (em|n[oa]) {{lugar:livre}},? {{dia:dia}} (é|será)( um|) feriado{_KIND}",
    also=("que amanhã é feriado", "que 08/12 é feriado no DDD 19"),
    early=True,
)
def is_holiday(world: World, dia: str, lugar: str = "", tipo: str = "") -> None:
    """Um feriado que não é nacional nem do estado: vale para uma cidade (o DDD dela), um estado, ou todos."""
    known = world.settings.contact.local_holidays
    where, day = _where(lugar, folded(tipo)), days.day(dia, world.today)
    world.change_contact(local_holidays={**known, where: [*known.get(where, []), day]})


def _where(place: str, kind: str) -> str:
    """Return the place of a holiday as the config names it."""
    if not place or folded(place) in {"todo o pais", "brasil", "pais", "todo lugar"}:
        return EVERYWHERE
    if (code := re.fullmatch(r"ddd (\d+)", folded(place))) is not None:
        if code[1] not in UF_OF_AREA_CODE:
            raise Misread(f"o DDD {code[1]} não existe; escreva um como 11 ou 19")
        return code[1]
    is_state = places.is_state(place) and kind not in _OF_A_CITY
    return places.uf(place) if is_state else places.city(place).area_code


def _range(start: str, end: str) -> str:
    return f"{days.hour(start):%H:%M}-{days.hour(end):%H:%M}"
