"""Who was given which our-numbers."""

from typing import Protocol

from domain.payments.numbering import NumberSeries
from domain.shared.ids import AgreementId


class OurNumbers(Protocol):
    """Gives out the our-numbers of one tenant, series by series."""

    async def allot(self, agreement_id: AgreementId, count: int, series: NumberSeries) -> tuple[int, ...]:
        """Return the first `count` numbers of an agreement in a series.

        Asked again for the same agreement it returns the same numbers; no number is given twice, and none
        is skipped, whoever asks at the same time. A series whose `first` was moved up goes on from there.

        Raises:
            SeriesExhausted: the bank allows no more numbers.
        """
