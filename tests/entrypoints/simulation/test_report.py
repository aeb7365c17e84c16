"""The report, for people and for programs."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from entrypoints.simulation.measures import Result
from entrypoints.simulation.report_html import to_html
from entrypoints.simulation.report_json import to_json
from entrypoints.simulation.report_text import to_text
from entrypoints.simulation.rules import Rule
from tests.entrypoints.simulation.stage import SETTINGS, simulated

FIGURES = {
    "conversations", "agreements", "promises", "agreement_rate", "owed", "recovered", "recovered_percent",
    "discount_percent", "turns", "max_turns", "seconds", "policy_violations", "fact_violations",
    "repeated_phrases", "endless", "pass_k",
}  # fmt: skip
GENEROUS = replace(SETTINGS.policy, version="desconto-50", max_discount_percent=Decimal(50))
PLAYED = ("disposto", "so_tem_metade", "opt_out")


@pytest.fixture(scope="module")
async def results() -> tuple[Result, ...]:
    """Three personas under the current policy and under a more generous one."""
    return await simulated(SETTINGS.policy, GENEROUS, personas=PLAYED, seeds=10)


def test_in_the_json_every_persona_and_the_whole_carry_the_same_figures(results: tuple[Result, ...]) -> None:
    report = json.loads(to_json(results[:1]))

    assert report.keys() >= FIGURES | {"policy", "policy_version", "seeds", "k", "violations", "personas"}
    assert [persona["name"] for persona in report["personas"]] == list(PLAYED)
    assert all(
        persona.keys() == FIGURES | {"name", "description", "would_agree"} for persona in report["personas"]
    )
    assert report["compared_with"] == []
    assert report["seeds"] == 10
    assert report["k"] == 8


def test_the_json_writes_money_as_decimal_strings_and_rates_from_zero_to_one(
    results: tuple[Result, ...],
) -> None:
    report = json.loads(to_json(results[:1]))
    willing = report["personas"][0]

    assert re.fullmatch(r"\d+\.\d{2}", willing["recovered"])
    assert Decimal(willing["recovered"]) == results[0].personas[0].measures.recovered
    assert willing["agreement_rate"] == 1.0
    assert report["agreement_rate"] == pytest.approx(1 / 3, abs=1e-4)
    assert report["pass_k"] == 1.0


def test_a_broken_rule_is_told_with_its_place(results: tuple[Result, ...]) -> None:
    first = results[0].records[0]
    faulty = replace(results[0], records=(replace(first, violations=((3, Rule.BELOW_FLOOR),)),))

    assert json.loads(to_json([faulty]))["violations"] == [
        {"persona": "disposto", "seed": 1, "turn": 3, "rule": "below_floor"}
    ]
    assert "REGRA QUEBRADA: oferta abaixo do piso (disposto, semente 1, mensagem 3)." in to_text(
        [faulty], 1.0
    )
    assert "oferta abaixo do piso" in to_html([faulty])


def test_two_policies_stand_side_by_side_and_more_discount_wins_who_has_only_half(
    results: tuple[Result, ...],
) -> None:
    report = json.loads(to_json(results))
    (other,) = report["compared_with"]
    here, there = (whole["personas"][1] for whole in (report, other))
    text = to_text(results, 1.0)

    assert here["agreement_rate"] == 0
    assert there["agreement_rate"] > 0
    assert other["policy_version"] == "desconto-50"
    assert other["owed"] == report["owed"]
    assert "Lado a lado" in text
    assert "Com desconto-50 em vez de 2026-11: acordos +" in text


def test_the_table_shows_every_persona_and_all_together_in_portuguese(results: tuple[Result, ...]) -> None:
    lines = to_text(results[:1], 60.0).splitlines()

    for name in (*PLAYED, "todas"):
        assert sum(line.startswith(name) for line in lines) == 1
    assert "100,0%" in next(line for line in lines if line.startswith("disposto"))
    assert lines[-1] == "30 conversas em 60,0 s (30 por minuto)."


class _Page(HTMLParser):
    """Collects what a browser would fetch or run, and counts what it would draw."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "data")]


def test_the_page_needs_nothing_but_itself(results: tuple[Result, ...]) -> None:
    html = to_html(results)
    page = _Page()
    page.feed(html)

    assert page.fetched == []
    assert {"script", "link", "img", "iframe"}.isdisjoint(page.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert page.tags.count("svg") == 5
    assert '<html lang="pt-BR">' in html


def test_the_page_shows_what_the_policies_say_differently(results: tuple[Result, ...]) -> None:
    html = to_html(results)

    assert "<td>max_discount_percent</td><td>40</td><td>50</td>" in html
    assert "<td>min_payment</td>" not in html
    assert "@media print" in html
