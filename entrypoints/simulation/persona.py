"""A debtor's character, as a business person writes it down: one file of `personas` each.

`personas/LEIAME.md` says in Portuguese what every key means.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

import msgspec

FOLDER = Path(__file__).parent
PERSONAS = FOLDER / "personas"
COMMON_LINES = FOLDER / "falas_comuns.toml"

PLACEHOLDERS = frozenset(
    {
        "nome", "digitos", "digitos_falados", "digitos_errados", "cpf",
        "total", "parcela", "parcelas", "data", "percentual", "oferta",
    }
)  # fmt: skip
ALWAYS_NEEDED = ("digitos", "aceita", "confirma", "escolhe", "nega", "pede_data")

_AT = re.compile(r"`\$\.?(?P<path>[^`]*)`")
_NAMED = re.compile(r"`(?P<name>[^`]+)`")
_KINDS = {"int": "um número inteiro", "str": "um texto entre aspas", "bool": "true ou false"}
_KINDS |= {"array": "uma lista entre colchetes", "object": "uma seção"}

Span = tuple[int, int]
Lines = Mapping[str, tuple[str, ...]]


class InvalidPersona(Exception):
    """A persona file that cannot be played: the file, the key and what is wrong, in one line."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"Persona {file}: {key}: {problem}.")
        self.file = file
        self.key = key


class UnknownPersona(Exception):
    """Nobody has that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"Não há persona chamada {name}; existem: {', '.join(known)}.")
        self.name = name


class Wallet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the debtor can pay, in percent of the balance, each drawn from a range; None when not at all.

    Proposals start at `first_ask` percent of it and rise; nothing can be paid before `not_before` days.
    """

    cash: Span | None = msgspec.field(default=None, name="a_vista")
    monthly: Span | None = msgspec.field(default=None, name="por_mes")
    first_ask: int = msgspec.field(default=100, name="comeca_em")
    not_before: Span = msgspec.field(default=(0, 0), name="paga_daqui_a_dias")


class Manner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the debtor says and when: every move names its lines.

    `wanders` is the chance, in percent, of talking about something else; `vanishes_after` and
    `insists` are ranges of messages.
    """

    before_identity: tuple[str, ...] = msgspec.field(default=("saudacao",), name="antes_de_se_identificar")
    after_offer: tuple[str, ...] = msgspec.field(default=(), name="depois_da_oferta")
    when_unfit: tuple[str, ...] = msgspec.field(default=("pede_desconto",), name="quando_nao_cabe")
    before_yes: tuple[str, ...] = msgspec.field(default=(), name="antes_de_confirmar")
    after_end: tuple[str, ...] = msgspec.field(default=(), name="depois_do_fim")
    insists: Span = msgspec.field(default=(0, 0), name="insiste")
    wanders: int = msgspec.field(default=0, name="divaga")
    vanishes_after: Span | None = msgspec.field(default=None, name="some_depois_de")

    def moves(self) -> Iterator[tuple[str, str]]:
        """Yield every move that is named, beside the key that names it."""
        for field in msgspec.structs.fields(self):
            named = getattr(self, field.name)
            if field.name in _MOVES:
                yield from ((f"jeito.{field.encode_name}", move) for move in named)
        if self.wanders:
            yield "jeito.divaga", "divaga"


_MOVES = ("before_identity", "after_offer", "when_unfit", "before_yes", "after_end")


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A persona file as it is written."""

    description: str = msgspec.field(name="descricao")
    would_agree: bool = msgspec.field(name="fecharia")
    patience: Span = msgspec.field(name="paciencia")
    wallet: Wallet = msgspec.field(default=Wallet(), name="bolso")
    manner: Manner = msgspec.field(default=Manner(), name="jeito")
    lines: dict[str, object] = msgspec.field(default_factory=dict, name="falas")


class Persona(msgspec.Struct, frozen=True):
    """One kind of debtor; `would_agree` says that a fair policy gets an agreement out of them every time.

    `patience` is the range of messages after which they give up; `lines` are what they say, by move.
    """

    name: str
    description: str
    would_agree: bool
    patience: Span
    wallet: Wallet
    manner: Manner
    lines: Lines


def load_personas(folder: Path = PERSONAS, names: tuple[str, ...] = ()) -> tuple[Persona, ...]:
    """Return the personas of `folder` by name, or those of `names` alone.

    Raises:
        InvalidPersona: a file cannot be played.
        UnknownPersona: one of `names` is nobody's.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    for name in names:
        if name not in files:
            raise UnknownPersona(name, list(files))
    common = _lines(COMMON_LINES.name, _read(COMMON_LINES))
    return tuple(_load(files[name], common) for name in (dict.fromkeys(names) or files))


def _lines(file: str, written: Mapping[str, object]) -> Lines:
    lines = {}
    for move, said in written.items():
        try:
            lines[move] = msgspec.convert(said, tuple[str, ...])
        except msgspec.ValidationError:
            raise InvalidPersona(file, f"falas.{move}", "use uma lista de textos entre aspas") from None
    return lines


def _load(path: Path, common: Lines) -> Persona:
    try:
        file = msgspec.convert(_read(path), _File)
    except msgspec.ValidationError as error:
        raise _explained(path.name, error) from None
    persona = Persona(
        path.stem,
        file.description,
        file.would_agree,
        file.patience,
        file.wallet,
        file.manner,
        {**common, **_lines(path.name, file.lines)},
    )
    for key, problem in _problems(persona):
        raise InvalidPersona(path.name, key, problem)
    return persona


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise InvalidPersona(path.name, "arquivo", "não é um texto UTF-8 que se possa ler") from None
    except tomllib.TOMLDecodeError as broken:
        raise InvalidPersona(path.name, "arquivo", f"o TOML está errado ({broken})") from None


def _problems(persona: Persona) -> Iterator[tuple[str, str]]:
    """Yield what no type can say: unordered ranges, moves without lines, unknown placeholders."""
    wallet, manner = persona.wallet, persona.manner
    spans = {
        "paciencia": persona.patience,
        "bolso.a_vista": wallet.cash,
        "bolso.por_mes": wallet.monthly,
        "bolso.paga_daqui_a_dias": wallet.not_before,
        "jeito.insiste": manner.insists,
        "jeito.some_depois_de": manner.vanishes_after,
    }
    for key, span in spans.items():
        if span is not None and not 0 <= span[0] <= span[1]:
            yield key, "use [menor, maior], de zero em diante"
    for key, percent in (("bolso.comeca_em", wallet.first_ask), ("jeito.divaga", manner.wanders)):
        if not 0 <= percent <= 100:
            yield key, "use de 0 a 100"
    if not manner.when_unfit:
        yield "jeito.quando_nao_cabe", "diga ao menos uma fala"
    needed = (("falas", move) for move in ALWAYS_NEEDED)
    for key, move in (*manner.moves(), *needed):
        if not persona.lines.get(move):
            yield key, f'não há falas para "{move}"'
    yield from _wrong_lines(persona.lines)


def _wrong_lines(lines: Lines) -> Iterator[tuple[str, str]]:
    for move, said in lines.items():
        for line in said:
            try:
                named = {name for _, name, _, _ in Formatter().parse(line) if name is not None}
            except ValueError:
                yield f"falas.{move}", f'as chaves de "{line}" não fecham'
                continue
            for name in sorted(named - PLACEHOLDERS):
                yield f"falas.{move}", f"{{{name}}} não existe; use {', '.join(sorted(PLACEHOLDERS))}"


def _explained(file: str, error: msgspec.ValidationError) -> InvalidPersona:
    text = str(error)
    at, named = _AT.search(text), _NAMED.search(text)
    path = at["path"] if at else ""
    name = named["name"] if named else ""
    if text.startswith("Object contains unknown field"):
        return InvalidPersona(file, f"{path}.{name}".strip("."), "esta chave não existe")
    if text.startswith("Object missing required field"):
        return InvalidPersona(file, f"{path}.{name}".strip("."), "é obrigatória")
    if "of length" in text:
        return InvalidPersona(file, path, "use uma lista de dois números: [menor, maior]")
    kind = _KINDS.get(name.split(" ")[0], "outro valor")
    return InvalidPersona(file, path, f"use {kind}")
