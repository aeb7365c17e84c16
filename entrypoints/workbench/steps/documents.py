"""O boleto e o Pix, lidos de volta como um caixa os leria"""

import re
from decimal import Decimal

from application.ports.views import AgreedInstallmentView
from domain.shared.money import format_brl
from entrypoints.workbench import days, slip
from entrypoints.workbench.folded import folded
from entrypoints.workbench.offers_made import percent_text
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World

_LINHA = re.compile(r"^\d{5}\.\d{5} \d{5}\.\d{6} \d{5}\.\d{6} \d \d{14}$", re.MULTILINE)
_PIX = re.compile(r"^000201\S.*6304[0-9A-F]{4}$", re.MULTILINE)
_HANDS = "(entrega|manda|envia|reenvia|manda de novo|entrega de novo)"


@entao(
    "o Certobot entrega o boleto e o Pix",
    f"<bot> {_HANDS} (o boleto e o pix|o pix e o boleto|os documentos|o carnê e o pix|boleto e pix|os "
    "códigos)( de pagamento| na conversa| de novo|)",
    "(o boleto e o pix|os documentos|o pix e o boleto) são (entregues|enviados|mandados)( na conversa|)",
    "{quem:pessoa} recebe (o boleto e o pix|o pix e o boleto|o carnê e o pix|boleto e pix)( na "
    "conversa| de novo|)",
    also=("Maria recebe o boleto e o Pix",),
)
def delivered(world: World) -> None:
    """Os dois códigos na conversa, cada um sozinho em sua linha, e o PDF."""
    line_delivered(world)
    pix_delivered(world)
    pdf_delivered(world)


@entao(
    "o Certobot entrega o boleto",
    f"<bot> {_HANDS} (o boleto|um boleto|o carnê|um carnê|os boletos|a segunda via|o PDF( do boleto|)|"
    "o boleto em PDF)( de novo| do boleto|)",
    "{quem:pessoa} recebe (o boleto|um boleto|o carnê|os boletos|o PDF|a segunda via)( do boleto|)",
    "(o boleto|um boleto|o carnê|o PDF) é (entregue|enviado|mandado)( em PDF| na conversa|)",
)
def pdf_delivered(world: World) -> None:
    """Um arquivo PDF com nome legível."""
    world.check(world.pdfs, "um boleto em PDF", "nenhum arquivo foi enviado")
    world.check(len(world.pdfs) == 1, "um PDF só", f"foram {len(world.pdfs)}")
    world.check(world.pdfs[0].text.endswith(".pdf"), "um arquivo .pdf", f"o nome é {world.pdfs[0].text}")


@entao(
    "o Certobot manda a linha digitável",
    f"<bot> {_HANDS} (a linha digitável|o código do boleto)( sozinha em uma linha| na conversa|)",
)
def line_delivered(world: World) -> None:
    """A linha digitável sozinha em uma linha, para copiar com um toque."""
    world.check(_LINHA.search("\n".join(world.texts)), "a linha digitável sozinha em uma linha")


@entao(
    "o Certobot manda o Pix copia e cola",
    f"<bot> {_HANDS} (o |um |)(pix|pix copia e cola|pix copia-e-cola|código pix|código do pix)( sozinho em "
    "uma linha| na conversa|)",
)
def pix_delivered(world: World) -> None:
    """O Pix copia e cola sozinho em uma linha."""
    world.check(_PIX.search("\n".join(world.texts)), "o Pix copia e cola sozinho em uma linha")


@entao(
    "não entrega documento nenhum",
    "<bot> não (entrega|manda|envia) (o |)(documento|boleto|documentos|nenhum documento|nenhum boleto|"
    "pix|boleto nem pix)( nenhum| algum|)",
)
def not_delivered(world: World) -> None:
    """Nem PDF, nem linha digitável, nem Pix."""
    text = "\n".join(world.texts)
    found = world.pdfs or _LINHA.search(text) or _PIX.search(text)
    world.check(not found, "nenhum documento", "foi enviado um")


@entao(
    "o PDF tem 3 boletos",
    "o (PDF|carnê|arquivo) tem {folhas:quantos} (boletos?|páginas?|folhas?|lâminas?)",
)
def page_count(world: World, folhas: int) -> None:
    """Uma página para cada parcela."""
    found = len(_pages(world))
    world.check(found == folhas, f"{folhas} boletos no PDF", f"são {found}")


@entao(
    "o boleto está correto",
    "(o|cada|todo) boleto (está|é|fica) (correto|certo|válido|pagável)",
    "(os boletos|o carnê) (estão|está) (corretos|certos|válidos|correto|certo)",
    "o boleto (pode ser pago|confere com o acordo|bate com o acordo)",
    "o código de barras (está correto|é válido|está certo)",
    "o boleto tem (o |um |)código de barras (válido|correto|certo)",
    also=("cada boleto está correto",),
)
def boletos_right(world: World) -> None:
    """O código de barras da página diz o valor e o vencimento da parcela; a linha digitável, o mesmo."""
    installments = world.agreement().installments
    pages = _pages(world)
    world.check(len(pages) == len(installments), f"{len(installments)} boletos", f"são {len(pages)}")
    for page, installment in zip(pages, installments, strict=True):
        _check_page(world, page, installment)


@entao(
    'o boleto é de "R$ 900,00"',
    "o (primeiro |)boleto (é|cobra|está)( de| no valor de| em|) {valor:dinheiro}",
    "o valor do (primeiro |)boleto é( de|) {valor:dinheiro}",
    "{quem:pessoa} recebe (o|um) boleto( no valor|) de {valor:dinheiro}",
    "o (primeiro |)boleto tem o valor de {valor:dinheiro}",
)
def boleto_amount(world: World, valor: Decimal) -> None:
    """O valor que o código de barras cobra."""
    found = slip.amount_of(_barcode(world))
    world.check(found == valor, f"um boleto de {format_brl(valor)}", f"é de {format_brl(found)}")


@entao(
    'cada boleto é de "R$ 300,00"',
    "(cada boleto|todo boleto) (é|cobra)( de|) {valor:dinheiro}",
    "os boletos são de {valor:dinheiro}",
)
def each_boleto_amount(world: World, valor: Decimal) -> None:
    """O valor que cobra o código de barras de cada página."""
    for page in _pages(world):
        found = slip.amount_of(_read(world, page))
        world.check(found == valor, f"boletos de {format_brl(valor)}", f"há um de {format_brl(found)}")


@entao(
    "o boleto vence em 30/11/2026",
    "o (primeiro |)boleto vence (em |no |na |)({dia:dia})",
    "o vencimento do (primeiro |)boleto é( em|) {dia:dia}",
    "o (primeiro |)boleto tem (o |)vencimento (em |no |na |)({dia:dia})",
)
def boleto_due(world: World, dia: str) -> None:
    """O vencimento que o código de barras traz."""
    expected, found = days.day(dia, world.today), slip.due_date_of(_barcode(world))
    world.check(
        found == expected, f"um boleto que vence em {expected:%d/%m/%Y}", f"vence em {found:%d/%m/%Y}"
    )


@entao(
    "a linha digitável da conversa é a do boleto",
    "a linha digitável (da conversa|enviada|mandada) (é|confere com|bate com) (a |o |)(do |)(primeiro |"
    ")boleto",
    "a linha digitável (é válida|está correta|está certa)",
)
def same_line(world: World) -> None:
    """O que se copia da conversa paga o que está no PDF."""
    said = _latest(world, _LINHA)
    world.check(said, "a linha digitável na conversa")
    barcode = slip.barcode_of(said) if said else None
    world.check(
        barcode == _pages(world)[0].barcode, "a linha digitável do boleto do PDF", "é a de outro boleto"
    )


@entao(
    "o Pix está correto",
    "o pix (está|é) (correto|certo|válido|íntegro)",
    "o pix (é|cobra|é de|tem) (a primeira parcela|o mesmo valor do boleto|o valor do acordo|o valor da "
    "primeira parcela)",
)
def pix_right(world: World) -> None:
    """É íntegro, cobra a primeira parcela e é o mesmo do QR Code do boleto."""
    fields = _pix(world)
    first = world.agreement().installments[0]
    charged = fields.get("54", "sem valor")
    world.check(
        charged == f"{first.amount:.2f}",
        f"um Pix de {format_brl(first.amount)}",
        f"é de R$ {charged.replace('.', ',')}",
    )
    page = _pages(world)[0]
    world.check(page.qr_code == _latest(world, _PIX), "o mesmo Pix no QR Code do boleto", "é outro")


@entao(
    'o Pix é de "R$ 900,00"',
    "o pix (é|cobra|tem)( de| o valor de|) {valor:dinheiro}",
    "o valor do pix é( de|) {valor:dinheiro}",
    "o pix tem o valor de {valor:dinheiro}",
)
def pix_amount(world: World, valor: Decimal) -> None:
    """O valor dentro do código."""
    charged = _pix(world).get("54", "sem valor")
    world.check(
        charged == f"{valor:.2f}", f"um Pix de {format_brl(valor)}", f"é de R$ {charged.replace('.', ',')}"
    )


@entao(
    "o boleto mostra quem cobra, quem paga e o que fazer depois do vencimento",
    "o boleto (mostra|traz|tem) (quem cobra(, | e )quem paga( e o que fazer depois do vencimento|)|os "
    "dados (do credor|de quem cobra)( e (do devedor|de quem paga)|))",
)
def shows_both_sides(world: World) -> None:
    """O que a lei manda mostrar (CDC, art. 42-A), com os acentos no lugar."""
    creditor, debtor = world.settings.creditor, world.person("ela")
    for page in _pages(world):
        for fact in (creditor.name, creditor.address, creditor.cnpj, debtor.name, debtor.cpf.formatted):
            world.check(fact in page.text, f"“{fact}” no boleto", "não está na página")
        what = "as instruções para depois do vencimento, no boleto"
        world.check("Após o vencimento" in page.text, what, "não estão na página")


@entao(
    "o boleto mostra o nome, o endereço e o CNPJ do credor",
    "o (boleto|PDF|carnê) (mostra|traz|tem|informa) o (nome|CNPJ|endereço)(, o (CNPJ|endereço))?"
    "( e o (CNPJ|endereço))? d(o credor|a loja|a empresa|e quem cobra)",
)
def shows_creditor(world: World) -> None:
    """Quem cobra, por inteiro, em todas as páginas (CDC, art. 42-A)."""
    creditor = world.settings.creditor
    for page in _pages(world):
        for fact in (creditor.name, creditor.address, creditor.cnpj):
            world.check(fact in page.text, f"“{fact}” no boleto", "não está na página")


@entao(
    'o boleto mostra a multa de "2%"',
    "o (boleto|PDF|carnê) (mostra|traz|tem|informa) (a |)multa( por atraso|) de {multa:porcento}",
    "o (boleto|PDF|carnê) (mostra|traz|tem|informa) (os |)juros( de mora|) de {juros:porcento}( ao mês|)",
    also=('o boleto mostra os juros de "1%" ao mês',),
)
def shows_charges(world: World, multa: Decimal | None = None, juros: Decimal | None = None) -> None:
    """O que se cobra depois do vencimento, impresso em todas as páginas."""
    what, rate = ("multa", multa) if multa is not None else ("juros", juros)
    said = f"{what} de {percent_text(rate or Decimal(0))}"
    for page in _pages(world):
        world.check(said in folded(page.text), f"“{said}” no boleto", "não está na página")


@entao(
    'o boleto mostra "multa de 2%"',
    'o (boleto|PDF|carnê) (mostra|traz|tem|diz):? ?"{trecho:livre}"',
)
def page_shows(world: World, trecho: str) -> None:
    """Um trecho impresso em todas as páginas."""
    for page in _pages(world):
        world.check(folded(trecho) in folded(page.text), f"“{trecho}” no boleto", "não está na página")


def _check_page(world: World, page: slip.Page, installment: AgreedInstallmentView) -> None:
    which = f"parcela {installment.number}"
    boleto = next(each for each in installment.documents if each.kind == "boleto")
    barcode, linha = page.barcode or "", boleto.linha_digitavel or ""
    facts = {
        f"na página, o código de barras da {which}": barcode == boleto.barcode,
        f"no código de barras, o valor da {which}": barcode and slip.amount_of(barcode) == installment.amount,
        f"no código de barras, o vencimento da {which}": barcode
        and slip.due_date_of(barcode) == installment.due_date,
        f"a linha digitável da {which}": slip.barcode_of(linha) == barcode,
        f"na página, a linha digitável da {which}": linha in page.text,
        f"na página, o valor da {which}": format_brl(installment.amount).removeprefix("R$ ") in page.text,
        f"na página, o vencimento da {which}": f"{installment.due_date:%d/%m/%Y}" in page.text,
    }
    for expected, holds in facts.items():
        world.check(holds, expected, "não confere")


def _latest(world: World, code: re.Pattern[str]) -> str:
    """Return the latest such code of the conversation, or nothing."""
    found = code.findall("\n".join((*world.earlier_texts, *world.texts)))
    return found[-1] if found else ""


def _pix(world: World) -> dict[str, str]:
    said = _latest(world, _PIX)
    fields = slip.pix_fields(said) if said else None
    world.check(fields, "um Pix copia e cola íntegro na conversa")
    return fields or {}


def _barcode(world: World) -> str:
    return _read(world, _pages(world)[0])


def _read(world: World, page: slip.Page) -> str:
    barcode = page.barcode
    world.check(barcode, "um código de barras que se possa ler", "nenhum leitor o lê")
    return barcode or ""


def _pages(world: World) -> tuple[slip.Page, ...]:
    """Return the pages of the latest document, be it of this answer or of an earlier one."""
    sent = [each for each in world.certobot.messenger.arrived if each.kind == "document"]
    world.check(sent, "um boleto em PDF", "nenhum arquivo foi enviado")
    return slip.pages((world.pdfs or sent[-1:])[0].data)
