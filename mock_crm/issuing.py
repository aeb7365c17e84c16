"""Boletos: cut an agreement into them, compute their numbers, draw them."""

import asyncio
import secrets
from calendar import monthrange
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from io import BytesIO

from pycobranca import BancoBase, Bancos
from pycobranca.render import desenha_boleto
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from mock_crm import rules
from mock_crm.records.boletos import Slip
from mock_crm.refusals import Invalid
from mock_crm.wire import Agreement, Boleto, Debtor

_CENTS = 100
_MONTHS = 12
_ID_PREFIX = "BOL"
# The invented account into which the CRM collects; the example CNPJ of the Receita's own layout.
_ACCOUNT = {"agencia": "0057", "conta": "12345", "carteira": "109", "pix_chave": "pix@credor.example"}
_CNPJ = "11.222.333/0001-81"
_CITY = "Sao Paulo"
_CREDITOR = "Credor de Exemplo S.A."


def evenly(total: Decimal, due_dates: list[date]) -> list[tuple[date, Decimal]]:
    """Return what falls due when; it sums to `total`, and the first ones carry the spare cents."""
    each, spare = divmod(int(total * _CENTS), len(due_dates))
    if not each:
        raise Invalid("agreed_amount", "não chega a um centavo por parcela")
    return [
        (due_date, Decimal(each + (1 if index < spare else 0)).scaleb(-2))
        for index, due_date in enumerate(due_dates)
    ]


def cut(debtor: Debtor, session_id: str, dues: list[tuple[date, Decimal]], today: date) -> list[Slip]:
    """Return one boleto for each of `dues`, in order."""
    return [
        Slip(
            session_id=session_id,
            debtor_cpf=debtor.cpf,
            debtor_name=debtor.name,
            creditor=debtor.creditor or _CREDITOR,
            amount=amount,
            due_date=due_date,
            issued_on=today,
            installment=index + 1,
            installments=len(dues),
            token=secrets.token_urlsafe(16),
        )
        for index, (due_date, amount) in enumerate(dues)
    ]


def monthly(agreement: Agreement) -> list[date]:
    """Return the due dates of an agreement: the first one's day each month, or the month's last day."""
    first = agreement.due_date
    months = [first.year * _MONTHS + first.month - 1 + later for later in range(agreement.installments)]
    due_dates = (
        date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
        for year, month in (divmod(number, _MONTHS) for number in months)
    )
    return [rules.due_date(day, "dueDate") for day in due_dates]


def boleto(slip: Slip, base_url: str) -> Boleto:
    """Return a boleto as it travels, with its numbers and where to fetch it."""
    context = _computed(slip).contexto_render()
    boleto_id = id_of(slip)
    return Boleto(
        id=boleto_id,
        session_id=slip.session_id,
        debtor_cpf=slip.debtor_cpf,
        installment=slip.installment,
        installments=slip.installments,
        amount=slip.amount,
        due_date=slip.due_date,
        status="registered",
        bank=context["banco"]["codigo_dv"],
        nosso_numero=context["nosso_numero"],
        linha_digitavel=context["linha_digitavel"],
        barcode=context["codigo_barras"],
        pix_code=context["pix"]["copia_cola"],
        issued_on=slip.issued_on,
        pdf_url=f"{base_url}/api/boletos/{boleto_id}/pdf",
        payment_link=f"{base_url}/boletos/{slip.token}",
    )


def id_of(slip: Slip) -> str:
    """Return a boleto's id, as `BOL00000001`."""
    return f"{_ID_PREFIX}{slip.sequence:08d}"


def sequence_of(boleto_id: str) -> int:
    """Return the number inside a boleto's id; 0, which is nobody's, when it is none."""
    digits = boleto_id.removeprefix(_ID_PREFIX)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len("00000000") else 0


class Press:
    """Draws boletos off the event loop, one page each; the same boletos give the same bytes."""

    def __init__(self) -> None:
        # ReportLab keeps its fonts in module state: one thread draws.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mock-crm-press")

    async def pdf(self, slips: list[Slip]) -> bytes:
        """Return one PDF of all `slips`, in order."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _draw, slips)

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown()


def _draw(slips: list[Slip]) -> bytes:
    content = BytesIO()
    canvas = Canvas(content, pagesize=A4, invariant=1)
    canvas.setTitle("Boleto")
    for slip in slips:
        desenha_boleto(canvas, _computed(slip).contexto_render())
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def _computed(slip: Slip) -> BancoBase:
    return Bancos.find("341")(
        **_ACCOUNT,
        valor=slip.amount,
        cedente=slip.creditor,
        cedente_documento=_CNPJ,
        cedente_cidade=_CITY,
        nosso_numero=str(slip.sequence),
        numero_documento=f"{slip.sequence}/{slip.installment}",
        data_documento=slip.issued_on,
        data_vencimento=slip.due_date,
        sacado=slip.debtor_name,
        sacado_documento=slip.debtor_cpf,
        instrucoes=[f"Parcela {slip.installment} de {slip.installments}. Não receber após o vencimento."],
    )
