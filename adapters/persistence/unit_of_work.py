"""One transaction of one tenant on PostgreSQL."""

from types import TracebackType
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.persistence.agreements import PostgresAgreements
from adapters.persistence.conversations import PostgresConversations
from adapters.persistence.debtors import PostgresDebtors
from adapters.persistence.inbox import PostgresInbox
from adapters.persistence.negotiations import PostgresNegotiations
from adapters.persistence.outbox import PostgresOutbox
from adapters.persistence.outcomes import PostgresOutcomes
from adapters.persistence.transaction import Transaction, database_errors
from adapters.persistence.views import PostgresViews
from application.ports.agreement_repository import AgreementRepository
from application.ports.conversations import Conversations
from application.ports.debtor_repository import DebtorRepository
from application.ports.inbox import Inbox
from application.ports.negotiation_repository import NegotiationRepository
from application.ports.outbox import Outbox
from application.ports.outcomes import Outcomes
from application.ports.unit_of_work import StoreUnavailable
from application.ports.views import Views
from domain.shared.ids import TenantId


class PostgresUnitOfWork:
    """One connection, one transaction, one tenant; to be entered once."""

    debtors: DebtorRepository
    negotiations: NegotiationRepository
    agreements: AgreementRepository
    conversations: Conversations
    inbox: Inbox
    outbox: Outbox
    outcomes: Outcomes
    views: Views

    _connection: AsyncConnection

    def __init__(self, engine: AsyncEngine, tenant_id: TenantId) -> None:
        self._engine = engine
        self._tenant_id = tenant_id

    async def __aenter__(self) -> Self:
        """Take a connection and begin."""
        with database_errors():
            self._connection = await self._engine.connect()
        transaction = Transaction(self._connection, self._tenant_id)
        self.debtors = PostgresDebtors(transaction)
        self.negotiations = PostgresNegotiations(transaction)
        self.agreements = PostgresAgreements(transaction)
        self.conversations = PostgresConversations(transaction)
        self.inbox = PostgresInbox(transaction)
        self.outbox = PostgresOutbox(transaction)
        self.outcomes = PostgresOutcomes(transaction)
        self.views = PostgresViews(transaction)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the connection back; what was not committed is rolled back."""
        try:
            with database_errors():
                # It closes in a task of its own, so that a cancelled caller leaves no connection behind.
                await self._connection.__aexit__(kind, error, trace)
        except StoreUnavailable:
            # What cannot be rolled back any more goes with its connection.
            if not self._connection.closed:
                await self._connection.invalidate()
                await self._connection.close()

    async def commit(self) -> None:
        """Keep everything."""
        with database_errors():
            await self._connection.commit()
