"""Então: o boleto e o Pix que a pessoa recebeu, lidos de volta como um caixa os leria."""

import re

from pytest_bdd import then

from application.ports.views import AgreedInstallmentView
from domain.shared.money import format_brl
from features.steps import slip
from features.steps.phrase import Phrase
from features.steps.world import World

_LINHA = re.compile(r"^\d{5}\.\d{5} \d{5}\.\d{6} \d{5}\.\d{6} \d \d{14}$", re.MULTILINE)
_PIX = re.compile(r"^000201\S.*6304[0-9A-F]{4}$", re.MULTILINE)


@then(Phrase("(o Certobot |)(entrega|manda) o boleto e o Pix"))
def delivered(world: World) -> None:
    """Um texto com os dois códigos, cada um sozinho na sua linha, e um PDF."""
    text = "\n".join(world.texts)
    world.check(_LINHA.search(text), "a linha digitável sozinha em uma linha")
    world.check(_PIX.search(text), "o Pix copia e cola sozinho em uma linha")
    world.check(len(world.pdfs) == 1, f"um PDF; foram {len(world.pdfs)}")
    world.check(world.pdfs[0].filename.endswith(".pdf"), "um arquivo com nome de PDF")


@then(Phrase("(o Certobot |)não (entrega|manda) (documento|boleto)( nenhum|)"))
def not_delivered(world: World) -> None:
    """Nenhum documento."""
    text = "\n".join(world.texts)
    world.check(not world.pdfs and not _LINHA.search(text), "nenhum documento")


@then(Phrase("o PDF tem {folhas:quantos} boletos?"))
def page_count(world: World, folhas: int) -> None:
    """Uma página para cada parcela."""
    found = len(_pages(world))
    world.check(found == folhas, f"{folhas} páginas no PDF; são {found}")


@then(Phrase("o boleto está correto"))
@then(Phrase("(cada|todo) boleto está correto"))
def boletos_right(world: World) -> None:
    """O código de barras da página diz o valor e o vencimento da parcela, e a linha digitável diz o mesmo."""
    installments = world.agreement("ela").installments
    pages = _pages(world)
    world.check(len(pages) == len(installments), f"{len(installments)} boletos; são {len(pages)}")
    for page, installment in zip(pages, installments, strict=True):
        _check_page(world, page, installment)


@then(Phrase("a linha digitável da conversa é a do (primeiro |)boleto"))
def same_line(world: World) -> None:
    """O que se copia da conversa paga o que está no PDF."""
    said = _LINHA.search("\n".join(world.texts))
    world.check(said, "a linha digitável na conversa")
    barcode = slip.barcode_of(said[0]) if said else None
    world.check(barcode == _pages(world)[0].barcode, "a linha digitável do boleto do PDF")


@then(Phrase("o Pix está correto"))
@then(Phrase("o Pix (é|cobra) (a primeira parcela|o mesmo valor do boleto)"))
def pix_right(world: World) -> None:
    """O Pix da conversa é íntegro, cobra a primeira parcela e é o mesmo do QR Code."""
    said = _PIX.search("\n".join(world.texts))
    payload = said[0] if said else ""
    fields = slip.pix_fields(payload) if payload else None
    world.check(fields, "um Pix copia e cola íntegro na conversa")
    first = world.agreement("ela").installments[0]
    charged = (fields or {}).get("54")
    world.check(charged == f"{first.amount:.2f}", f"um Pix de {format_brl(first.amount)}; é de {charged}")
    page = _pages(world)[0]
    world.check(page.qr_code == payload, "o mesmo Pix no QR Code do boleto")


@then(Phrase("o boleto mostra quem cobra, quem paga e o que fazer depois do vencimento"))
def shows_both_sides(world: World) -> None:
    """O que a lei manda mostrar (CDC, art. 42-A), com os acentos no lugar."""
    creditor, debtor = world.settings.creditor, world.person("ela")
    for page in _pages(world):
        for fact in (creditor.name, creditor.address, creditor.cnpj, debtor.name, debtor.cpf.formatted):
            world.check(fact in page.text, f"“{fact}” no boleto")
        world.check("Após o vencimento" in page.text, "as instruções para depois do vencimento, no boleto")


def _check_page(world: World, page: slip.Page, installment: AgreedInstallmentView) -> None:
    which = f"parcela {installment.number}"
    boleto = next(each for each in installment.documents if each.kind == "boleto")
    barcode, linha = page.barcode or "", boleto.linha_digitavel or ""
    world.check(barcode == boleto.barcode, f"na página, o código de barras da {which}")
    world.check(slip.amount_of(barcode) == installment.amount, f"no código de barras, o valor da {which}")
    world.check(
        slip.due_date_of(barcode) == installment.due_date, f"no código de barras, o vencimento da {which}"
    )
    world.check(slip.barcode_of(linha) == barcode, f"a linha digitável da {which}")
    world.check(linha in page.text, f"na página, a linha digitável da {which}")
    for fact in (format_brl(installment.amount).removeprefix("R$ "), f"{installment.due_date:%d/%m/%Y}"):
        world.check(fact in page.text, f"na página, “{fact}” da {which}")


def _pages(world: World) -> tuple[slip.Page, ...]:
    world.check(world.pdfs, "um PDF")
    return slip.pages(world.pdfs[0].data)
