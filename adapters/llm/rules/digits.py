"""CPF digits, typed or dictated, whole or only the first ones."""

import re

from adapters.llm.rules.tagged import Tag, TaggedText
from domain.shared.cpf import Cpf, InvalidCpf

_RUN = r"[0-9][0-9.,/-]*(?:(?: [.,e])? [0-9][0-9.,/-]*){0,10}"
_NOT_OF_A_CPF = (
    r"(?! (?:primeir|digito|numero|ano|filho|real|reais|conto|pila|x |vez|parcela|prestac|mes|dia|hora"
    r"|h |hs |%|por cento|minuto|pessoa|crianca))"
)
_NOT_BEFORE = "".join(
    f"(?<! {word})"
    for word in ("dia", r"r\$", "pago", "pagar", "tenho", "consigo", "dou", "ha", "posso", "nasci em")
)
_ANYWHERE = re.compile(rf"{_NOT_BEFORE} (?P<digits>{_RUN})(?= ){_NOT_OF_A_CPF}")
_SAID = r" cpf(?: (?:[a-z]{1,12}|,)){0,5}"
_SAID_TO_BE = re.compile(rf"{_SAID} (?P<digits>{_RUN})(?= )")
_WHOLE = re.compile(rf"(?:{_SAID})? (?P<digits>(?:[0-9]{{3}}[ .,/-]{{0,3}}){{3}}[0-9]{{2}})(?= )")
_DENIED = re.compile(r"(?<![0-9]) (?:nao|nem)(?: (?:e|sao|era|o|os|comeca|com))*$")
_DENIED_AFTER = re.compile(
    r" nao e|(?: [.,])? (?:nao|digo|opa|alias|quer dizer|ou melhor|errei|desculpa)(?: [.,])?(?: e)? (?=[0-9])"
)
_ASKED_FOR, _LONGEST = 3, 11


def tag_digits(text: TaggedText, *, asked: bool) -> None:
    """Tag CPF digits: any that may be some while `asked` for, else a whole CPF and what is called one."""
    if asked:
        _tag_best(text)
        return
    text.tag(Tag.CPF, _WHOLE, lambda match: _if_valid(match["digits"]))
    text.tag(Tag.CPF, _SAID_TO_BE, lambda match: _only_digits(match["digits"]) or None)


def _tag_best(text: TaggedText) -> None:
    """Tag the run of digits that looks most like the first three of a CPF, or like a whole one."""
    text.tag(Tag.ELAPSED, _ANYWHERE, lambda match: match.group().strip() if _is_denied(match) else None)
    runs = [
        match for match in _ANYWHERE.finditer(text.text) if len(_only_digits(match["digits"])) <= _LONGEST
    ]
    if not runs:
        return
    best = min(runs, key=lambda match: len(_only_digits(match["digits"])) not in (_ASKED_FOR, _LONGEST))
    text.tag(
        Tag.CPF,
        _ANYWHERE,
        lambda match: _only_digits(match["digits"]) if match.start() == best.start() else None,
    )


def _is_denied(match: re.Match[str]) -> bool:
    """In `não é 528, é 529`, `528 não é meu CPF` and `528, não, 529` the 528 is denied."""
    return (
        _DENIED_AFTER.match(match.string, match.end()) is not None
        or _DENIED.search(match.string[: match.start()]) is not None
    )


def _only_digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _if_valid(text: str) -> str | None:
    try:
        return Cpf.parse(_only_digits(text)).digits
    except InvalidCpf:
        return None
