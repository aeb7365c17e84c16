"""Which of the account's numbers is ours."""

from dataclasses import dataclass


@dataclass(slots=True)
class OwnNumber:
    """Tells what was written to our number from what was written to another one of the same account.

    Until Meta has named our number once, nobody knows that `number_id` was set right, and a mistake there
    must not make us deaf: everything is ours so far, and the first other number is `doubted` aloud. The
    statuses of our first message name our number, so this is over before a debtor writes.
    """

    number_id: str | None = None
    confirmed: bool = False
    doubted: bool = False

    def is_meant(self, named: str | None) -> bool:
        """Tell whether what names this number was written to us; what names none was."""
        if not self.number_id or named is None:
            return True
        self.confirmed = self.confirmed or named == self.number_id
        return named == self.number_id or not self.confirmed

    def doubts(self, named: str | None) -> bool:
        """Tell, once, that another number was named before ours ever was."""
        if self.doubted or self.confirmed or not self.number_id or named is None:
            return False
        self.doubted = named != self.number_id
        return self.doubted
