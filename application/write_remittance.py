"""Tell the bank of the boletos it does not know yet."""

import asyncio
from dataclasses import dataclass

from application.ports.bank_files import BankFiles
from application.ports.clock import Clock
from application.ports.registrations import Remittance
from application.ports.unit_of_work import UnitOfWorkFactory
from domain.shared.calendar import business_date

# What a bank takes in one file without complaint; the rest goes into the next one.
MOST_BOLETOS = 5_000


@dataclass(frozen=True, slots=True)
class WriteRemittance:
    """Puts what waits into one numbered file: each boleto goes into one, whoever writes at the same time.

    Raises:
        RemittanceImpossible: the bank's layout cannot say it; nothing was changed.
        StoreUnavailable: try again.
    """

    uow: UnitOfWorkFactory
    files: BankFiles
    clock: Clock

    async def __call__(self, *, again: bool = False) -> Remittance | None:
        """Return the file, which is kept as it is; None when the bank has been told of everything.

        With `again`, boletos that the bank rejected are in it once more.
        """
        now = self.clock.now()
        on = business_date(now)
        async with self.uow() as uow:
            if again:
                await uow.registrations.ask_again(self.files.bank, now)
            # The number first: its row is the lock under which one writer at a time looks what waits.
            number = await uow.registrations.next_number()
            told = await uow.registrations.take(self.files.bank, self.files.errands, MOST_BOLETOS)
            if not told:
                return None
            name, content = await asyncio.to_thread(self.files.remittance, told, number, on)
            file = Remittance(number, self.files.bank, on, len(told), name, content)
            await uow.registrations.sent(file, [known for _, known in told], now)
            await uow.commit()
        return file

    async def written(self, number: int | None = None) -> Remittance | None:
        """Return a file that was written before, byte by byte: that with `number`, or the last."""
        async with self.uow() as uow:
            return await uow.registrations.remittance(number)
