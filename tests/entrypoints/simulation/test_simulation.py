"""Every persona negotiates with the current policy, and nothing that must never happen happens."""

from dataclasses import replace

import pytest

from application.ports.narrator import VoiceContext
from domain.negotiation.events import EndReason
from domain.negotiation.reply import Reply
from entrypoints.simulation.conversation import MOST_TURNS, converse
from entrypoints.simulation.measures import Result, pass_k
from entrypoints.simulation.persona import load_personas
from tests.entrypoints.simulation.stage import a_stage, simulated


@pytest.fixture(scope="module")
async def result() -> Result:
    """Every persona, five conversations each."""
    (everybody,) = await simulated(seeds=5)
    return everybody


def test_no_rule_of_the_policy_is_broken(result: Result) -> None:
    assert [
        (record.persona, record.seed, record.violations) for record in result.records if record.violations
    ] == []
    assert result.whole.conversations == 5 * len(load_personas())


def test_no_text_states_a_figure_that_was_not_decided(result: Result) -> None:
    assert [(record.persona, record.seed) for record in result.records if record.fact_violations] == []


def test_every_conversation_ends_in_time(result: Result) -> None:
    assert [(record.persona, record.seed) for record in result.records if record.end is None] == []
    assert 10 < result.whole.most_turns <= MOST_TURNS


def test_no_phrase_is_said_twice_in_a_row(result: Result) -> None:
    assert [(record.persona, record.seed) for record in result.records if record.repeated_phrases] == []


def test_who_would_agree_agrees_every_time(result: Result) -> None:
    unsteady = {
        each.persona.name for each in result.personas if each.persona.would_agree and each.measures.pass_k < 1
    }

    assert unsteady == set()
    assert result.whole.pass_k == 1


@pytest.mark.parametrize(
    ("persona", "end"),
    [
        ("pessoa_errada", EndReason.WRONG_PERSON),
        ("mente_que_pagou", EndReason.ALREADY_PAID),
        ("contesta", EndReason.DISPUTED),
        ("opt_out", EndReason.OPTED_OUT),
        ("digitos_errados", EndReason.VERIFICATION_FAILED),
        ("quer_atendente", EndReason.HUMAN_ASKED),
        ("ameaca_procon", EndReason.LEGAL_THREAT),
        ("nao_vai_pagar", EndReason.REFUSED),
        ("data_longe", EndReason.PROMISED),
        ("silencioso", EndReason.TIMED_OUT),
        ("some_no_meio", EndReason.TIMED_OUT),
    ],
)
def test_who_would_not_agree_is_let_go_as_they_asked(result: Result, persona: str, end: EndReason) -> None:
    assert {record.end for record in result.records if record.persona == persona} == {end}


@pytest.mark.parametrize("persona", ["injecao_pt", "injecao_en", "terceiro_esposa", "abaixo_do_piso"])
def test_who_must_not_get_an_agreement_gets_none(result: Result, persona: str) -> None:
    assert [record.agreed for record in result.records if record.persona == persona] == [None] * 5


def test_recovered_is_the_sum_of_the_agreements(result: Result) -> None:
    agreed = [record.agreed.total for record in result.records if record.agreed]

    assert result.whole.recovered == sum(agreed)
    assert result.whole.agreements == len(agreed) > 0
    assert sum(each.measures.recovered for each in result.personas) == sum(agreed)


async def test_a_narrator_that_invents_a_figure_is_caught() -> None:
    class Boaster:
        async def phrase(self, reply: Reply, _context: VoiceContext) -> str:
            return f"Oi, {reply.first_name}! Pague só R$ 1,00 da sua dívida."

    honest = a_stage()
    (persona,) = load_personas(names=("disposto",))

    record = await converse(replace(honest, narrator=Boaster()), persona, 1)

    assert record.fact_violations > 0
    assert record.violations
    assert not any("R$ 1,00" in line.text for line in record.transcript if not line.by_debtor)


@pytest.mark.parametrize(
    ("successes", "trials", "k", "expected"),
    [(20, 20, 8, 1.0), (5, 10, 2, 10 / 45), (7, 20, 8, 0.0), (19, 20, 8, 12 / 20)],
)
def test_pass_k_is_the_share_of_all_sets_of_k_that_succeed(
    successes: int, trials: int, k: int, expected: float
) -> None:
    assert pass_k(successes, trials, k) == pytest.approx(expected)
