"""One transaction of one tenant."""

from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

from application.ports.agreement_repository import AgreementRepository
from application.ports.backlog import Backlog
from application.ports.campaigns import Campaigns
from application.ports.contact_queue import ContactQueue
from application.ports.conversations import Conversations
from application.ports.dead_letters import DeadLetters
from application.ports.debtor_repository import DebtorRepository
from application.ports.follow_ups import FollowUps
from application.ports.human_checks import HumanChecks
from application.ports.inbox import Inbox
from application.ports.known_contacts import KnownContacts
from application.ports.model_call_log import ModelCallLog
from application.ports.negotiation_repository import NegotiationRepository
from application.ports.our_numbers import OurNumbers
from application.ports.outbox import Outbox
from application.ports.outcomes import Outcomes
from application.ports.payments import Payments
from application.ports.registrations import Registrations
from application.ports.second_copies import SecondCopies
from application.ports.templates import Templates
from application.ports.turns import Turns
from application.ports.unread_pieces import UnreadPieces
from application.ports.views import Views


class StoreUnavailable(Exception):
    """The database did not answer; nothing was kept, the same call may be tried again."""


class StoreUnusable(Exception):
    """The database answered that we cannot begin on it; the reason, in Portuguese, says what to do."""


class UnitOfWork(Protocol):
    """Everything between entering and leaving is kept together or not at all.

    Leaving without `commit` keeps nothing. No network call is made inside one.

    Raises:
        StoreUnavailable: on entering, on any call or on commit.
    """

    backlog: Backlog
    dead_letters: DeadLetters
    debtors: DebtorRepository
    negotiations: NegotiationRepository
    agreements: AgreementRepository
    campaigns: Campaigns
    contact_queue: ContactQueue
    conversations: Conversations
    human_checks: HumanChecks
    inbox: Inbox
    known_contacts: KnownContacts
    model_calls: ModelCallLog
    our_numbers: OurNumbers
    outbox: Outbox
    outcomes: Outcomes
    payments: Payments
    second_copies: SecondCopies
    follow_ups: FollowUps
    registrations: Registrations
    templates: Templates
    turns: Turns
    unread_pieces: UnreadPieces
    views: Views

    async def __aenter__(self) -> Self:
        """Begin."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back whatever was not committed."""

    async def commit(self) -> None:
        """Keep everything."""


UnitOfWorkFactory = Callable[[], UnitOfWork]
