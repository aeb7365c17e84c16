"""Notifications of Bacen's API Pix: `{"pix": [{"endToEndId", "txid", "valor", "horario"}]}`."""

import hmac

import msgspec

from adapters.payments.pix_wire import Notice, Received
from application.ports.pix_gate import PixNotices
from application.ports.webhook_gate import UnreadableBody
from domain.payments.received import NotAPayment, PaymentReceived
from domain.shared.calendar import business_date


class ApiPixGate:
    """Reads what a PSP posts. Who may post is told by a secret in the address: mutual TLS ends before us."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def is_authentic(self, secret: str) -> bool:
        """Tell whether `secret` is ours, in constant time."""
        return bool(self._secret) and hmac.compare_digest(secret.encode(), self._secret.encode())

    def read(self, body: bytes) -> PixNotices:
        """Return the payments, or raise UnreadableBody."""
        try:
            entries = msgspec.json.decode(body, type=Notice).pix
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise UnreadableBody from None
        payments = [payment for entry in entries if (payment := _payment(entry)) is not None]
        return PixNotices(tuple(payments), len(entries) - len(payments))


def _payment(entry: msgspec.Raw) -> PaymentReceived | None:
    try:
        received = msgspec.json.decode(entry, type=Received)
        return PaymentReceived(
            source="pix",
            external_id=received.end_to_end_id,
            amount=received.valor,
            paid_on=business_date(received.horario),
            txid=received.txid or None,
            reference=received.end_to_end_id,
        )
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, NotAPayment, ArithmeticError):
        return None
