"""Phrases of the lexicon compiled to patterns, found by the words that a text has."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from adapters.llm.rules.lexicon_files import Lexicon, MalformedLexicon, Phrase
from adapters.llm.rules.normalize import Normalizer
from adapters.llm.rules.tagged import Tag

_PIECE = re.compile(r"\.\.\.|[()|\[\]?,]|[\w$]+\*?")
_GAP = r"(?:[a-zA-Z0-9%$]{1,40} ){0,3}"
_MOST_MATCHES = 4  # of one phrase in one text
_STEM = 3  # a shorter beginning would open too many phrases
_TAGS = frozenset(tag.value for tag in Tag)
FUNCTION_WORDS = frozenset(
    (
        "nao",
        "eu",
        "que",
        "de",
        "me",
        "o",
        "a",
        "para",
        "e",
        "com",
        "em",
        "um",
        "uma",
        "isso",
        "meu",
        "minha",
        "se",
    )
) | {"do", "da", "no", "na", "os", "as", "por", "mais", "ja", "so", "to", "ta"}


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase of an intent stands in a text."""

    intent: str
    start: int
    end: int
    words: str
    negated: bool
    loose: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    intent: str
    regex: re.Pattern[str]
    loose: bool


class PhraseBook:
    """Finds every phrase of every intent that a tagged text contains."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._by_word: dict[str, list[_Pattern]] = defaultdict(list)
        self._by_stem: dict[str, list[_Pattern]] = defaultdict(list)
        self._vocabulary: set[str] = set()
        self._stems: set[str] = set()
        self._fillers = rf"(?:(?:{'|'.join(lexicon.neighbours['recheio'])}) )*"
        for intent, lines in lexicon.phrases.items():
            for phrase in lines:
                self._add(intent, phrase, lexicon.normalizer)

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every whole word that a phrase mentions."""
        return frozenset(self._vocabulary)

    @property
    def stems(self) -> frozenset[str]:
        """Every beginning of a word that a phrase mentions."""
        return frozenset(self._stems)

    def find(self, text: str) -> list[Match]:
        """Return the phrases in `text`, in no particular order."""
        patterns = {id(pattern): pattern for pattern in self._candidates(text)}
        return [
            Match(
                pattern.intent,
                match.start(),
                match.end(),
                match.group().strip(" ."),
                _negated(text, match),
                pattern.loose,
            )
            for pattern in patterns.values()
            for match in islice(pattern.regex.finditer(text), _MOST_MATCHES)
        ]

    def _candidates(self, text: str) -> Iterator[_Pattern]:
        for word in set(text.split()):
            key = word.rstrip("0123456789") if word[0].isupper() else word
            yield from self._by_word.get(key, ())
            yield from self._by_stem.get(key[:_STEM], ())

    def _add(self, intent: str, phrase: Phrase, normalizer: Normalizer) -> None:
        whole = phrase.text.startswith("=")
        nodes = _Parser(phrase, normalizer).nodes()
        for word in (word for node in nodes for word in node.words):
            (self._stems if word.endswith("*") else self._vocabulary).add(word.removesuffix("*"))
        body = "".join(node.regex for node in nodes)
        regex = rf"(?<=[.,?] ){self._fillers}{body}{self._fillers}(?=[.,?] )" if whole else rf"(?<= ){body}"
        pattern = _Pattern(intent, re.compile(regex), "..." in phrase.text)
        for anchor in _anchors(nodes, phrase):
            index, key = (self._by_stem, anchor[:_STEM]) if anchor.endswith("*") else (self._by_word, anchor)
            index[key].append(pattern)


@dataclass(frozen=True, slots=True)
class _Node:
    """One element of a phrase: its pattern (a space after each word) and the words it may begin with."""

    regex: str
    words: tuple[str, ...]
    firsts: tuple[str, ...]
    required: bool


class _Parser:
    """Reads the small language of the lexicon: words, `stem*`, `(a|b)`, `[optional]`, `...`."""

    def __init__(self, phrase: Phrase, normalizer: Normalizer) -> None:
        self._phrase = phrase
        self._normalizer = normalizer
        self._pieces = _PIECE.findall(phrase.text.removeprefix("="))
        self._at = 0

    def nodes(self) -> list[_Node]:
        nodes = self._sequence(closing="")
        if self._at < len(self._pieces):
            raise self._error("parêntese ou colchete fechado sem ter sido aberto")
        if not nodes:
            raise self._error("frase vazia")
        return nodes

    def _sequence(self, closing: str) -> list[_Node]:
        nodes: list[_Node] = []
        while self._at < len(self._pieces) and self._pieces[self._at] not in ("|", ")", "]"):
            piece = self._pieces[self._at]
            self._at += 1
            if piece in "([":
                nodes.append(self._group(")" if piece == "(" else "]"))
            else:
                nodes.extend(self._plain(piece))
        if closing and self._at >= len(self._pieces):
            raise self._error(f"falta fechar com '{closing}'")
        return nodes

    def _group(self, closing: str) -> _Node:
        alternatives: list[list[_Node]] = [self._sequence(closing)]
        while self._pieces[self._at] == "|":
            self._at += 1
            alternatives.append(self._sequence(closing))
        if self._pieces[self._at] != closing:
            raise self._error(f"falta fechar com '{closing}'")
        self._at += 1
        regex = "|".join("".join(node.regex for node in nodes) for nodes in alternatives)
        words = tuple(word for nodes in alternatives for node in nodes for word in node.words)
        heads = [next((node for node in nodes if node.required), None) for nodes in alternatives]
        required = closing == ")" and all(head is not None for head in heads)
        firsts = tuple(word for head in heads if head for word in head.firsts)
        return _Node(f"(?:{regex}){'' if closing == ')' else '?'}", words, firsts, required)

    def _plain(self, piece: str) -> list[_Node]:
        if piece == "...":
            return [_Node(_GAP, (), (), required=False)]
        if piece in ("?", ","):
            return [_Node(rf"{re.escape(piece)} ", (), (piece,), required=True)]
        if piece in _TAGS:
            return [_Node(rf"{piece}[0-9]+ ", (), (piece,), required=True)]
        stem = piece.endswith("*")
        words = self._normalizer.words(piece.removesuffix("*"), expand=not stem)
        if stem and len(words[0]) < _STEM:
            raise self._error(f"'{piece}' é curto demais: use pelo menos {_STEM} letras antes do *")
        if stem:
            return [_Node(rf"{words[0]}[a-z]* ", (f"{words[0]}*",), (f"{words[0]}*",), required=True)]
        return [_Node(rf"{re.escape(word)} ", (word,), (word,), required=True) for word in words]

    def _error(self, reason: str) -> MalformedLexicon:
        return MalformedLexicon(self._phrase.file, self._phrase.line, reason)


def _anchors(nodes: Iterable[_Node], phrase: Phrase) -> tuple[str, ...]:
    """The words of which one must be in a text for the phrase to be there, the rarest such set."""
    required = [node.firsts for node in nodes if node.required]
    if not required:
        raise MalformedLexicon(phrase.file, phrase.line, "a frase precisa de uma palavra obrigatória")
    return min(required, key=lambda firsts: (any(first in FUNCTION_WORDS for first in firsts), len(firsts)))


_NEGATION = re.compile(
    r" (?:nao|nem|nunca|jamais|sem)"
    r"(?: (?:e|to|vou|quero|foi|fui|tenho|ta|sou|mais|me|era|preciso|de|precisa|um|uma)){0,3}$"
)


def _negated(text: str, match: re.Match[str]) -> bool:
    return _NEGATION.search(text[max(0, match.start() - 40) : match.start() - 1]) is not None
