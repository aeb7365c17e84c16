"""The queries behind the API, the console and the simulator."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from adapters.persistence.agreement_tables import agreements, installments, payment_documents
from adapters.persistence.negotiations import negotiation_from
from adapters.persistence.tables import (
    audit_log,
    conversations,
    debtors,
    messages,
    outbox,
    outcomes,
)
from adapters.persistence.transaction import Transaction
from application.ports.views import (
    AgreedInstallmentView,
    AgreementView,
    AuditView,
    ConversationSummary,
    ConversationView,
    DebtorView,
    DocumentView,
    InstallmentView,
    MessageView,
    OfferView,
    VerificationView,
)
from domain.negotiation.agreement import AgreementStatus
from domain.negotiation.events import EndReason
from domain.negotiation.negotiation import Negotiation
from domain.negotiation.offer import Offer
from domain.shared.cpf import Cpf
from domain.shared.ids import AgreementId, ConversationId, MessageId
from domain.shared.money import ZERO

_MOST_MESSAGES = 500
_MOST_AUDITED = 500
_MOST_CONVERSATIONS = 200


_ITS_DEBTOR = (debtors.c.tenant_id == conversations.c.tenant_id) & (debtors.c.id == conversations.c.debtor_id)
_ITS_OUTCOME = (outcomes.c.tenant_id == conversations.c.tenant_id) & (
    outcomes.c.session_id == conversations.c.id
)
_ITS_AGREEMENT = (agreements.c.tenant_id == conversations.c.tenant_id) & (
    agreements.c.conversation_id == conversations.c.id
)
_ITS_INSTALLMENTS = (installments.c.tenant_id == agreements.c.tenant_id) & (
    installments.c.agreement_id == agreements.c.id
)
_ITS_DOCUMENT = (
    (payment_documents.c.tenant_id == installments.c.tenant_id)
    & (payment_documents.c.agreement_id == installments.c.agreement_id)
    & (payment_documents.c.installment == installments.c.number)
    & (payment_documents.c.cancelled_at.is_(None))
)


class PostgresViews:
    """Implements Views."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._tenant_id = transaction.tenant_id

    async def conversation(self, conversation_id: ConversationId) -> ConversationView | None:
        """Return one conversation, with at most its latest 500 messages."""
        row = await self._transaction.row(
            self._conversations(
                conversations.c.state,
                conversations.c.version,
                outcomes.c.report,
                outcomes.c.reported_at,
                agreements.c.id.label("agreement_id"),
            )
            .outerjoin(agreements, _ITS_AGREEMENT)
            .where(conversations.c.id == conversation_id)
        )
        if row is None:
            return None
        return _conversation_from(
            row, await self._thread(conversation_id), await self._audit(conversation_id)
        )

    async def conversations(
        self, *, status: str | None = None, limit: int = 50, before: datetime | None = None
    ) -> tuple[ConversationSummary, ...]:
        """Return at most 200 conversations; served by ix_conversations_opened and ix_conversations_status."""
        query = self._conversations()
        if status is not None:
            query = query.where(conversations.c.status == status)
        if before is not None:
            query = query.where(conversations.c.opened_at < before)
        rows = await self._transaction.rows(
            query.order_by(conversations.c.opened_at.desc(), conversations.c.id).limit(
                min(limit, _MOST_CONVERSATIONS)
            )
        )
        return tuple(_summary_from(row) for row in rows)

    async def agreement(self, agreement_id: AgreementId) -> AgreementView | None:
        """Return one agreement with its schedule and documents."""
        rows = await self._transaction.rows(
            select(
                agreements,
                installments.c.number,
                installments.c.amount,
                installments.c.due_date,
                payment_documents.c.document,
            )
            .join_from(agreements, installments, _ITS_INSTALLMENTS)
            .outerjoin(payment_documents, _ITS_DOCUMENT)
            .where(agreements.c.tenant_id == self._tenant_id)
            .where(agreements.c.id == agreement_id)
            .order_by(installments.c.number)
        )
        return _agreement_from(rows) if rows else None

    async def message(self, message_id: MessageId) -> MessageView | None:
        """Return one message and how far it has come."""
        row = await self._transaction.row(self._messages(messages.c.id == message_id))
        return _message_from(row) if row else None

    async def message_of_key(self, key: str) -> MessageId | None:
        """Return the message queued under a business key."""
        row = await self._transaction.row(
            select(outbox.c.message_id)
            .where(outbox.c.tenant_id == self._tenant_id)
            .where(outbox.c.key == key)
        )
        return MessageId(row.message_id) if row else None

    def _conversations(self, *more: ColumnElement[Any]) -> Select[Any]:
        return (
            select(
                conversations.c.id,
                conversations.c.phase,
                conversations.c.status,
                conversations.c.opened_at,
                conversations.c.last_activity_at,
                conversations.c.state["first_name"].as_string().label("first_name"),
                debtors.c.cpf,
                outcomes.c.outcome,
                *more,
            )
            .join_from(conversations, debtors, _ITS_DEBTOR)
            .outerjoin(outcomes, _ITS_OUTCOME)
            .where(conversations.c.tenant_id == self._tenant_id)
        )

    def _messages(self, condition: ColumnElement[bool]) -> Select[Any]:
        return select(messages).where(messages.c.tenant_id == self._tenant_id).where(condition)

    async def _thread(self, conversation_id: ConversationId) -> tuple[MessageView, ...]:
        rows = await self._transaction.rows(
            self._messages(messages.c.conversation_id == conversation_id)
            .order_by(messages.c.seq.desc())
            .limit(_MOST_MESSAGES)
        )
        return tuple(_message_from(row) for row in reversed(rows))

    async def _audit(self, conversation_id: ConversationId) -> tuple[AuditView, ...]:
        rows = await self._transaction.rows(
            select(audit_log.c.at, audit_log.c.text)
            .where(audit_log.c.tenant_id == self._tenant_id)
            .where(audit_log.c.conversation_id == conversation_id)
            .order_by(audit_log.c.seq.desc())
            .limit(_MOST_AUDITED)
        )
        return tuple(AuditView(row.at, row.text) for row in reversed(rows))


def _debtor_from(row: Row[Any]) -> DebtorView:
    return DebtorView(row.first_name, Cpf(row.cpf).masked)


def _summary_from(row: Row[Any]) -> ConversationSummary:
    return ConversationSummary(
        ConversationId(row.id),
        row.phase,
        row.status,
        _debtor_from(row),
        row.outcome,
        row.opened_at,
        row.last_activity_at,
    )


def _conversation_from(
    row: Row[Any], thread: tuple[MessageView, ...], audit: tuple[AuditView, ...]
) -> ConversationView:
    negotiation = negotiation_from(row)
    return ConversationView(
        ConversationId(row.id),
        row.phase,
        row.status,
        _debtor_from(row),
        _verification_of(negotiation),
        thread,
        tuple(_offer_view(negotiation, offer) for offer in negotiation.offers),
        AgreementId(row.agreement_id) if row.agreement_id else None,
        row.outcome,
        row.report["notes"] if row.report else None,
        row.reported_at is not None,
        row.opened_at,
        row.last_activity_at,
        audit,
    )


def _verification_of(negotiation: Negotiation) -> VerificationView:
    if negotiation.verified:
        return VerificationView("verified", negotiation.wrong_attempts + 1)
    failed = negotiation.end is EndReason.VERIFICATION_FAILED
    return VerificationView("failed" if failed else "pending", negotiation.wrong_attempts)


def _offer_view(negotiation: Negotiation, offer: Offer) -> OfferView:
    terms = offer.terms
    return OfferView(
        str(offer.id),
        terms.total,
        terms.discount_percent,
        tuple(InstallmentView(each.number, each.amount, each.due_date) for each in terms.installments),
        offer.policy_version,
        negotiation.prices.floor(len(terms.installments)),
        terms.interest,
    )


def _message_from(row: Row[Any]) -> MessageView:
    return MessageView(
        MessageId(row.id), row.direction, row.type, row.text, row.at, row.status, row.understanding
    )


def _agreement_from(rows: Sequence[Row[Any]]) -> AgreementView:
    first = rows[0]
    status = "promised" if first.status == AgreementStatus.PROMISED else "open"
    return AgreementView(
        AgreementId(first.id),
        ConversationId(first.conversation_id),
        first.status,
        first.original_amount,
        first.total,
        max(ZERO, first.original_amount - first.total),
        tuple(
            AgreedInstallmentView(row.number, row.amount, row.due_date, status, _ways_to_pay(row, len(rows)))
            for row in rows
        ),
    )


def _ways_to_pay(row: Row[Any], installments_agreed: int) -> tuple[DocumentView, ...]:
    """Boletos are counted from 1, Pix charges after the last boleto."""
    if row.document is None:
        return ()
    boleto, pix = row.document["boleto"], row.document["pix"]
    slip = DocumentView(row.number, "boleto", boleto["linha_digitavel"], boleto["barcode"], None)
    if pix is None:
        return (slip,)
    return (slip, DocumentView(installments_agreed + row.number, "pix", None, None, pix["payload"]))
