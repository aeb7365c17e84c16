"""Que dia é, e quanto tempo passa."""

from datetime import timedelta

from pytest_bdd import given, when

from features.steps import said
from features.steps.phrase import Phrase
from features.steps.world import World


@given(Phrase("que hoje é {dia:dia}(,|) às {hora:hora}"))
@when(Phrase("chega {dia:dia}(,|) às {hora:hora}"))
def stands_at(world: World, dia: str, hora: str) -> None:
    """O dia e a hora, em São Paulo."""
    world.stands_at(said.moment(dia, hora, world.today))


@when(Phrase("(se |)(passa|passam) (mais |){tempo:duração}( sem resposta|)"))
def passes(world: World, tempo: timedelta) -> None:
    """O tempo passa e ninguém escreve."""
    world.passes(tempo)
