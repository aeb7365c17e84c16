"""Quando se pode procurar alguém"""

from entrypoints.workbench import days
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


def _range(start: str, end: str) -> str:
    return f"{days.hour(start):%H:%M}-{days.hour(end):%H:%M}"
