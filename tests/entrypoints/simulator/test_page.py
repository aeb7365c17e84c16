"""The simulator's page in a real browser, on the whole program; skipped where there is no Chromium."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import msgspec
import pytest
from playwright.async_api import Browser, Locator, Page, Route, async_playwright, expect

from application.ports.views import MessageView
from domain.shared.ids import MessageId
from tests.entrypoints.simulator.views import NOON, VIEW

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# FEBRABAN's own layout of 47 digits; the digits are of nobody.
LINHA = "00190.50095 40144.816069 06809.350314 3 37370000000100"
_PATIENCE_MS = 15_000
_PHONE = {"width": 360, "height": 640}
# Elements that a reader sees and that stick out of the window; the chips scroll inside their own row.
_STICKING_OUT = """() => [...document.querySelectorAll("body *")]
    .filter((node) => !node.closest("#chips, .unseen") && node.getClientRects().length > 0)
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
    .map((node) => node.outerHTML.slice(0, 80))"""

pytestmark = pytest.mark.skipif(
    _CHROMIUM is None, reason="não há Chromium nesta máquina (Debian: apt-get install chromium)"
)


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A browser without a window."""
    expect.set_options(timeout=_PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_QUIET))
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser, simulator_url: str) -> AsyncIterator[Page]:
    """The simulator, just opened, on a screen of 1280 × 860; the page must not complain of anything."""
    context = await browser.new_context(
        base_url=simulator_url,
        viewport={"width": 1280, "height": 860},
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = await context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    await page.goto("/simulador")
    yield page
    await context.close()
    assert complaints == []


def heard(page: Page) -> Locator:
    """What Certobot has said, as bubbles of the phone."""
    return page.locator(".theirs")


def part(page: Page, name: str) -> Locator:
    """One part of the backstage."""
    return page.locator(f"[data-part={name}]")


async def picks_maria(page: Page) -> None:
    await page.get_by_role("button", name="Maria Silva Santos").click()
    await expect(heard(page)).to_have_count(1)


async def says(page: Page, text: str) -> None:
    """Write as the debtor, and wait for the answer."""
    before = await heard(page).count()
    await page.get_by_label("Escreva como o devedor").fill(text)
    await page.keyboard.press("Enter")
    await expect(heard(page).nth(before)).to_be_visible()


async def closes_an_agreement(page: Page) -> None:
    await picks_maria(page)
    for text in ("529", "fechado", "sim"):
        await says(page, text)
    await expect(page.get_by_role("link", name="Abrir PDF")).to_be_visible()


async def test_a_debtor_is_picked_and_proves_who_they_are_with_the_keyboard_alone(page: Page) -> None:
    search = page.get_by_label("Buscar por nome")
    await expect(search).to_be_focused()

    await page.keyboard.type("maria silva santos")
    await expect(page.get_by_text("1 devedor", exact=True)).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(heard(page)).to_have_count(1)
    await page.keyboard.type("oi")
    await page.keyboard.press("Enter")
    await expect(heard(page)).to_have_count(2)
    await page.keyboard.type("529")
    await page.keyboard.press("Enter")

    await expect(page.locator("[aria-current=step]")).to_have_text("2Negociação")
    await expect(part(page, "phases")).to_contain_text("Identidade confirmada")


async def test_the_panel_shows_what_was_understood_the_offer_and_its_floor(page: Page) -> None:
    await picks_maria(page)

    await says(page, "529")

    await expect(part(page, "understood")).to_contain_text("Informou dígitos do CPF")
    await expect(part(page, "understood")).to_contain_text("Dígitos do CPF529")
    # Policy of the sample: 10 % to begin with, 40 % at most, on R$ 1.000,00.
    offer = part(page, "offers").get_by_role("row").nth(1)
    await expect(offer.get_by_role("cell").nth(0)).to_contain_text("R$ 900,00")
    await expect(offer.get_by_role("cell").nth(2)).to_contain_text("R$ 600,00")
    await expect(part(page, "decisions")).to_contain_text("identidade confirmada")


async def test_an_agreement_hands_over_a_pdf_and_codes_that_can_be_copied(page: Page) -> None:
    await closes_an_agreement(page)

    link = page.get_by_role("link", name="Abrir PDF")
    pdf = await page.request.get(str(await link.get_attribute("href")))
    assert (await pdf.body()).startswith(b"%PDF-")

    for name, shape in (("linha digitável", r"^\d{47}$"), ("código Pix", r"^000201.*6304[0-9A-F]{4}$")):
        button = page.get_by_role("button", name=f"Copiar {name}")
        await button.click()
        await expect(page.get_by_role("button", name=f"Copiado: {name}")).to_have_text("Copiado")
        copied = str(await page.evaluate("() => navigator.clipboard.readText()"))
        compact = copied.replace(" ", "").replace(".", "") if name == "linha digitável" else copied
        assert await page.evaluate("([text, shape]) => new RegExp(shape).test(text)", [compact, shape])


async def test_the_outcome_is_shown_once_the_crm_has_it(page: Page) -> None:
    await closes_an_agreement(page)

    await expect(part(page, "outcome")).to_contain_text("Acordo fechado")
    await expect(part(page, "outcome")).to_contain_text("Enviado ao CRM")
    await expect(part(page, "agreement").get_by_role("row")).to_have_count(2)


async def test_a_message_that_moves_on_to_read_keeps_the_focus_where_it_is(page: Page) -> None:
    statuses = ["pending"]

    async def stream(route: Route) -> None:
        """Show the message as it is now, and hang up: the browser comes back a second later."""
        message = MessageView(MessageId(UUID(int=2)), "outbound", "text", LINHA, NOON, statuses[-1])
        view = msgspec.json.encode(replace(VIEW, messages=(message,))).decode()
        await route.fulfill(content_type="text/event-stream", body=f"retry: 200\ndata: {view}\n\n")

    await page.route("**/events", stream)
    await page.goto(f"/simulador#{VIEW.id}")
    button = page.get_by_role("button", name="Copiar linha digitável")
    await button.focus()
    await expect(page.locator(".ticks.pending")).to_be_visible()

    statuses.append("read")

    await expect(page.locator(".ticks.read")).to_be_visible()
    await expect(button).to_be_focused()


async def test_a_reload_continues_the_conversation(page: Page) -> None:
    await picks_maria(page)
    await says(page, "oi")

    await page.reload()

    await expect(heard(page)).to_have_count(2)
    await expect(page.locator(".mine")).to_contain_text("oi")
    await says(page, "529")
    await expect(part(page, "phases")).to_contain_text("Identidade confirmada")


async def test_the_picker_finds_by_name_state_creditor_and_digits_without_accents(page: Page) -> None:
    rows = page.locator("#debtors button")

    for wanted, name in (
        ("antonia rezende", "Antônia Rezende Almeida"),
        ("maria aurora sp 529", "Maria Silva"),
    ):
        await page.get_by_label("Buscar por nome").fill(wanted)
        await expect(rows).to_have_count(1)
        await expect(rows).to_contain_text(name)
    await page.get_by_label("Buscar por nome").fill("ninguém com este nome")
    await expect(page.get_by_text("Ninguém encontrado.")).to_be_visible()


async def test_the_picker_continues_a_conversation_too(page: Page) -> None:
    await picks_maria(page)
    await says(page, "oi")

    await page.get_by_role("button", name="Nova conversa").click()
    await page.get_by_text("Continuar uma conversa").click()
    await page.locator("#recent").get_by_role("button", name="Maria").click()

    await expect(heard(page)).to_have_count(2)


async def test_a_small_phone_never_scrolls_sideways(page: Page) -> None:
    await page.set_viewport_size(_PHONE)  # type: ignore[arg-type]
    await expect(page.get_by_role("button", name="Maria Silva Santos")).to_be_visible()
    assert await page.evaluate(_STICKING_OUT) == []

    await closes_an_agreement(page)
    await says(page, "obrigado")
    assert await page.evaluate(_STICKING_OUT) == []

    await page.get_by_role("button", name="Bastidores").click()
    await expect(part(page, "outcome")).to_contain_text("Enviado ao CRM")
    await expect(page.get_by_label("Escreva como o devedor")).to_be_hidden()
    assert await page.evaluate(_STICKING_OUT) == []
    assert await page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


async def test_what_the_debtor_writes_is_never_markup(page: Page) -> None:
    await picks_maria(page)
    evil = '<img src="x" onerror="document.title=1"><b>oi</b> https://example.com'

    await says(page, evil)

    await expect(page.locator(".mine .text")).to_have_text(evil)
    await expect(page.locator("#messages :is(img, b, a)")).to_have_count(0)


async def test_a_contact_that_a_rule_forbids_is_explained_in_the_picker(page: Page) -> None:
    await picks_maria(page)
    await says(page, "não sou eu, número errado")
    await expect(part(page, "phases")).to_contain_text("encerrada sem acordo")

    await page.get_by_role("button", name="Nova conversa").click()
    await page.get_by_role("button", name="Maria Silva Santos").click()

    await expect(page.locator("#notice")).to_contain_text("disse que não é o devedor")
    await expect(page.get_by_role("heading", name="Quem você vai ser?")).to_be_visible()


async def test_a_lost_connection_is_told_and_taken_up_again(page: Page) -> None:
    async def refuse(route: Route) -> None:
        await route.abort("connectionrefused")

    await page.route("**/events", refuse)
    await page.get_by_role("button", name="Maria Silva Santos").click()
    await expect(page.locator("#notice")).to_contain_text("Sem conexão com o servidor")

    await page.unroute("**/events")

    await expect(page.locator("#notice")).to_contain_text("Conexão restabelecida")
    await expect(heard(page)).to_have_count(1)


async def test_an_address_of_no_conversation_leads_back_to_the_debtors(page: Page) -> None:
    await page.goto("/simulador#00000000-0000-0000-0000-000000000000")

    await expect(page.locator("#notice")).to_contain_text("não existe mais")
    await expect(page.get_by_role("heading", name="Quem você vai ser?")).to_be_visible()
