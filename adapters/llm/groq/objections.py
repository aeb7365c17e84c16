"""What a model is told of a text that must not be sent."""

from collections.abc import Iterable

from application.fact_check import Violation, ViolationKind

_WHY = {
    ViolationKind.FIGURE: "traz um número, data ou endereço que não está no rascunho",
    ViolationKind.MISSING: "falta um fato do rascunho",
    ViolationKind.FORBIDDEN_WORD: "usa uma palavra que ameaça, envergonha ou apressa",
    ViolationKind.PRIVACY: "fala do assunto antes da hora",
    ViolationKind.PERSON: "finge ser uma pessoa",
    ViolationKind.LENGTH: "é longo demais",
    ViolationKind.PROMISE: "promete, afirma ou pede o que não está no rascunho",
    ViolationKind.LANGUAGE: "usa outra língua ou sinais que não são de uma conversa em português",
}


def objection(ill: Iterable[str], violations: Iterable[Violation]) -> str:
    """Return, in Portuguese, what is wrong and what to do about it."""
    wrong = dict.fromkeys([*ill, *(f"{_WHY[each.kind]}: “{each.found}”" for each in violations)])
    return "\n".join(
        (
            "Este texto não pode ser enviado:",
            *(f"- {each}" for each in wrong),
            "Escreva-o de novo, só com os fatos do rascunho e com todos eles.",
        )
    )
