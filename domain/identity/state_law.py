"""What state laws say of the hours of collecting. There is no federal rule; none of this is legal advice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from domain.identity.hours import Hours

_SATURDAY, _SUNDAY = 5, 6


def _from(start: int, end: int) -> Hours:
    return Hours(time(start), time(end))


@dataclass(frozen=True, slots=True)
class StateLaw:
    """The hours in which the law of one state lets debtors be contacted; never on Sundays or holidays."""

    weekdays: Hours
    saturday: Hours | None = None

    def hours_of(self, day: date) -> Hours | None:
        """Return the hours of `day`, or None; whoever asks knows the holidays."""
        return {_SATURDAY: self.saturday, _SUNDAY: None}.get(day.weekday(), self.weekdays)


# Lei SP 15.426/2014; Lei AL 7.782/2016, which names text messages too; Lei RJ 7.868/2018 and Lei ES
# 10.626/2017 (business days); Lei AM 306/2016 (until 19:00 on business days); Ceará as collectors report it,
# WhatsApp included. Where a law speaks of telephone calls only, a message keeps to it all the same.
STATE_LAWS: Mapping[str, StateLaw] = {
    "AL": StateLaw(_from(8, 20), saturday=_from(8, 14)),
    "AM": StateLaw(_from(0, 19)),
    "CE": StateLaw(_from(8, 18)),
    "ES": StateLaw(_from(8, 19)),
    "RJ": StateLaw(_from(9, 19)),
    "SP": StateLaw(_from(8, 20), saturday=_from(8, 14)),
}
