"""Tables of a scenario, read by the names of their columns as people write them."""

from collections.abc import Mapping

from entrypoints.workbench.folded import folded
from entrypoints.workbench.problem import Misread

Table = tuple[tuple[str, ...], ...]


def rows_of(
    table: Table, columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]
) -> list[dict[str, str]]:
    """Return one mapping a row, by our name of each column; `columns` lists how people name them.

    Raises:
        Misread: a column is unknown or missing, or there are no rows.
    """
    if len(table) < 2:
        raise Misread(f"a tabela precisa de um cabeçalho e de linhas; as colunas são {_listed(columns)}")
    names = [_column(title, columns) for title in table[0]]
    for name in needed:
        if name not in names:
            raise Misread(f"falta a coluna “{columns[name][0]}” na tabela")
    return [dict(zip(names, (cell.strip() for cell in row), strict=True)) for row in table[1:]]


def has_header(table: Table, columns: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether the first row names columns."""
    known = {folded(way) for ways in columns.values() for way in ways}
    return bool(table) and all(folded(cell) in known for cell in table[0])


def _column(title: str, columns: Mapping[str, tuple[str, ...]]) -> str:
    for name, ways in columns.items():
        if folded(title) in map(folded, ways):
            return name
    raise Misread(f"a tabela não tem coluna “{title}”; as colunas são {_listed(columns)}")


def _listed(columns: Mapping[str, tuple[str, ...]]) -> str:
    return ", ".join(ways[0] for ways in columns.values())
