"""A whole conversation in one table: who says what, and what Certobot's answers mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from entrypoints.workbench.folded import folded
from entrypoints.workbench.perform import perform
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.tables import Table, has_header, rows_of
from entrypoints.workbench.vocabulary import Kind, Said, in_other_words, understand
from entrypoints.workbench.world import World

COLUMNS = {
    "quem": ("quem", "de", "pessoa", "autor", "fala"),
    "mensagem": ("mensagem", "o que diz", "diz", "texto", "o que acontece"),
    "quando": ("quando", "hora", "horário"),
}
_CERTOBOT = {"certobot", "o certobot", "bot", "robo", "assistente"}
_TIME = {"tempo", "(tempo)", "relogio", "o tempo", ""}
_SEPARATORS = re.compile(r" e (?:também )?|; |, ")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: somebody's words, what Certobot is expected to say, or time that passes."""

    number: int
    who: str
    text: str
    when: str = ""

    @property
    def is_certobot(self) -> bool:
        """Whether the row says what Certobot answers."""
        return folded(self.who) in _CERTOBOT

    @property
    def is_time(self) -> bool:
        """Whether the row says that time passes."""
        return folded(self.who) in _TIME


class MisreadRow(Misread):
    """A row of a conversation cannot be read."""

    def __init__(self, row: Row, why: str) -> None:
        super().__init__(f"na linha {row.number} da conversa, {why}")
        self.row = row


def understood(text: str, kind: Kind | None) -> Said | None:
    """Return what a line says; one that expects several things, joined by “e”, is one saying."""
    if said := understand(text, kind):
        return said
    several = next(_understood(text), None) if kind == "Então" and " e " in text else None
    several = several or (_situations(text) if kind == "Dado" else None)
    if several:
        return _together(several)
    meant = in_other_words(text, kind)
    return understood(meant, kind) if meant and meant != text else None


def _together(several: list[Said]) -> Said:
    def all_of_them(world: World) -> None:
        for said in several:
            perform(world, said)

    first = several[0].sentence
    is_identity = any(each.sentence.identity for each in several)
    is_early = all(each.sentence.early for each in several)
    together = replace(first, act=all_of_them, identity=is_identity, early=is_early)
    return Said(together, {})


def _situations(text: str) -> list[Said] | None:
    """Return the two situations that one line tells, joined by “e”; the second may leave out of whom."""
    for cut in re.finditer(r",? e (?:que )?", text):
        first = understood(text[: cut.start()], "Dado")
        rest = text[cut.end() :]
        second = understood(f"que {rest}", "Dado") or understood(f"que ela {rest}", "Dado")
        if first and second:
            return [first, second]
    return None


def rows(table: Table) -> list[Row]:
    """Return the rows of a conversation; the header may be left out.

    Raises:
        Misread: the table has other columns.
    """
    if not has_header(table, COLUMNS):
        if any(len(row) != 2 for row in table):
            raise Misread("a conversa é uma tabela com as colunas quem e mensagem")
        table = (("quem", "mensagem"), *table)
    read = rows_of(table, COLUMNS, ("quem", "mensagem"))
    return [
        Row(
            number,
            row["quem"],
            row["mensagem"].strip().strip('"“”') if _is_quoted(row) else row["mensagem"],
            row.get("quando", ""),
        )
        for number, row in enumerate(read, 1)
    ]


def expectations(row: Row) -> list[Said]:
    """Return what a row expects of Certobot: one thing, or several joined by “e”.

    Raises:
        Misread: no sentence of the vocabulary says so.
    """
    if found := next(_understood(row.text), None):
        return found
    raise MisreadRow(row, f"não conheço “{row.text}” como resposta do Certobot")


def time_of(row: Row) -> Said:
    """Return how much time a row lets pass.

    Raises:
        Misread: it does not say how much.
    """
    for text in (row.text, f"passam {row.text}"):
        if said := understand(text, "Quando"):
            return said
    raise MisreadRow(row, f"“{row.text}” não é um tempo; escreva como 3 minutos")


def _is_quoted(row: dict[str, str]) -> bool:
    return folded(row["quem"]) not in _CERTOBOT and row["mensagem"][:1] in {'"', "“"}


def _understood(text: str) -> Iterator[list[Said]]:
    for way in (text, f"o Certobot {text}", f"o Certobot diz {text}"):
        if said := understand(way, "Então"):
            yield [said]
        elif meant := in_other_words(way, "Então"):
            yield from _understood(meant)
    for cut in _SEPARATORS.finditer(text):
        first = next(_understood(text[: cut.start()]), None)
        rest = next(_understood(text[cut.end() :]), None) if first else None
        if first and rest:
            yield [*first, *rest]
