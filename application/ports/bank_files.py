"""The files by which a bank and a creditor tell each other of boletos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from application.ports.registrations import Errand, KnownBoleto
from domain.payments.registration import Registration


class RemittanceImpossible(Exception):
    """The bank takes no such file; the reason names the setting or the boleto at fault, in Portuguese."""


class BankFileUnreadable(Exception):
    """The file is no return file or statement that can be read; the reason is in Portuguese."""


@dataclass(frozen=True, slots=True)
class BankNotice:
    """What one line of a return file tells of one boleto; amounts in BRL.

    `sequence` is the boleto's number in its series, `title_amount` what the bank says it is worth: together
    they name it. `state` is None for what changes nothing, as a fee or a changed date. `paid_amount` and
    `paid_on` are there when money came. `reason` is the bank's, in Portuguese.
    """

    line: int
    sequence: int
    title_amount: Decimal
    state: Registration | None
    reason: str | None = None
    paid_amount: Decimal | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class BankReturn:
    """A return file: `bank` is the three-digit code of who wrote it."""

    bank: str
    notices: tuple[BankNotice, ...]


@dataclass(frozen=True, slots=True)
class StatementCredit:
    """Money that came into the account, in BRL; what it says of itself names a boleto, a Pix, or nothing.

    `external_id` is the bank's own name of the entry, `end_to_end_id` that of the Pix.
    """

    external_id: str
    amount: Decimal
    on: date
    nosso_numero: str | None = None
    txid: str | None = None
    end_to_end_id: str | None = None


class BankFiles(Protocol):
    """Writes and reads the files of the creditor's bank. Its work is short, but not for the event loop."""

    bank: str
    errands: tuple[Errand, ...]

    def remittance(
        self, told: Sequence[tuple[Errand, KnownBoleto]], number: int, on: date
    ) -> tuple[str, bytes]:
        """Return the name and the content of the file; the same arguments give the same bytes.

        Raises:
            RemittanceImpossible: the bank's layout cannot say it.
        """

    def read_return(self, content: bytes) -> BankReturn:
        """Return what a return file tells, line by line.

        Raises:
            BankFileUnreadable: it is no return file of a known bank and layout.
        """

    def read_statement(self, content: bytes) -> tuple[StatementCredit, ...]:
        """Return the money that came in, as an OFX statement tells.

        Raises:
            BankFileUnreadable: it is no OFX.
        """
