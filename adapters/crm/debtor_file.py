"""Files of debtors: CSV as spreadsheets write it, JSON and JSON Lines."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec

from adapters.crm.debtor_row import RowReader, RowRefused
from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.shared.cpf import Cpf

LARGEST_FILE_MB = 50

REQUIRED_COLUMNS = ("cpf", "name", "phone", "debt_amount", "due_date")
OPTIONAL_COLUMNS = ("original_amount", "creditor", "description", "email", "uf")

_COLUMN_IN_PORTUGUESE = {
    "nome": "name",
    "telefone": "phone",
    "valor": "debt_amount",
    "vencimento": "due_date",
    "valor_original": "original_amount",
    "credor": "creditor",
    "descricao": "description",
    "e_mail": "email",
    "estado": "uf",
}

_NO_JSON_LIST = "não é uma lista de devedores em JSON"

type _Row = Mapping[str, object]


class DebtorFileUnreadable(Exception):
    """No row of the file can be read; the message is one sentence in Portuguese."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"O arquivo de devedores {path} {reason}.")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out and why, in Portuguese and without personal data.

    `line` counts from 1: the line of the file, or the position in a JSON list. `cpf` is whose row it is, when
    that can be read.
    """

    line: int
    reason: str
    cpf: Cpf | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DebtorFile:
    """What a file held: each debtor once, with all their debts, and the rows left out."""

    records: tuple[DebtorRecord, ...]
    bad_rows: tuple[BadRow, ...]


def load_debtors(path: Path, *, today: date, default_creditor: str) -> DebtorFile:
    """Read the debtors of a CSV (`,` or `;`), JSON or JSON Lines file of up to 50 MB, in the file's order.

    A CPF on two rows is one debtor with two debts. A row holds its values on one line. It blocks: call it
    outside the event loop.

    Raises:
        DebtorFileUnreadable: missing, empty, too large, of another format, or without a required column.
    """
    text = _text(path, _content(path))
    rows = _json_rows(path, text) if text.lstrip().startswith(("[", "{")) else _csv_rows(path, text)
    reader = RowReader(today, default_creditor)
    ledger = _Ledger()
    bad_rows: list[BadRow] = []
    for line, row in rows:
        try:
            if isinstance(row, RowRefused):
                raise row
            ledger.add(reader.read(row))
        except RowRefused as refused:
            bad_rows.append(BadRow(line, refused.reason, reader.cpf_of(row)))
    if not bad_rows and not ledger.debtors:
        raise DebtorFileUnreadable(path, "não tem nenhum devedor")
    return DebtorFile(ledger.records(), tuple(bad_rows))


@dataclass(slots=True)
class _Ledger:
    """Gathers the debts of each debtor."""

    debtors: dict[Cpf, DebtorRecord] = field(default_factory=dict)
    debts: dict[Cpf, dict[Debt, None]] = field(default_factory=dict)

    def add(self, row: DebtorRecord) -> None:
        known = self.debtors.setdefault(row.cpf, row)
        if _plain(known.name) != _plain(row.name):
            raise RowRefused("cpf: este CPF já apareceu com outro nome")
        debts = self.debts.setdefault(row.cpf, {})
        if row.debts[0] in debts:
            raise RowRefused("linha repetida: esta dívida já apareceu")
        debts[row.debts[0]] = None

    def records(self) -> tuple[DebtorRecord, ...]:
        return tuple(replace(known, debts=tuple(self.debts[cpf])) for cpf, known in self.debtors.items())


def _content(path: Path) -> bytes:
    largest = LARGEST_FILE_MB * 1024 * 1024
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except FileNotFoundError:
        raise DebtorFileUnreadable(path, "não existe") from None
    except OSError:
        raise DebtorFileUnreadable(path, "não pôde ser lido") from None
    if len(content) > largest:
        raise DebtorFileUnreadable(path, f"passa de {LARGEST_FILE_MB} MB")
    return content


def _text(path: Path, content: bytes) -> str:
    if b"\0" in content:
        raise DebtorFileUnreadable(path, "não é CSV nem JSON: salve a planilha como CSV UTF-8")
    text = _decoded(content)
    if not text.strip():
        raise DebtorFileUnreadable(path, "está vazio")
    return text


def _decoded(content: bytes) -> str:
    # Spreadsheets save "CSV" as Windows-1252, which holds Latin-1's letters; Latin-1 takes any byte.
    for encoding in ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return content.decode("latin-1")


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _column(header: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", _plain(header)).strip("_")
    return _COLUMN_IN_PORTUGUESE.get(name, name)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold something, with their numbers."""
    # str.splitlines would also split at characters that stand inside a value.
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line.strip(" \t,;"):
            yield number, line


def _csv_rows(path: Path, text: str) -> Iterator[tuple[int, _Row | RowRefused]]:
    lines = _lines(text)
    _, first = next(lines, (0, ""))
    delimiter = max(",;", key=first.count)
    try:
        columns = [_column(header) for header in _cells(first, delimiter)]
    except csv.Error:
        raise DebtorFileUnreadable(path, "não é CSV nem JSON") from None
    missing = [column for column in REQUIRED_COLUMNS if column not in columns]
    if missing:
        raise DebtorFileUnreadable(path, f"não tem as colunas obrigatórias: {', '.join(missing)}")
    known = [column for column in columns if column in REQUIRED_COLUMNS + OPTIONAL_COLUMNS]
    if len(set(known)) < len(known):
        raise DebtorFileUnreadable(path, "tem duas colunas com o mesmo nome")
    return ((number, _csv_row(line, delimiter, columns)) for number, line in lines)


def _cells(line: str, delimiter: str) -> list[str]:
    # Line by line, so that a stray quote costs its own row and not the rest of the file.
    return next(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))


def _csv_row(line: str, delimiter: str, columns: list[str]) -> _Row | RowRefused:
    try:
        cells = _cells(line, delimiter)
    except csv.Error:
        return RowRefused("aspas sem par, ou texto longo demais")
    if any(cells[len(columns) :]):
        return RowRefused("há mais valores que colunas; ponha entre aspas o valor que tem vírgula")
    return dict(zip(columns, cells, strict=False))


def _json_rows(path: Path, text: str) -> Iterator[tuple[int, _Row | RowRefused]]:
    document = _json(text)
    if document is None or (isinstance(document, dict) and "debtors" not in document):
        return _json_lines(path, text)
    items = document["debtors"] if isinstance(document, dict) else document
    if not isinstance(items, list):
        raise DebtorFileUnreadable(path, _NO_JSON_LIST)
    return ((position, _json_row(item)) for position, item in enumerate(items, start=1))


def _json_lines(path: Path, text: str) -> Iterator[tuple[int, _Row | RowRefused]]:
    lines = [(number, line.strip()) for number, line in _lines(text)]
    if not (lines[0][1].startswith("{") and lines[0][1].endswith("}")):
        raise DebtorFileUnreadable(path, _NO_JSON_LIST)
    return ((number, _json_row(_json(line))) for number, line in lines)


def _json(text: str) -> object:
    """Return the JSON value, numbers exact; None when `text` is not JSON."""
    try:
        return msgspec.json.Decoder(float_hook=Decimal).decode(text)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _json_row(item: object) -> _Row | RowRefused:
    if not isinstance(item, dict):
        return RowRefused("não é um objeto JSON")
    return {_column(key): value for key, value in item.items()}
