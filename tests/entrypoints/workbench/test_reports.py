"""What is left of a run: a page that needs nothing else, and two files that other tools read."""

import json
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.async_api import Browser, async_playwright

from domain.shared.calendar import SAO_PAULO
from entrypoints.workbench.case import Case, CaseLine
from entrypoints.workbench.providers import combinations
from entrypoints.workbench.report import CannotWriteReport, write_reports
from entrypoints.workbench.report.cucumber import as_cucumber
from entrypoints.workbench.report.junit import as_junit
from entrypoints.workbench.report.page import Heading, as_page
from entrypoints.workbench.result import Bubble, Failure, OfferMade, Played

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NOON = datetime(2026, 11, 23, 15, tzinfo=UTC).astimezone(SAO_PAULO)
HEADING = Heading("Lojas <Aurora>", "2026-11", NOON)
TALK = (("quem", "mensagem"), ("Maria", "<b>oi</b>"))
CASE = Case(
    "features/acordo/meu.feature", "Acordo", "Fechar & assinar", "Sem pressa.", "", "um <sim> fecha", 7,
    frozenset({"conversa"}),
    (
        CaseLine("Dado", "que Maria deve R$ 1.000,00", "Dado", 8),
        CaseLine("Quando", "acontece a conversa:", "Quando", 9, TALK),
        CaseLine("Então", "há acordo", "Então", 12),
    ),
)  # fmt: skip
GOOD = Played(
    CASE,
    "llm=rules",
    0.5,
    ("passou", "passou", "passou"),
    None,
    (
        Bubble("pessoa", "Maria", "<b>oi</b>\x07", NOON),
        Bubble("certobot", "Certobot", "Olá, Maria!", NOON),
        Bubble("tempo", "", "passam 3 minutos", NOON),
        Bubble("documento", "Certobot", "boleto.pdf", NOON),
    ),
    (OfferMade(Decimal("900.00"), 1, Decimal("10.00"), Decimal("600.00"), "2026-11"),),
    ("sucesso: Acordo confirmado",),
    "2026-11",
    (0.1, 0.2, 0.2),
    pictures={3: (b"\x89PNG",)},
)
BAD = replace(
    GOOD,
    case=replace(CASE, title="outro", area="Crédito", path="b.feature"),
    statuses=("passou", "falhou", "não rodou"),
    failure=Failure(9, "Quando acontece a conversa:", "um acordo", "não há acordo", ("Tudo bem!",)),
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


def test_the_page_shows_the_dialogue_the_offers_the_boleto_and_the_reason() -> None:
    page = as_page([GOOD, BAD], HEADING)

    for shown in (
        "1 de 2 cenários falharam", "Política", "2026-11", "Lojas &lt;Aurora&gt;", "23/11/2026, 12:00",
        "Acordo",
        "um &lt;sim&gt; fecha", "&lt;b&gt;oi&lt;/b&gt;", "Olá, Maria!", "passam 3 minutos",
        "R$ 900,00 à vista", "10%",
        "R$ 600,00", 'src="data:image/png;base64,', "Página 1 de boleto.pdf", "Em vez disso", "não há acordo",
        "sucesso: Acordo confirmado", "features/acordo/meu.feature:7", "@conversa",
    ):  # fmt: skip
        assert shown in page, shown
    assert "<b>oi</b>" not in page


def test_a_meaning_that_was_not_there_is_answered_by_what_was_said() -> None:
    failed = replace(
        BAD, failure=Failure(9, "Então pede desculpas", "um perdão", "", ("Tudo <b>bem</b>!\nSim.",))
    )
    silent = replace(BAD, failure=Failure(9, "Então pede desculpas", "um perdão", ""))

    assert "<td>o Certobot disse “Tudo &lt;b&gt;bem&lt;/b&gt;! Sim.”</td>" in as_page([failed], HEADING)
    assert "<td>o Certobot não disse nada</td>" in as_page([silent], HEADING)


def test_the_page_needs_nothing_from_anywhere() -> None:
    page = as_page([GOOD, BAD], HEADING)

    links = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)""", page)
    assert links
    assert [link for link in links if not link.startswith(("#", "data:"))] == []
    assert "<link" not in page


def test_several_providers_stand_side_by_side_where_they_differ() -> None:
    other = replace(BAD, case=GOOD.case, providers="llm=groq")
    same = [replace(GOOD, case=BAD.case), replace(GOOD, case=BAD.case, providers="llm=groq")]
    page = as_page([GOOD, other, *same], HEADING)

    matrix = page.partition("Onde diferem")[2].partition("</table>")[0]
    assert (matrix.count("✓ passou"), matrix.count("✗ falhou")) == (1, 1)
    assert "outro" not in matrix
    assert "Nenhum cenário muda" in as_page(same, HEADING)


def test_the_junit_is_one_that_a_ci_reads() -> None:
    root = ET.fromstring(as_junit([GOOD, BAD]))  # noqa: S314 -- our own text

    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "2", "1")
    names = [(case.get("name"), case.get("line")) for case in root.iter("testcase")]
    assert names == [("um <sim> fecha", "7"), ("outro", "7")]
    (failure,) = root.iter("failure")
    assert failure.get("message") == "Esperado: um acordo"
    assert "Em vez disso: não há acordo" in (failure.text or "")
    assert "Maria: <b>oi</b>" in next(root.iter("system-out")).text or ""  # type: ignore[operator]


def test_the_cucumber_json_has_every_step_and_its_status() -> None:
    good, bad = json.loads(as_cucumber([GOOD, BAD]))

    assert (good["name"], good["uri"], good["keyword"]) == ("Fechar & assinar", CASE.path, "Funcionalidade")
    statuses = [
        [step["result"]["status"] for step in feature["elements"][0]["steps"]] for feature in (good, bad)
    ]
    assert statuses == [["passed"] * 3, ["passed", "failed", "skipped"]]
    step = good["elements"][0]["steps"][1]
    assert step["rows"] == [{"cells": ["quem", "mensagem"]}, {"cells": ["Maria", "<b>oi</b>"]}]
    assert (step["keyword"], step["line"], step["result"]["duration"]) == ("Quando ", 9, 200_000_000)
    assert good["elements"][0]["tags"][0]["name"] == "@conversa"


def test_reports_are_written_where_they_are_asked_for_or_one_line_says_why_not(tmp_path: Path) -> None:
    (settings,), _ = combinations({}, {}, every=False)

    page = write_reports(tmp_path / "a" / "b", [GOOD], settings)
    assert sorted(each.name for each in page.parent.iterdir()) == ["cucumber.json", "index.html", "junit.xml"]
    (tmp_path / "arquivo").write_text("")
    with pytest.raises(CannotWriteReport, match="o relatório não cabe em"):
        write_reports(tmp_path / "arquivo" / "c", [GOOD], settings)


@pytest.mark.skipif(
    _CHROMIUM is None, reason="não há Chromium nesta máquina (Debian: apt-get install chromium)"
)
async def test_a_browser_shows_it_on_a_phone_by_keyboard_and_on_paper(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "index.html"
    deep = replace(GOOD, case=replace(GOOD.case, path=f"{'pasta/' * 12}acompanhamento.feature"))
    path.write_text(as_page([deep, BAD], HEADING), encoding="utf-8")
    page = await browser.new_page(viewport={"width": 360, "height": 740})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    await page.goto(path.as_uri())

    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    closed, failed = page.locator("details.passed"), page.locator("details.failed")
    assert not await closed.evaluate("each => each.open")
    assert await failed.evaluate("each => each.open")
    await closed.locator("summary").focus()
    await page.keyboard.press("Enter")
    assert await page.get_by_text("Olá, Maria!").first.is_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.locator(".cards td").last.evaluate("each => each.offsetWidth > 280")
    await page.get_by_role("button", name="Só o que falhou").click()
    assert not await closed.is_visible()
    assert [each for each in asked if not each.startswith(("file:", "data:"))] == []


@pytest.mark.skipif(
    _CHROMIUM is None, reason="não há Chromium nesta máquina (Debian: apt-get install chromium)"
)
async def test_paper_shows_what_was_closed(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(as_page([GOOD, BAD], HEADING), encoding="utf-8")
    page = await browser.new_page()
    await page.goto(path.as_uri())
    pdf = await page.pdf(path=tmp_path / "papel.pdf", format="A4")

    assert "Olá, Maria!" in _text_of(pdf)


def _text_of(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded() for page in document)
