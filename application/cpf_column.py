"""Which column of a spreadsheet is the debtor's CPF, by what people call it."""

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum

_INITIALS = re.compile(r"\bc\.?\s?p\.\s?f\b\.?", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# People write these words together with others: cpfcliente, nrcpf, numdocumento.
_GLUED = re.compile(r"(cpf|cnpj|documento)")
_WORDS = re.compile(r"[a-z]+|[0-9]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DOCUMENT = _set("documento documentos doc docto document inscricao contribuinte")
# They say nothing: "Nº do CPF" is the CPF.
_NEUTRAL = _set("""
    a as o os do da dos das de e ou em com sem para n no nr nro num numero number cod codigo
    digitos pontos pontuacao mascara formatado completo apenas so somente
""")
_DEBTOR = _set("""
    devedor devedora cliente titular consumidor consumidora pessoa fisica pf pj cnpj contato pagador pagadora
    sacado sacada contratante mutuario mutuaria comprador compradora inadimplente tomador financiado debtor
    customer client
""")
# A CPF of theirs is not the debtor's.
_OTHERS = _set("""
    conjuge esposa esposo marido mulher companheiro companheira avalista fiador fiadora garantidor mae pai
    filho filha dependente socio socia representante procurador procuradora atendente operador operadora
    vendedor vendedora corretor corretora testemunha contador credor credora cedente beneficiario beneficiaria
    agente funcionario funcionaria gerente advogado advogada coobrigado sacador indicador
""")


class Called(IntEnum):
    """How surely the name of a column means the debtor's CPF, the surest first."""

    CPF = 0
    CPF_OF_DEBTOR = 1
    CPF_OF_WHOM = 2
    DOCUMENT = 3


def called(header: str) -> Called | None:
    """Return how surely `header` names the debtor's CPF; None when it names something else.

    Case, accents, punctuation and the order of the words say nothing.
    """
    words = _words_of(header)
    if words & _OTHERS:
        return None
    said = words - _NEUTRAL
    if "cpf" not in said:
        return Called.DOCUMENT if said & _DOCUMENT and said <= _DOCUMENT | _DEBTOR else None
    left = said - {"cpf"}
    if not left:
        return Called.CPF
    return Called.CPF_OF_DEBTOR if left <= _DEBTOR | _DOCUMENT else Called.CPF_OF_WHOM


def columns_called(headers: Sequence[str]) -> tuple[Called, tuple[int, ...]] | None:
    """Return the places of those that name the debtor's CPF most surely, and how surely."""
    found = {place: how for place, header in enumerate(headers) if (how := called(header)) is not None}
    if not found:
        return None
    surest = min(found.values())
    return surest, tuple(place for place, how in found.items() if how is surest)


def is_of_others(header: str) -> bool:
    """Tell whether a column is about somebody who is not the debtor."""
    return bool(_words_of(header) & _OTHERS)


def _words_of(header: str) -> frozenset[str]:
    apart = _HUMP.sub(" ", _INITIALS.sub(" cpf ", header))
    letters = unicodedata.normalize("NFKD", apart.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return frozenset(_WORDS.findall(_GLUED.sub(r" \1 ", bare)))
