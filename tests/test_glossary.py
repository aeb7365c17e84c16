"""The glossary stays true: the code's words are in it, and its words are in the code."""

import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest

from application.fact_check import ViolationKind
from domain.identity.campaign import CampaignStatus, ContactState
from domain.identity.contact_rule import ContactRule
from domain.messaging.delivery import DeliveryStatus
from domain.negotiation.agreement import AgreementStatus
from domain.negotiation.events import EndReason
from domain.negotiation.negotiation import Phase, Status
from domain.negotiation.outcome import Outcome
from domain.negotiation.reply import Reason
from domain.negotiation.understanding import Intent

ROOT = Path(__file__).parent.parent
_CLASS = re.compile(r"[A-Z]\w*")

# The heading of the first column of each table of values, and the values that it must have.
VALUES: dict[str, type[StrEnum]] = {
    "regra de contato": ContactRule,
    "situação da campanha": CampaignStatus,
    "situação do contato": ContactState,
    "fase": Phase,
    "situação da conversa": Status,
    "situação do acordo": AgreementStatus,
    "resultado": Outcome,
    "motivo do encerramento": EndReason,
    "intenção": Intent,
    "motivo da oferta": Reason,
    "situação da entrega": DeliveryStatus,
    "violação": ViolationKind,
}

Row = tuple[str, str]


def tables() -> list[tuple[str, list[Row]]]:
    """Every table of the glossary: the heading of its first column, and its rows (code, business)."""
    found: list[tuple[str, list[Row]]] = []
    previous = ""
    for line in (ROOT / "GLOSSARIO.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")] if line[:1] == "|" else []
        if cells and not previous:
            found.append((cells[0], []))
        elif cells and not cells[0].startswith("---"):
            found[-1][1].append((cells[0], cells[1]))
        previous = line
    return found


def words() -> list[Row]:
    """The rows that pair a word of the code with one of the business; values of a kind are not among them."""
    return [row for heading, rows in tables() if heading not in VALUES for row in rows]


def public_classes(folder: str) -> set[str]:
    """The names of the classes at the top of the modules of `folder` that have no leading underscore."""
    return {
        node.name
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }


@pytest.mark.parametrize("folder", ["domain", "application"])
def test_every_public_class_has_its_word(folder: str) -> None:
    missing = public_classes(folder) - {code for code, _ in words()}

    assert not missing


def test_every_class_it_names_exists() -> None:
    named = {code for code, _ in words() if _CLASS.fullmatch(code)}

    assert named <= public_classes("domain") | public_classes("application")


def test_no_word_stands_for_two_things() -> None:
    codes, business = zip(*words(), strict=True)

    assert sorted(codes) == sorted(set(codes))
    assert sorted(business) == sorted(set(business))


@pytest.mark.parametrize("heading", VALUES)
def test_every_value_of_a_kind_has_its_word(heading: str) -> None:
    (rows,) = [rows for first, rows in tables() if first == heading]

    assert [code for code, _ in rows] == [str(value) for value in VALUES[heading]]
    assert len({business for _, business in rows}) == len(rows)
