"""One sentence, done."""

from inspect import Parameter, signature

from entrypoints.workbench.problem import Misread
from entrypoints.workbench.tables import Table
from entrypoints.workbench.vocabulary import Said
from entrypoints.workbench.world import World


def perform(world: World, said: Said, table: Table = (), docstring: str | None = None) -> None:
    """Do what the sentence says, with the table or the text below it.

    Raises:
        Misread: the sentence needs a table that is not there, or has one that it does not take.
        Unmet: what it expects did not happen.
    """
    takes = signature(said.sentence.act).parameters
    below: dict[str, object] = {}
    for name, value, what in (
        ("table", table, "tabela"),
        ("docstring", docstring, "texto entre aspas triplas"),
    ):
        if value and name not in takes:
            raise Misread(f"esta frase não leva {what}")
        if value:
            below[name] = value
        elif name in takes and takes[name].default is Parameter.empty:
            raise Misread(f"falta {what} abaixo desta frase")
    values = {place: value for place, value in said.values.items() if place in takes}
    with world.cast.hearing(said.sentence):
        if "quem" in said.values and "quem" not in takes:
            world.person(str(said.values["quem"]))
        said.sentence.act(world, **values, **below)
