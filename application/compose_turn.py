"""Turn a decision into what leaves: the agreement it founds, its documents, and the messages."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from application.dress_text import DressText
from application.issue_documents import IssueDocuments
from application.outgoing import MessageParcel, OutgoingMessage, turn_key
from application.ports.clock import Clock
from application.ports.narrator import Speaker, VoiceContext
from application.ports.payment_issuer import IssueRejected
from application.say import Say
from application.second_copy import SecondCopy, instructions
from application.slips import slip_of
from domain.identity.debtor import Debtor
from domain.messaging.contact import Contact
from domain.negotiation.agreement import Agreement, AgreementStatus, agreed, promised
from domain.negotiation.events import AgreementReached, Event, PromiseMade
from domain.negotiation.negotiation import Decision
from domain.payments.document import PaymentDocument
from domain.shared.calendar import business_date
from domain.shared.ids import MessageId

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ComposedTurn:
    """Everything one turn leaves behind; `agreement` is new, `documents` are those of this turn."""

    decision: Decision
    agreement: Agreement | None
    documents: tuple[PaymentDocument, ...]
    messages: tuple[OutgoingMessage, ...]


@dataclass(frozen=True, slots=True)
class ComposeTurn:
    """Founds the agreement, issues its documents, and phrases the one text of the turn.

    Raises:
        IssuerUnavailable, StoreUnavailable: try again.
    """

    issue_documents: IssueDocuments
    second_copy: SecondCopy
    say: Say
    clock: Clock
    speaker: Speaker
    new_id: Callable[[], UUID]
    dress: DressText

    async def __call__(
        self, decision: Decision, debtor: Debtor, to: Contact, last_text: str | None
    ) -> ComposedTurn:
        """Return what the turn leaves; nothing is kept and nothing sent yet, but the documents' numbers."""
        now = self.clock.now()
        agreement = _founded(decision, now)
        handed = await self.second_copy(decision, debtor)
        decision = handed.decision
        documents = handed.documents or await self._documents(agreement, debtor)
        parcels = await self._parcels(decision, documents, last_text)
        if handed.file is not None:
            parcels.append(handed.file)
        messages = tuple(
            OutgoingMessage(
                key=turn_key(decision.negotiation.id, decision.negotiation.turns, part),
                message_id=MessageId(self.new_id()),
                conversation_id=decision.negotiation.id,
                to=to,
                parcel=parcel,
                available_at=now,
            )
            for part, parcel in enumerate(parcels)
        )
        return ComposedTurn(decision, agreement, documents if agreement else (), messages)

    async def _documents(self, agreement: Agreement | None, debtor: Debtor) -> tuple[PaymentDocument, ...]:
        """Return the documents of a new agreement."""
        if agreement is not None and agreement.status is AgreementStatus.ACTIVE:
            try:
                return await self.issue_documents(agreement, debtor)
            except IssueRejected as rejected:
                log.error(
                    "documents rejected", extra={"agreement": str(agreement.id), "reason": rejected.reason}
                )
                return ()
        return ()

    async def _parcels(
        self, decision: Decision, documents: tuple[PaymentDocument, ...], last_text: str | None
    ) -> list[MessageParcel]:
        negotiation, reply = decision.negotiation, decision.reply
        if reply is None:
            return []
        if documents or _holds(decision, AgreementReached):
            reply = replace(reply, documents_follow=True)
        if documents:
            reply = replace(reply, payment=instructions(documents[0]))
        today = business_date(self.clock.now())
        voice = VoiceContext(
            today, negotiation.policy.empathy, self.speaker, negotiation.turns, last_text, negotiation.id
        )
        text = await self.say(reply, voice)
        agreement_id = negotiation.agreement_id
        if not documents or agreement_id is None:
            return [self.dress.asking(text, reply)]
        closing = self.dress.closing(text, agreement_id, documents[0], negotiation.turns)
        return [closing, slip_of(agreement_id, documents)]


def _founded(decision: Decision, now: datetime) -> Agreement | None:
    """Return the agreement or the promise that this decision gives birth to, if it does."""
    negotiation = decision.negotiation
    for event in decision.events:
        match event:
            case AgreementReached():
                return agreed(
                    event.agreement_id,
                    negotiation.id,
                    negotiation.debtor_id,
                    event.offer,
                    event.original_amount,
                    now,
                    negotiation.renegotiates,
                )
            case PromiseMade():
                return promised(
                    event.agreement_id,
                    negotiation.id,
                    negotiation.debtor_id,
                    event.promise,
                    event.original_amount,
                    event.policy_version,
                    now,
                )
            case _:
                continue
    return None


def _holds(decision: Decision, kind: type[Event]) -> bool:
    return any(isinstance(event, kind) for event in decision.events)
