"""The promise of the Slips port, kept by every adapter that knows slips, and by the one that knows none."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest

from adapters.crm.no_slips import NoSlips
from application.ports.crm import CrmRejected
from application.ports.slips import Slip, Slips
from domain.shared.ids import ConversationId
from tests.adapters.crm.http_crms import http_crm, said
from tests.mock_crm.running import RunningCrm, a_result, running_crm
from tests.mock_crm.scripted import Answer, scripted

SESSION = ConversationId(UUID(a_result()["session_id"]))
STRANGER = ConversationId(UUID(int=404))


@pytest.fixture(params=["calm", "faulty"])
async def crm(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[RunningCrm]:
    """A CRM that issued three boletos of R$ 850,00, and may fail half of the time."""
    async with running_crm(tmp_path) as running:
        assert (await running.reports()).status_code == 201
        if request.param == "faulty":
            await running.fails(error_rate=0.3, drop_rate=0.2, seed=7)
        yield running


@pytest.fixture
async def slips(crm: RunningCrm) -> AsyncIterator[Slips]:
    async with http_crm(crm.url) as connected:
        yield connected


async def test_the_slip_of_an_instalment_has_its_own_page_and_its_own_codes(
    slips: Slips, crm: RunningCrm
) -> None:
    second = await slips.slip(SESSION, 2)

    await crm.fails()
    issued = (await crm.http.get("/api/boletos", params={"session_id": str(SESSION)})).json()[1]
    assert second is not None
    assert (second.amount, second.due_date) == (Decimal("283.33"), date(2027, 1, 1))
    assert (second.linha_digitavel, second.pix_code) == (issued["linha_digitavel"], issued["pix_code"])
    assert pages_of(second) == [second.linha_digitavel]


def pages_of(slip: Slip) -> list[str]:
    """The linha digitável on each page of its PDF that has it."""
    document = pypdfium2.PdfDocument(BytesIO(slip.pdf))
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [slip.linha_digitavel if slip.linha_digitavel in text else "" for text in texts]


async def test_what_was_never_issued_is_none(slips: Slips) -> None:
    assert await slips.slip(SESSION, 4) is None
    assert await slips.slip(STRANGER, 1) is None


async def test_who_issues_nothing_elsewhere_knows_no_slip() -> None:
    nobody: Slips = NoSlips()

    assert await nobody.slip(SESSION, 1) is None


async def test_a_crm_that_gives_no_page_is_believed_in_nothing() -> None:
    terms = {"amount": "1.00", "due_date": "2027-01-01", "linha_digitavel": "0"}
    issued = said([{"id": "BOL7", "installment": 1} | terms])
    async with scripted(issued, Answer(200, b"nada")) as server, http_crm(server.url) as crm:
        with pytest.raises(CrmRejected, match="PDF"):
            await crm.slip(SESSION, 1)

        asked = await server.was_asked(2)
        assert [each.path for each in asked] == ["/api/boletos", "/api/boletos/BOL7/pdf"]
