"""`payments = "cobv"`: boletos as `local`, and for each a Pix charge with a due date, kept by a PSP."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import httpx
import msgspec
from pycobranca.pix.payload import crc16_ccitt

from adapters.payments.local import LocalIssuer
from adapters.payments.local_config import PIX_CITY_LENGTH, PIX_NAME_LENGTH, LocalPaymentsConfig, pix_text
from adapters.payments.pix_api import PixApi
from adapters.payments.pix_wire import (
    FINE_IN_PERCENT,
    INTEREST_PERCENT_A_MONTH,
    REMOVED,
    Amount,
    Calendar,
    Charge,
    ChargeMade,
    Debtor,
    Surcharge,
)
from application.ports.payment_issuer import IssueRejected, IssueRequest, IssuerUnavailable
from domain.payments.document import PaymentDocument
from domain.payments.numbering import NumberSeries
from domain.payments.party import Beneficiary
from domain.payments.pix import PixCharge

_NOT_FOUND = 404
_CPF_DIGITS = 11
# With thirteen digits of the our-number, 31 of the 26 to 35 characters that a txid of `cobv` has.
_TXID_REFERENCE = 18
_LIVING = "ATIVA"
_PAID = "CONCLUIDA"


class _Removal(msgspec.Struct):
    """The body that removes a charge."""

    status: str = REMOVED


class _Webhook(msgspec.Struct, rename="camel"):
    """The body that says where notifications go."""

    webhook_url: str


class CobvIssuer:
    """Issues boletos from the creditor's own account, and has the PSP keep a Pix charge of each.

    A charge is named by what it pays, so that asking again finds the one that was made. Close it with
    `aclose`.
    """

    def __init__(self, local: LocalIssuer, config: LocalPaymentsConfig, api: PixApi) -> None:
        self._local = local
        self._config = config
        self._api = api

    async def aclose(self) -> None:
        """Close the connections to the PSP."""
        await self._api.aclose()

    def series(self, on: date) -> NumberSeries:
        """Return the series of the account's wallet."""
        return self._local.series(on)

    async def issue(self, request: IssueRequest) -> tuple[PaymentDocument, ...]:
        """Return one document per payable, in order, each with a charge that the PSP keeps."""
        documents = await self._local.issue(request)
        return tuple([replace(each, pix=await self._charged(request, each)) for each in documents])

    async def cancel(self, document: PaymentDocument) -> None:
        """Have the charge removed; one that was removed or never made is no longer payable.

        Raises:
            IssuerUnavailable: try again.
            IssueRejected: it was paid, or the PSP keeps it for a reason of its own.
        """
        if document.pix is None:
            return
        path = f"/cobv/{document.pix.txid}"
        response = await self._api.ask("PATCH", path, _Removal())
        if response.is_success or response.status_code == _NOT_FOUND:
            return
        kept = await self.read(document.pix.txid)
        if kept is None or kept.status not in (_LIVING, _PAID):
            return
        reason = "já foi paga" if kept.status == _PAID else _refusal(response)
        raise IssueRejected(f"a cobrança Pix não pode ser cancelada: {reason}")

    async def read(self, txid: str) -> ChargeMade | None:
        """Return a charge as the PSP keeps it, with the Pix that paid it; None when there is none.

        Raises:
            IssuerUnavailable: try again.
        """
        response = await self._api.ask("GET", f"/cobv/{txid}")
        return _read(response) if response.is_success else None

    async def notify_at(self, url: str) -> None:
        """Have the PSP tell of every Pix to our key at `url`.

        Raises:
            IssuerUnavailable: try again.
            IssueRejected: the PSP takes no such address.
        """
        response = await self._api.ask("PUT", f"/webhook/{self._config.pix_key}", _Webhook(url))
        if not response.is_success:
            raise IssueRejected(f"o PSP não aceitou o endereço: {_refusal(response)}")

    async def _charged(self, request: IssueRequest, document: PaymentDocument) -> PixCharge:
        txid = _txid(request, document)
        charge = _charge(self._config, document)
        response = await self._api.ask("PUT", f"/cobv/{txid}", charge)
        made = _read(response) if response.is_success else await self.read(txid)
        if made is None or made.status not in (_LIVING, _PAID) or not _is_of(charge, made):
            raise IssueRejected(f"o PSP recusou a cobrança Pix: {_refusal(response)}")
        payload = made.pix_copia_e_cola or self._code(made, request.beneficiary)
        return PixCharge(payload, txid, document.boleto.amount)

    def _code(self, made: ChargeMade, creditor: Beneficiary) -> str:
        """Return the BR Code of a charge of which the PSP gives the location alone (Bacen, BR Code, §1.3)."""
        location = made.loc.location if made.loc else made.location
        if not location:
            raise IssuerUnavailable("o PSP do Pix não disse onde está a cobrança")
        account = _tlv("00", "br.gov.bcb.pix") + _tlv("25", location)
        code = (
            _tlv("00", "01")
            + _tlv("26", account)
            + _tlv("52", "0000")
            + _tlv("53", "986")
            + _tlv("58", "BR")
            + _tlv("59", pix_text(creditor.name, PIX_NAME_LENGTH))
            + _tlv("60", pix_text(self._config.pix_city, PIX_CITY_LENGTH).upper())
            + _tlv("62", _tlv("05", "***"))
            + "6304"
        )
        return code + crc16_ccitt(code)


def _charge(config: LocalPaymentsConfig, document: PaymentDocument) -> Charge:
    boleto = document.boleto
    payer = re.sub(r"\W", "", boleto.payer.document)
    is_person = len(payer) == _CPF_DIGITS
    return Charge(
        Calendar(boleto.due_date, int(config.pix_days_after_due or 30)),
        Debtor(boleto.payer.name, payer if is_person else None, None if is_person else payer),
        Amount(
            str(boleto.amount),
            _surcharge(FINE_IN_PERCENT, boleto.late_fine_percent),
            _surcharge(INTEREST_PERCENT_A_MONTH, boleto.late_interest_percent),
        ),
        config.pix_key,
        f"Parcela {document.installment} de {document.of}",
    )


def _surcharge(mode: int, percent: Decimal) -> Surcharge | None:
    return Surcharge(mode, f"{percent:.2f}") if percent else None


def _txid(request: IssueRequest, document: PaymentDocument) -> str:
    reference = request.agreement_id.hex[:_TXID_REFERENCE].upper()
    return f"{reference}{document.boleto.sequence:013d}"


def _is_of(charge: Charge, made: ChargeMade) -> bool:
    """Tell whether what the PSP keeps is what we asked for: it may have kept it when we asked before."""
    return (
        Decimal(made.valor.original) == Decimal(charge.valor.original)
        and made.calendario.data_de_vencimento == charge.calendario.data_de_vencimento
    )


def _read(response: httpx.Response) -> ChargeMade:
    try:
        return msgspec.json.decode(response.content, type=ChargeMade)
    except msgspec.DecodeError:
        raise IssuerUnavailable("o PSP do Pix deu uma resposta ilegível") from None


def _refusal(response: httpx.Response) -> str:
    """Return the kind of problem (RFC 9457), which repeats nothing of the charge."""
    try:
        kind = str(msgspec.json.decode(response.content).get("type", ""))
    except (msgspec.DecodeError, AttributeError):
        kind = ""
    return f"{kind.rpartition('/')[2] or 'sem motivo'} (HTTP {response.status_code})"


def _tlv(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"
