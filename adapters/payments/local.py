"""`payments = "local"`: boletos and static Pix codes computed with pycobranca, without asking a bank."""

from datetime import date
from decimal import Decimal

from pycobranca import BancoBase
from pycobranca.exceptions import PyCobrancaError
from pycobranca.pix import PixPayload

from adapters.payments.local_config import (
    PIX_CITY_LENGTH,
    PIX_NAME_LENGTH,
    LocalPaymentsConfig,
    check,
    pix_text,
    series_of,
    slip,
)
from application.ports.payment_issuer import IssueRejected, IssueRequest, Payable
from domain.payments.boleto import Boleto
from domain.payments.document import PaymentDocument
from domain.payments.numbering import NumberSeries
from domain.payments.party import Beneficiary
from domain.payments.pix import PixCharge
from domain.shared.money import brl, format_brl

_PRINTED_REFERENCE = 8
# With a slash and two digits, the ten places that CNAB 400 has for the number of a document.
_DOCUMENT_DIGITS = 7
# With the thirteen digits of the our-number, the 25 characters of a static txid.
_TXID_REFERENCE = 12


class LocalIssuer:
    """Issues from the creditor's own account: the bank does not know these boletos until they are registered.

    Raises:
        InvalidPaymentsConfig: at construction, when no document could be issued with `config`.
    """

    def __init__(self, config: LocalPaymentsConfig) -> None:
        check(config)
        self._config = config

    def series(self, on: date) -> NumberSeries:
        """Return the series of the account's wallet."""
        return series_of(self._config, on)

    async def issue(self, request: IssueRequest) -> tuple[PaymentDocument, ...]:
        """Return one document per payable, in order, computed from the request alone."""
        try:
            return tuple(self._document(request, payable) for payable in request.payables)
        except PyCobrancaError as refused:
            raise IssueRejected(str(refused)) from refused

    async def aclose(self) -> None:
        """Close nothing."""

    async def cancel(self, document: PaymentDocument) -> None:
        """Tell nobody: what no bank knows no bank has to forget."""

    def _document(self, request: IssueRequest, payable: Payable) -> PaymentDocument:
        return PaymentDocument(
            installment=payable.number,
            of=request.of,
            boleto=self._boleto(request, payable),
            pix=self._pix(request, payable) if self._config.pix_key else None,
        )

    def _boleto(self, request: IssueRequest, payable: Payable) -> Boleto:
        computed = self._computed(request, payable)
        return Boleto(
            bank=f"{computed.codigo}-{computed.digito_banco}",
            bank_name=computed.nome,
            barcode=computed.codigo_barras,
            linha_digitavel=computed.linha_digitavel,
            nosso_numero=computed.nosso_numero_formatado(),
            document_number=_document_number(payable),
            agency_account=computed.agencia_conta_formatado(),
            wallet=computed.carteira,
            amount=payable.amount,
            due_date=payable.due_date,
            issued_on=request.issued_on,
            beneficiary=request.beneficiary,
            payer=request.payer,
            instructions=_instructions(request, payable),
            sequence=payable.sequence,
            late_fine_percent=request.late_fine_percent,
            late_interest_percent=request.late_interest_percent,
        )

    def _computed(self, request: IssueRequest, payable: Payable) -> BancoBase:
        return slip(
            self._config,
            valor=payable.amount,
            cedente=request.beneficiary.name,
            cedente_documento=request.beneficiary.document,
            nosso_numero=str(payable.sequence),
            data_documento=request.issued_on,
            data_vencimento=payable.due_date,
        )

    def _pix(self, request: IssueRequest, payable: Payable) -> PixCharge:
        txid = f"{_reference(request, _TXID_REFERENCE)}{payable.sequence:013d}"
        payload = PixPayload(
            chave=self._config.pix_key,
            nome=pix_text(request.beneficiary.name, PIX_NAME_LENGTH),
            cidade=pix_text(self._config.pix_city, PIX_CITY_LENGTH),
            valor=payable.amount,
            txid=txid,
        )
        return PixCharge(payload=payload.br_code(), txid=txid, amount=payable.amount)


def _document_number(payable: Payable) -> str:
    """Return a number that no other document of the series has, for as long as any is open."""
    return f"{payable.sequence % 10**_DOCUMENT_DIGITS:0{_DOCUMENT_DIGITS}d}/{payable.number:02d}"


def _reference(request: IssueRequest, length: int) -> str:
    return request.agreement_id.hex[:length].upper()


def _instructions(request: IssueRequest, payable: Payable) -> tuple[str, ...]:
    """The state of registration is not among them: it changes, and each page says it from the boleto."""
    agreement = _reference(request, _PRINTED_REFERENCE)
    lines = (
        f"Referente ao acordo {agreement}, parcela {payable.number} de {request.of}.",
        _after_due_date(request, payable.amount),
        _contact(request.beneficiary),
    )
    return tuple(line for line in lines if line)


def _after_due_date(request: IssueRequest, amount: Decimal) -> str:
    """What the cashier charges on a late payment, with the fine in reais as well as in percent."""
    fine = brl(amount * request.late_fine_percent / 100)
    charges = (
        f"multa de {_percent(request.late_fine_percent)} ({format_brl(fine)})" if fine else "",
        f"juros de {_percent(request.late_interest_percent)} ao mês" if request.late_interest_percent else "",
    )
    text = " e ".join(charge for charge in charges if charge)
    return f"Após o vencimento, cobrar {text}." if text else "Não cobrar multa nem juros após o vencimento."


def _contact(creditor: Beneficiary) -> str:
    ways = " ou ".join(way for way in (creditor.phone, creditor.site) if way)
    return f"Dúvidas? Fale com {creditor.name}: {ways}." if ways else ""


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",") + "%"
