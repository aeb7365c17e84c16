"""Read whom to contact from what people have: a list of CPFs, or a spreadsheet saved as CSV."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from application.cpf_column import Called, columns_called, is_of_others
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.shared.cpf import Cpf, InvalidCpf
from domain.shared.errors import RuleBroken

_DELIMITERS = ";,\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
# What a spreadsheet puts around a number: ="01234567890", '01234567890, 1234567890.0
_WRAPPED = re.compile(r"""^(?:=?"|')?\s*(.*?)\s*"?$""")
_DECIMALS = re.compile(r"^([0-9]{1,11})[.,]0+$")
_BARE = re.compile(r"[0-9]{3,10}")
_SCIENTIFIC = re.compile(r"[0-9][0-9.,]*[eE][+-]?[0-9]+")
_MOST_JOINED = 20
# So many rows tell what a column holds; titles above the header are fewer than so many.
_SAMPLED = 200
_MOST_TITLES = 8


type _Row = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: its line in the file, counted from 1, and either a CPF or why there is none."""

    line: int
    cpf: Cpf | None
    refusal: MustNotContact | None = None


class UnreadableList(RuleBroken):
    """Nothing of the list can be read; the reason is Portuguese and repeats nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_contact_list(content: bytes) -> tuple[Listed, ...]:
    """Read a CSV with a column for the CPF, whatever else it has, or a text with one CPF on each line.

    The column is known by its name and, where that leaves a doubt, by what it holds. Delimiter `;`, `,`, tab
    or `|`; UTF-8, UTF-16 or Windows-1252, with or without a BOM. A CPF may have lost its punctuation and its
    leading zeros. A row that cannot be used stays in the list, with the reason.

    Raises:
        UnreadableList: no text, nobody in it, or no column of the header, or several, may be the CPF.
    """
    rows = list(_rows(_text(content)))
    if not rows:
        raise UnreadableList("a lista está vazia")
    rows = rows[_titles(rows) :]
    column = _column_of_cpf(rows)
    if column is not None:
        cells = [(line, row[column] if column < len(row) else "") for line, row in rows[1:]]
    elif _is_header(rows):
        raise UnreadableList("a lista não tem uma coluna cpf")
    else:
        cells = [(line, cell) for line, row in rows for cell in _plain_cells(row)]
    return listed(cells)


def listed(cells: Iterable[tuple[int, str]]) -> tuple[Listed, ...]:
    """Return one row for each text that should be a CPF, of each CPF only the first.

    Raises:
        UnreadableList: nobody is in it.
    """
    first_line: dict[Cpf, int] = {}
    rows: list[Listed] = []
    for line, cell in cells:
        cpf = _cpf(cell)
        if isinstance(cpf, MustNotContact):
            rows.append(Listed(line, None, cpf))
        elif cpf in first_line:
            told = f"já está na linha {first_line[cpf]}"
            rows.append(Listed(line, cpf, MustNotContact(ContactRule.REPEATED, detail=told)))
        else:
            first_line[cpf] = line
            rows.append(Listed(line, cpf))
    if not rows:
        raise UnreadableList("a lista está vazia")
    return tuple(rows)


def _text(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        with suppress(UnicodeDecodeError):
            return content.decode("utf-16")
    if b"\0" in content:
        raise UnreadableList("o arquivo não é um texto: salve a planilha como CSV UTF-8")
    for encoding in ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return content.decode("latin-1")


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows that hold something, each with the line on which it begins."""
    lines = [(number, line) for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1)]
    filled = iter([each for each in lines if each[1].strip(" \t,;|") and not each[1].startswith("#")])
    number, first = next(filled, (0, ""))
    if named := _SEPARATOR_LINE.fullmatch(first):
        delimiter = named[1]
    else:
        delimiter = max(_DELIMITERS, key=first.count)
        filled = chain([(number, first)], filled)
    waiting = list(filled) if first else []
    while waiting:
        taken, row = _row([line for _, line in waiting[:_MOST_JOINED]], delimiter)
        yield waiting[0][0], row
        del waiting[:taken]


def _row(lines: Sequence[str], delimiter: str) -> tuple[int, Sequence[str]]:
    """Return how many lines the first row takes, and its cells.

    A quoted text may go on over some lines, but never over somebody's row; a quote that nothing closes costs
    its own line alone.
    """
    for taken in range(1, len(lines) + 1):
        if taken > 1 and _is_somebodys(lines[taken - 1], delimiter):
            break
        with suppress(csv.Error, StopIteration):
            joined = csv.reader(["\n".join(lines[:taken])], delimiter=delimiter, strict=True)
            return taken, [cell.strip() for cell in next(joined)]
        if '"' not in lines[0]:
            break
    return 1, [cell.strip().strip('"') for cell in lines[0].split(delimiter)]


def _is_somebodys(line: str, delimiter: str) -> bool:
    """Tell whether a line is a row of its own: no quote is left open in it, and a CPF is in it."""
    return line.count('"') % 2 == 0 and any(isinstance(_cpf(cell), Cpf) for cell in line.split(delimiter))


def _titles(rows: Sequence[_Row]) -> int:
    """Return how many rows stand above one that names the columns; 0 when none does."""
    for place, (_, row) in enumerate(rows[:_MOST_TITLES]):
        if any(isinstance(_cpf(cell), Cpf) for cell in row):
            return 0
        if columns_called(row) and (place == 0 or sum(map(bool, row)) > 1):
            return place
    return 0


def _column_of_cpf(rows: Sequence[_Row]) -> int | None:
    header, sample = rows[0][1], [row for _, row in rows[1 : _SAMPLED + 1]]
    named = columns_called(header)
    if named is None:
        return _only_with_cpfs(header, sample) if _is_header(rows) else None
    surety, places = named
    filled = [place for place in places if any(isinstance(_cpf(cell), Cpf) for cell in _cells(sample, place))]
    if not filled and surety is Called.DOCUMENT:
        found = _only_with_cpfs(header, sample)
        return places[0] if found is None else found
    held = {tuple(_cells(sample, place)): place for place in reversed(filled or places)}
    if len(held) > 1:
        numbers = " e ".join(f"{place + 1}ª" for place in sorted(held.values()))
        raise UnreadableList(f"mais de uma coluna pode ser a do CPF ({numbers}): chame de cpf a certa")
    return next(iter(held.values()))


def _only_with_cpfs(header: Sequence[str], sample: Sequence[Sequence[str]]) -> int | None:
    """Return the one column that holds CPFs and nothing else, whatever it is called."""
    found = [
        place
        for place, name in enumerate(header)
        if not is_of_others(name)
        and (cells := [cell for cell in _cells(sample, place) if cell])
        and all(isinstance(_cpf(cell), Cpf) for cell in cells)
    ]
    return found[0] if len(found) == 1 else None


def _cells(sample: Sequence[Sequence[str]], place: int) -> Sequence[str]:
    return [row[place] if place < len(row) else "" for row in sample]


def _is_header(rows: Sequence[_Row]) -> bool:
    """Tell whether the first row names columns: several words, and no digit in any of them."""
    first = rows[0][1]
    return len(rows) > 1 and all(cell and not any(map(str.isdigit, cell)) for cell in first)


def _plain_cells(row: Sequence[str]) -> Sequence[str]:
    """Return the CPFs of a line of a plain list: the cells that look like one, else the line as it stands."""
    found = [cell for cell in row if any(map(str.isdigit, cell))]
    return found if len(found) == len(row) else found[:1] or row[:1]


def _cpf(cell: str) -> Cpf | MustNotContact:
    wrapped = _WRAPPED.match(cell.strip())
    text = wrapped[1] if wrapped else cell
    if number := _DECIMALS.fullmatch(text):
        text = number[1]
    restored = text.zfill(11) if _BARE.fullmatch(text) else text
    try:
        return Cpf.parse(restored)
    except InvalidCpf:
        return MustNotContact(ContactRule.INVALID_CPF, detail=_why_not(text))


def _why_not(text: str) -> str:
    digits = re.sub(r"[^0-9]", "", text)
    if not text:
        return "falta o CPF"
    if _SCIENTIFIC.fullmatch(text):
        return "a planilha trocou o CPF por um número abreviado: formate a coluna como texto"
    if not digits:
        return "não há dígitos"
    if len(digits) == 14:
        return "14 dígitos são de um CNPJ"
    if len(digits) != 11:
        return f"são 11 dígitos, aqui há {len(digits)}"
    return "os dígitos verificadores não conferem"
