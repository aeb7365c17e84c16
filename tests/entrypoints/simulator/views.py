"""A conversation as the simulator shows it, for tests that need one and no database."""

from datetime import UTC, datetime
from uuid import UUID

from application.ports.views import ConversationView, DebtorView, VerificationView
from domain.shared.ids import ConversationId

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
VIEW = ConversationView(
    id=ConversationId(UUID(int=1)),
    phase="verification",
    status="active",
    debtor=DebtorView("Maria", "***.982.247-**"),
    verification=VerificationView("pending", 0),
    messages=(),
    offers=(),
    agreement_id=None,
    outcome=None,
    outcome_notes=None,
    outcome_reported=False,
    opened_at=NOON,
    last_activity_at=NOON,
)
