"""A list of debtors to be contacted, and how far that has come."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.shared.errors import RuleBroken
from domain.shared.ids import CampaignId


class CampaignStatus(StrEnum):
    """Whether a campaign goes on."""

    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FINISHED = "finished"


class ContactState(StrEnum):
    """How far one contact of a campaign has come."""

    WAITING = "waiting"
    OPENING = "opening"
    OPENED = "opened"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class CampaignOver(RuleBroken):
    """The campaign has ended: it cannot be paused, resumed or cancelled any more."""

    def __init__(self, status: CampaignStatus) -> None:
        word = "cancelada" if status is CampaignStatus.CANCELLED else "concluída"
        super().__init__(f"a campanha já foi {word}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Campaign:
    """A list of debtors, contacted one by one within the rules of contact.

    Whoever pauses, resumes or cancels twice has done it once.
    """

    id: CampaignId
    name: str
    created_at: datetime
    status: CampaignStatus = CampaignStatus.RUNNING

    def paused(self) -> "Campaign":
        """Return it with nobody being contacted until it is resumed.

        Raises:
            CampaignOver: it has ended.
        """
        return self._moved(CampaignStatus.PAUSED)

    def resumed(self) -> "Campaign":
        """Return it going on where it was.

        Raises:
            CampaignOver: it has ended.
        """
        return self._moved(CampaignStatus.RUNNING)

    def cancelled(self) -> "Campaign":
        """Return it ended for good: who was not contacted yet will not be.

        Raises:
            CampaignOver: it has finished.
        """
        if self.status is CampaignStatus.CANCELLED:
            return self
        return self._moved(CampaignStatus.CANCELLED)

    def _moved(self, status: CampaignStatus) -> "Campaign":
        if self.status in (CampaignStatus.CANCELLED, CampaignStatus.FINISHED):
            raise CampaignOver(self.status)
        return replace(self, status=status)
