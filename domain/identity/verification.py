"""The failed proofs of identity of one debtor, across conversations."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Verification:
    """The moments (aware) at which conversations ended because identity was not proved."""

    failures: tuple[datetime, ...] = ()

    def locked_until(self, now: datetime, lockout_hours: int, lockout_after: int) -> datetime | None:
        """Return when the debtor may be approached again, or None when nothing is locked at `now`.

        A failure that is at least the `lockout_after`-th within `lockout_hours` locks for `lockout_hours`
        from itself.
        """
        window = timedelta(hours=lockout_hours)
        # In UTC, because hours added to a local time are lost or won when daylight saving changes.
        failures = [moment.astimezone(UTC) for moment in self.failures]
        locking = [
            last
            for last in failures
            if sum(last - window <= each <= last for each in failures) >= lockout_after
        ]
        until = max(locking) + window if locking else None
        return until if until and now < until else None
