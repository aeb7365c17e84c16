"""A figure of the decision in the wrong place: the total that is an instalment, the date of another one."""

import pytest

from adapters.llm.groq.drafted_figures import undrafted
from application.fact_check import check_facts
from tests.adapters.contracts.replies import TODAY
from tests.adapters.llm.groq.stand import stand, voice
from tests.adapters.llm.groq.test_speech import CONTEXT, OFFER, in_the_middle, said

DRAFT = "Fica R$ 900,00 em 3x de R$ 300,00, a primeira até sexta, 27/11. Ligue 0800 123 4567."


@pytest.mark.parametrize(
    "misplaced",
    [
        "Só R$ 100,00.", "Fica por R$ 100,00.", "São R$ 300,00 e pronto.", "É só R$ 300,00.",
        "Com cem reais.", "Fica para 27/12.", "Pode deixar para 27/01/2027.",
        "O desconto é de R$ 300,00.", "Fica para o dia 27.",
    ],
)  # fmt: skip
async def test_a_true_figure_that_the_draft_does_not_say_here_is_not_said(misplaced: str) -> None:
    draft = await voice().phrase(OFFER, CONTEXT)
    before, newline, question = draft.rpartition("\n")
    assert check_facts(f"{before} {misplaced}{newline}{question}", OFFER, CONTEXT) == ()

    async with stand(in_the_middle(misplaced)) as here:
        assert await said(here) == draft


@pytest.mark.parametrize(
    "text",
    [
        DRAFT,
        "A primeira é na sexta, 27 de novembro: três parcelas de R$ 300. O total é 900 reais. 0800-123-4567.",
        "Dia 27 vence a primeira de 3x de R$ 300,00.",
        "Na sexta-feira vence a primeira.",
        "Vamos com calma.",
    ],
)
def test_the_figures_of_the_draft_may_be_said_otherwise_or_left_out(text: str) -> None:
    assert list(undrafted(text, DRAFT, TODAY)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("São R$ 900,00, sim, R$ 900,00.", ["r$ 900,00"]),
        ("Na sexta, 27/11, ou dia 28.", ["dia 28"]),
        ("Na quinta, 27/11.", ["quinta, 27/11"]),
        ("Em 3x, em 4x.", ["4x"]),
    ],
)
def test_what_is_said_more_often_or_otherwise_is_found(text: str, found: list[str]) -> None:
    assert list(undrafted(text, DRAFT, TODAY)) == found
