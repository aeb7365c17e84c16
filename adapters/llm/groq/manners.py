"""How a phrased text must be made, beyond its facts: short, whole, in the form of its draft."""

import re
import unicodedata
from collections.abc import Iterator

from application.figures import fold
from domain.negotiation.reply import Reply, ReplyKind

_LONGEST = 1_000  # characters
_MARK = re.compile(r"\[[^\[\]\n]{1,20}\]")
_FORMATTED = re.compile(r"[{}<>`#|\\]|\*\*|__|^\s*[-*+]\s|\brascunho\b", re.MULTILINE | re.IGNORECASE)
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u2c00-\ua71f\uac00-\ud7ff\uf900-\ufaff]")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_MONEY = frozenset("💰💵💸🤑💳💲🪙🏦💴💶💷")
_RECEIVES = re.compile(r"\b(?:sinto|entend|imagin|compreend)")
_DECLINES = re.compile(
    r"\b(?:nao posso|nao consigo|nao devo) (?:te )?(?:ajudar|atender|responder|fazer isso|continuar)"
    r"|\b(?:i'?m sorry|i can'?t|i cannot|as an ai|como (?:um )?modelo)\b"
)


def declines(text: str) -> bool:
    """Tell whether a model says that it will not do what was asked."""
    return _DECLINES.search(fold(text)) is not None


def repeats(text: str, last_text: str | None) -> Iterator[str]:
    """Yield an objection when `text` says no more than was said last: its figures alone do not count."""
    if last_text and _letters(text) in _letters(last_text):
        yield "repete a nossa última mensagem"


def ill_manners(text: str, draft: str, reply: Reply) -> Iterator[str]:
    """Yield, in Portuguese, what must be put right in `text` before it is like its draft."""
    if len(text) > _LONGEST:
        yield f"passa de {_LONGEST} caracteres"
    if _FORMATTED.search(text) or _OTHER_SCRIPT.search(text):
        yield "traz formatação ou sinais que não são de uma mensagem"
    if sorted(_MARK.findall(text)) != sorted(_MARK.findall(draft)):
        yield f"deve trazer estas marcas, e só elas: {', '.join(_MARK.findall(draft)) or 'nenhuma'}"
    asks = draft.endswith("?")
    if text.count("?") != int(asks) or text.endswith("?") is not asks:
        yield "deve terminar com a pergunta do rascunho, e só ela" if asks else "não deve perguntar nada"
    emojis = [each for each in text if unicodedata.category(each) == "So" and each != "•"]
    if len(emojis) > 1 or _MONEY.intersection(emojis):
        yield "tem emojis demais, ou sobre dinheiro"
    told = reply.acknowledges_hardship or reply.kind is ReplyKind.HARDSHIP_OFFER
    if told and not _receives_first(text):
        yield "a primeira linha deve acolher a dificuldade (sinto, entendo, imagino), sem números"


def _receives_first(text: str) -> bool:
    first = fold(text.splitlines()[0]) if text else ""
    return _RECEIVES.search(first) is not None and not re.search(r"\d", first)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text)
