"""The guide of WhatsApp says what the code does: every error, and every template word for word."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.whatsapp.errors import BY_CODE, BY_RANGE, BY_STATUS
from application.following_templates import FollowingTemplates
from application.opening_template import OpeningTemplate
from application.outgoing import TemplateParcel
from application.refusal import Refusal, Remedy
from domain.negotiation.reply import ReplyKind
from entrypoints.sections.contact import Contact

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "whatsapp.md").read_text(encoding="utf-8")

_GIVEN_UP = "desiste e guarda o motivo"
_DONE = {
    Remedy.PLAIN_TEXT: f"se era botão, lista ou pedido, manda o mesmo em texto; se não, {_GIVEN_UP}",
    Remedy.TEMPLATE: "manda no lugar, uma vez, o modelo que abre as conversas",
    Remedy.OPT_OUT: "registra o pedido de silêncio, encerra a conversa e conta ao CRM",
    Remedy.UNREACHABLE: "encerra a conversa e conta ao CRM que é preciso outro meio",
    Remedy.BAD_TEMPLATE: "desiste, marca o modelo como recusado e o nomeia em `/health/ready`",
    Remedy.GIVE_UP: _GIVEN_UP,
    Remedy.STOP_SENDER: "para todo o envio, alarma, e tenta de novo a cada minuto",
}
_GROWTHS = {1: "", 2: ", o dobro a cada vez", 4: ", quatro vezes mais a cada vez"}


def done(row: Refusal) -> str:
    """What the guide must say that Certobot does about a row of the table."""
    if row.remedy is not Remedy.RETRY:
        return _DONE[row.remedy]
    apart = "; só esta pessoa espera" if row.of_pair else ""
    return f"tenta de novo depois de {waited(row.wait)}{_GROWTHS[row.growth]}{apart}"


def waited(wait: timedelta) -> str:
    """How the guide names a wait."""
    seconds = int(wait.total_seconds())
    return f"{seconds} s" if seconds < 3_600 else f"{seconds // 3_600} h"


def spanned(codes: range) -> str:
    """How the guide names a range."""
    return f"{codes[0]}" if len(codes) == 1 else f"{codes[0]} a {codes[-1]}"


def expected() -> list[tuple[str, str, str]]:
    """Every row that the guide must have, in the order of the code."""
    rows = [(str(code), row) for code, row in BY_CODE.items()]
    rows += [(spanned(codes), row) for codes, row in BY_RANGE]
    rows += [(f"HTTP {spanned(statuses)}", row) for statuses, row in BY_STATUS]
    return [(name, row.reason, done(row)) for name, row in rows]


def test_the_table_of_errors_is_the_codes_own() -> None:
    table = GUIDE.split("| código |", 1)[1].split("\n\n", 1)[0]
    found = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table.splitlines()[2:]]
    assert found == expected()


def as_submitted(parcel: TemplateParcel) -> str:
    """The text as Meta is given it: each parameter by its number."""
    text = parcel.preview
    for place, parameter in enumerate(parcel.parameters, 1):
        text = text.replace(parameter, f"{{{{{place}}}}}", 1)
    return text


def templates() -> list[TemplateParcel]:
    """Every template that Certobot sends, with parameters that stand nowhere else."""
    contact = Contact()
    following = FollowingTemplates(
        contact.reminder_template,
        contact.late_template,
        contact.thanks_template,
        contact.template_language,
        "SENDER",
    )
    kinds = (ReplyKind.REMINDER, ReplyKind.OVERDUE, ReplyKind.PAYMENT_RECEIVED)
    opening = OpeningTemplate(contact.opening_template, contact.template_language, "SENDER")
    followed = (following.of(kind, "NAME") for kind in kinds)
    return [opening.addressed_to("NAME"), *(parcel for parcel in followed if parcel)]


@pytest.mark.parametrize("parcel", templates(), ids=lambda parcel: parcel.name)
def test_every_template_is_to_be_submitted_as_it_is_sent(parcel: TemplateParcel) -> None:
    section = GUIDE.split(f"`{parcel.name}`", 1)[1].split("\n### ", 1)[0]
    assert f"> {as_submitted(parcel)}\n" in section
    assert len(parcel.parameters) == 2


@pytest.mark.parametrize("readme", ["README.md", "README.pt-BR.md"])
def test_both_readmes_lead_to_the_guide(readme: str) -> None:
    assert "(docs/whatsapp.md)" in (ROOT / readme).read_text(encoding="utf-8")


def test_its_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", GUIDE):
        assert (ROOT / "docs" / link).exists(), link
