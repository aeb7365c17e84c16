"""Our-numbers: the numbers by which a bank and a creditor both know a boleto."""

from dataclasses import dataclass

from domain.shared.errors import RuleBroken


class SeriesExhausted(RuleBroken):
    """Every number that the bank allows in a series has been given out."""

    def __init__(self, series: str, last: int) -> None:
        super().__init__(f"a série de nosso número {series} acabou: o último é {last}")
        self.series = series
        self.last = last


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """The numbers of one wallet at one bank, from `first` to `last`, each given to one boleto."""

    name: str
    first: int
    last: int

    def after(self, given: int | None, count: int) -> range:
        """Return the next `count` numbers when `given` was the last one, or none was.

        Raises:
            SeriesExhausted: there are not as many left.
        """
        start = self.first if given is None else max(self.first, given + 1)
        if start + count - 1 > self.last:
            raise SeriesExhausted(self.name, self.last)
        return range(start, start + count)
