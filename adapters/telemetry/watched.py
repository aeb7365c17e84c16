"""Ports that are counted and timed on their way to whoever serves them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from application.ports.crm import Crm, CrmRejected, CrmUnavailable, OutcomeReport
from application.ports.interpreter import Interpreter, ReadingContext
from application.ports.messenger import (
    DeliveryUncertain,
    DocumentContent,
    MessageRejected,
    Messenger,
    MessengerUnavailable,
    OutboundMessage,
    ProviderMessageId,
    SenderBlocked,
    TemplateContent,
    TextContent,
)
from application.ports.narrator import Narrator, VoiceContext
from application.ports.payment_issuer import IssueRequest, PaymentIssuer
from application.ports.telemetry import Counted, Step, Telemetry
from application.ports.webhook_gate import ProviderEvents, UnreadableBody, WebhookGate
from domain.identity.debtor import DebtorRecord
from domain.negotiation.reply import Reply
from domain.negotiation.understanding import Understanding
from domain.payments.document import PaymentDocument
from domain.payments.numbering import NumberSeries
from domain.shared.cpf import Cpf

_TYPES = {TextContent: "text", TemplateContent: "template", DocumentContent: "document"}
_FAILURES: Mapping[type[Exception], str] = {
    MessengerUnavailable: "unavailable",
    DeliveryUncertain: "uncertain",
    MessageRejected: "rejected",
    SenderBlocked: "sender_blocked",
}


@dataclass(frozen=True, slots=True)
class WatchedMessenger:
    """Implements Messenger."""

    messenger: Messenger
    telemetry: Telemetry

    async def send(self, message: OutboundMessage) -> ProviderMessageId:
        """Send, and count what came of it."""
        try:
            with self.telemetry.step(Step.SEND):
                accepted = await self.messenger.send(message)
        except tuple(_FAILURES) as failure:
            code = getattr(failure, "code", None)
            self.telemetry.count(Counted.SENDS_FAILED, _FAILURES[type(failure)], code)
            raise
        self.telemetry.count(Counted.MESSAGES_SENT, _TYPES.get(type(message.content), "other"))
        return accepted


@dataclass(frozen=True, slots=True)
class WatchedGate:
    """Implements WebhookGate."""

    gate: WebhookGate
    telemetry: Telemetry

    def answers_challenge(self, query: Mapping[str, str]) -> str | None:
        """Answer as the gate does."""
        return self.gate.answers_challenge(query)

    def is_authentic(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Tell as the gate does, and count who was not let in."""
        authentic = self.gate.is_authentic(body, headers)
        if not authentic:
            self.telemetry.count(Counted.WEBHOOKS, "unsigned")
        return authentic

    def read(self, body: bytes) -> ProviderEvents:
        """Read, and count what was in it."""
        try:
            events = self.gate.read(body)
        except UnreadableBody:
            self.telemetry.count(Counted.WEBHOOKS, "unreadable")
            raise
        count = self.telemetry.count
        count(Counted.WEBHOOKS, "read")
        for message in events.messages:
            count(Counted.MESSAGES_RECEIVED, message.type)
        for status in events.statuses:
            count(Counted.STATUSES_RECEIVED, status.status.value, status.error_code)
        for piece in events.unread:
            count(Counted.EVENTS_SKIPPED, piece.reason)
        return events


@dataclass(frozen=True, slots=True)
class WatchedInterpreter:
    """Implements Interpreter."""

    interpreter: Interpreter
    telemetry: Telemetry

    async def read(self, text: str, context: ReadingContext) -> Understanding:
        """Read, and time it."""
        with self.telemetry.step(Step.READ):
            return await self.interpreter.read(text, context)


@dataclass(frozen=True, slots=True)
class WatchedNarrator:
    """Implements Narrator."""

    narrator: Narrator
    telemetry: Telemetry

    async def phrase(self, reply: Reply, context: VoiceContext) -> str:
        """Phrase, and time it."""
        with self.telemetry.step(Step.PHRASE):
            return await self.narrator.phrase(reply, context)


@dataclass(frozen=True, slots=True)
class WatchedCrm:
    """Implements Crm."""

    crm: Crm
    telemetry: Telemetry

    async def find_debtor(self, cpf: Cpf) -> DebtorRecord | None:
        """Find as the CRM does."""
        return await self.crm.find_debtor(cpf)

    async def list_debtors(self, *, limit: int = 200) -> tuple[DebtorRecord, ...]:
        """List as the CRM does."""
        return await self.crm.list_debtors(limit=limit)

    async def report(self, report: OutcomeReport) -> None:
        """Report, and count what came of it."""
        try:
            with self.telemetry.step(Step.REPORT):
                await self.crm.report(report)
        except (CrmUnavailable, CrmRejected) as failure:
            result = "rejected" if isinstance(failure, CrmRejected) else "unavailable"
            self.telemetry.count(Counted.OUTCOMES_REPORTED, result)
            raise
        self.telemetry.count(Counted.OUTCOMES_REPORTED, report.outcome.value)


@dataclass(frozen=True, slots=True)
class WatchedIssuer:
    """Implements PaymentIssuer."""

    issuer: PaymentIssuer
    telemetry: Telemetry

    def series(self, on: date) -> NumberSeries | None:
        """Tell as the issuer does."""
        return self.issuer.series(on)

    async def issue(self, request: IssueRequest) -> tuple[PaymentDocument, ...]:
        """Issue, and time it."""
        with self.telemetry.step(Step.ISSUE):
            return await self.issuer.issue(request)

    async def cancel(self, document: PaymentDocument) -> None:
        """Cancel as the issuer does."""
        await self.issuer.cancel(document)

    async def aclose(self) -> None:
        """Let go of what the issuer holds."""
        await self.issuer.aclose()
