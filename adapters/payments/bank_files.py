"""The files of the creditor's bank: CNAB remittances and returns, OFX statements."""

from collections.abc import Sequence
from datetime import date

from adapters.payments.local_config import LocalPaymentsConfig
from adapters.payments.remittance import layout_of, remittance_file
from adapters.payments.returns import read_return
from adapters.payments.statement import read_statement
from application.ports.bank_files import BankReturn, StatementCredit
from application.ports.registrations import Errand, KnownBoleto


class CnabFiles:
    """Writes in the layout of `config`; reads the files of any bank, for an account may have moved."""

    def __init__(self, config: LocalPaymentsConfig) -> None:
        self._config = config
        self.bank = config.bank.zfill(3)
        layout = layout_of(config)
        can_cancel = layout is not None and layout.cancels
        self.errands: tuple[Errand, ...] = ("register", "cancel") if can_cancel else ("register",)

    def remittance(
        self, told: Sequence[tuple[Errand, KnownBoleto]], number: int, on: date
    ) -> tuple[str, bytes]:
        """Return the name and the content of the file, or raise RemittanceImpossible."""
        return remittance_file(self._config, told, number, on)

    def read_return(self, content: bytes) -> BankReturn:
        """Return what a return file tells, or raise BankFileUnreadable."""
        return read_return(content)

    def read_statement(self, content: bytes) -> tuple[StatementCredit, ...]:
        """Return the money that came in, or raise BankFileUnreadable."""
        return read_statement(content)
