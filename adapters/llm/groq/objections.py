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
    ViolationKind.PROMISE: "promete, ameaça ou pede o que o rascunho não diz",
    ViolationKind.LANGUAGE: "não está em português simples",
}


def objections(ill: Iterable[str], taken: Iterable[str], violations: Iterable[Violation]) -> str:
    """Return, in Portuguese, what is wrong with a text and what to do about it; empty when nothing is.

    `ill` are faults of form, `taken` words that the draft does not have.
    """
    wrong = [*ill, *(f"diz “{word}”, que não está no rascunho" for word in taken)]
    wrong += [f"{_WHY[each.kind]}: “{each.found}”" for each in violations]
    if not wrong:
        return ""
    return "\n".join(
        (
            "Este texto não pode ser enviado:",
            *(f"- {each}" for each in dict.fromkeys(wrong)),
            "Escreva-o de novo, só com os fatos do rascunho e com todos eles.",
        )
    )
