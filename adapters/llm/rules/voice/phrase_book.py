"""The phrases of the business: read, checked and held; a mistake in a file stops the start, never a chat."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from adapters.llm.rules.voice.placeholders import (
    ALONE_ON_THEIR_LINE,
    FRAGMENTS,
    IN_PHRASES,
    IN_REASONS,
    IN_RESERVE,
)
from application.conduct import names_the_subject
from application.fact_check import may_precede_identity
from domain.negotiation.policy import Empathy
from domain.negotiation.reply import Reason, Reply, ReplyKind, Unread
from domain.negotiation.understanding import ENDINGS

PHRASES = Path(__file__).parent / "phrases"

RESERVED = "reservado"
WITH_OFFER = "com_oferta"

_LEVELS: Mapping[str, Empathy] = {"alta": "high", "media": "medium", "baixa": "low"}
_COMMON = "frases"
_TONES = (_COMMON, *_LEVELS)
_SITUATIONS = (RESERVED, WITH_OFFER, *Reason, *Unread, *ENDINGS)
_ALLOWED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(ReplyKind, IN_PHRASES),
    **dict.fromkeys(Reason, IN_REASONS),
    **FRAGMENTS,
}


class PhraseProblem(Exception):
    """A phrase file cannot be used; `file` and `key` say where, in the words of the person who edits it."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}, [{key}]: {problem}" if key else f"{file}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Section:
    """What may be said on one topic: variants by tone, and other ones for a special situation."""

    file: str
    key: str
    variants: Mapping[str, tuple[str, ...]]
    situations: Mapping[str, "Section"] = field(default_factory=dict)

    def at(self, empathy: Empathy) -> tuple[str, ...]:
        """Return the variants for `empathy`, or those for every level."""
        level = next(name for name, value in _LEVELS.items() if value == empathy)
        return self.variants.get(level) or self.variants.get(_COMMON, ())

    def for_reply(self, reply: Reply) -> "Section":
        """Return the part of this section that fits what `reply` may say."""
        if reply.unread is not None and reply.unread in self.situations:
            return self.situations[reply.unread]
        if reply.doubted is not None and reply.doubted in self.situations:
            return self.situations[reply.doubted]
        if reply.debt is None and RESERVED in self.situations:
            return self.situations[RESERVED]
        if reply.reason is not None and reply.reason in self.situations:
            return self.situations[reply.reason]
        return self.situations.get(WITH_OFFER, self) if reply.terms is not None else self

    def parts(self) -> Iterator["Section"]:
        """Yield this section and those of its situations."""
        yield self
        yield from self.situations.values()


def load_phrases(folder: Path = PHRASES) -> Mapping[str, Section]:
    """Read every `*.toml` of `folder` into sections, by topic.

    Raises:
        PhraseProblem: a file is no TOML, a topic is missing, doubled or unknown, a placeholder is unknown,
            or a phrase said before identity is proven gives the subject away.
    """
    book: dict[str, Section] = {}
    for path in sorted(folder.glob("*.toml")):
        for topic, table in _read(path).items():
            if topic in book:
                raise PhraseProblem(path.name, topic, f"esta seção já está em {book[topic].file}")
            if topic not in _ALLOWED:
                raise PhraseProblem(path.name, topic, "seção desconhecida")
            book[topic] = _section(path.name, topic, table)
    missing = sorted(_ALLOWED.keys() - book.keys())
    if missing:
        raise PhraseProblem(folder.name, missing[0], "faltam as frases desta seção")
    for topic, section in book.items():
        _check(topic, section)
    return book


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PhraseProblem(path.name, "", f"o arquivo não pôde ser lido ({error})") from None


def _section(file: str, key: str, table: object) -> Section:
    if not isinstance(table, dict):
        raise PhraseProblem(file, key, f"escreva [{key}] e, embaixo, frases = [...]")
    variants: dict[str, tuple[str, ...]] = {}
    situations: dict[str, Section] = {}
    for name, value in table.items():
        if name in _TONES:
            variants[name] = _texts(file, f"{key}.{name}", value)
        elif name in _SITUATIONS:
            situations[name] = _section(file, f"{key}.{name}", value)
        else:
            allowed = ", ".join((*_TONES, *_SITUATIONS))
            raise PhraseProblem(file, f"{key}.{name}", f"nome desconhecido; use um de: {allowed}")
    return Section(file, key, variants, situations)


def _texts(file: str, key: str, value: object) -> tuple[str, ...]:
    if not (isinstance(value, list) and value and all(isinstance(text, str) for text in value)):
        raise PhraseProblem(file, key, 'escreva uma lista de frases entre aspas: ["...", "..."]')
    # A fragment may begin with a comma, never with a blank line.
    texts = tuple(text.strip("\n") for text in value)
    if not all(text.strip() for text in texts):
        raise PhraseProblem(file, key, "há uma frase vazia")
    return texts


def _check(topic: str, section: Section) -> None:
    for part in section.parts():
        for level in _LEVELS.values():
            _check_count(topic, part, part.at(level))
        for text in (text for texts in part.variants.values() for text in texts):
            _check_placeholders(part, text, _ALLOWED[topic])
    if topic in ReplyKind and may_precede_identity(ReplyKind(topic)):
        _check_discretion(section.situations.get(RESERVED, section))
        for name, part in section.situations.items():
            if name in Unread or name in ENDINGS:
                _check_discretion(part)


def _check_count(topic: str, part: Section, texts: tuple[str, ...]) -> None:
    least = 2 if topic in ReplyKind else 1
    if len(texts) < least:
        raise PhraseProblem(part.file, part.key, f"escreva pelo menos {least} frase(s) para cada tom")


def _check_placeholders(part: Section, text: str, allowed: frozenset[str]) -> None:
    for name in _placeholders(part, text):
        if name not in allowed:
            options = ", ".join(f"{{{each}}}" for each in sorted(allowed)) or "nenhum"
            raise PhraseProblem(part.file, part.key, f"marcador {{{name}}} desconhecido; use: {options}")
        if name in ALONE_ON_THEIR_LINE and not re.search(rf"^\{{{name}\}}$", text, re.MULTILINE):
            raise PhraseProblem(part.file, part.key, f"deixe {{{name}}} sozinho na linha")


def _check_discretion(part: Section) -> None:
    for text in (text for texts in part.variants.values() for text in texts):
        if names_the_subject(text):
            raise PhraseProblem(part.file, part.key, f"antes da identificação não se diz o assunto: {text!r}")
        _check_placeholders(part, text, IN_RESERVE)


def _placeholders(part: Section, text: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        raise PhraseProblem(part.file, part.key, f"chaves {{ }} sem par em {text!r}") from None
