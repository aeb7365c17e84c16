"""A debtor who agrees, and the days that follow: a clock that moves on command, over a real database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

import msgspec

from adapters.clock.virtual import VirtualClock
from adapters.crm.memory import MemoryCrm
from application.ports.crm import OutcomeReport
from application.ports.messenger import (
    DocumentContent,
    OutboundMessage,
    ProviderMessageId,
    TemplateContent,
    TextContent,
)
from application.ports.views import AgreementView
from application.ports.webhook_gate import InboundMessage
from application.record_payment import PaymentRecorded
from domain.identity.debt import Debt
from domain.identity.debtor import DebtorRecord
from domain.messaging.contact import Contact
from domain.payments.received import PaymentReceived
from domain.shared.calendar import business_date
from domain.shared.cpf import Cpf
from domain.shared.ids import AgreementId, ConversationId, MessageId
from domain.shared.phone import Phone
from entrypoints.container import Container
from entrypoints.settings import Settings, load_settings

# A Friday, noon in São Paulo.
NOON = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
HALF_A_DAY = timedelta(hours=12)
# Agreed on that Friday: the first instalment falls due on the Wednesday after.
FIRST = date(2026, 12, 2)
MARIA = DebtorRecord(
    Cpf.parse("529.982.247-25"),
    "Maria Aparecida Souza",
    Phone.parse("5511999990001"),
    (Debt(Decimal("1000.00"), Decimal("1000.00"), date(2025, 8, 10), "Lojas Aurora", "Cartão de loja"),),
    uf="SP",
)


def settings(*, enforce: bool = True, **policy: object) -> Settings:
    """Settings with the rules of contact in force, and a policy of one's own."""
    loaded = load_settings({"CERTOBOT_WHATSAPP": "mock", "CERTOBOT_BOLETO_RENDERER": "pycobranca"})
    contact = msgspec.structs.replace(loaded.contact, enforce=enforce)
    wanted = msgspec.convert(
        {**msgspec.to_builtins(loaded.policy), **policy}, type(loaded.policy), strict=False
    )
    return msgspec.structs.replace(loaded, contact=contact, policy=wanted)


@dataclass(slots=True)
class Post:
    """Accepts what it is given, or raises what `answers` says; keeps who sent what, and when."""

    clock: VirtualClock
    answers: list[BaseException] = field(default_factory=list)
    sent: list[tuple[datetime, OutboundMessage]] = field(default_factory=list)

    async def send(self, message: OutboundMessage) -> ProviderMessageId:
        """Accept it, or fail."""
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append((self.clock.now(), message))
        return ProviderMessageId(f"wamid.{message.key}")

    async def aclose(self) -> None:
        """Hold nothing."""


@dataclass(slots=True)
class Agreed:
    """Maria, her telephone, and the program; days pass when told to."""

    container: Container
    clock: VirtualClock
    post: Post
    crm: MemoryCrm
    conversation_id: ConversationId | None = None
    _ids: Any = field(default_factory=count)

    async def agrees(self, *texts: str) -> AgreementView:
        """Open a conversation and let Maria agree, in three instalments unless she says otherwise."""
        opened = await self.container.open_conversation()(MARIA.cpf)
        self.conversation_id = opened.conversation_id
        for text in ("oi", "529", *(texts or ("consigo em 3x", "sim"))):
            await self.says(text)
        return await self.agreement()

    async def says(self, text: str) -> str:
        """Let Maria write; return the last text that answers, empty when nothing does."""
        before = len(self.texts)
        self.clock.advance(timedelta(seconds=2))
        now = self.clock.now()
        inbound = InboundMessage(f"wamid.in.{uuid4()}", Contact(MARIA.phone.digits), now, "text", text)
        async with self.container.uow() as uow:
            await uow.inbox.accept([(MessageId(uuid4()), inbound)], now)
            await uow.commit()
        await self.works()
        return self.texts[-1] if len(self.texts) > before else ""

    async def pays(self, amount: str, **told: object) -> PaymentRecorded:
        """Let a payment of the agreement be told, today by hand unless said otherwise."""
        facts: dict[str, object] = {
            "source": "manual",
            "external_id": f"r{next(self._ids)}",
            "paid_on": self.today,
            "agreement_id": (await self.agreement()).id,
        }
        received = PaymentReceived(amount=Decimal(amount), **{**facts, **told})  # type: ignore[arg-type]
        recorded = await self.container.record_payment()(received)
        await self.works()
        return recorded

    async def passes(self, days: int) -> None:
        """Let days pass, looking at what is due at noon and at midnight."""
        for _ in range(2 * days):
            self.clock.advance(HALF_A_DAY)
            await self.works()

    async def works(self) -> None:
        """Work what is due until nothing is."""
        for _ in range(20):
            due = await self.container.find_due()()
            if not due:
                return
            for conversation_id in due:
                await self.container.work_conversation()(conversation_id)
        raise AssertionError("something is always due")

    async def agreement(self, agreement_id: AgreementId | None = None) -> AgreementView:
        """The agreement as it stands."""
        async with self.container.uow() as uow:
            debtor = await uow.debtors.by_cpf(MARIA.cpf)
            assert debtor is not None
            latest = await uow.agreements.latest_of(debtor.id)
        assert latest is not None
        return await self.container.show_agreement()(agreement_id or latest.id)

    @property
    def today(self) -> date:
        """The day in São Paulo."""
        return business_date(self.clock.now())

    @property
    def texts(self) -> list[str]:
        """Everything that was written to Maria freely."""
        return [m.content.body for _, m in self.post.sent if isinstance(m.content, TextContent)]

    @property
    def templates(self) -> list[tuple[date, str]]:
        """The templates that left, with their day."""
        return [
            (business_date(at), message.content.name)
            for at, message in self.post.sent
            if isinstance(message.content, TemplateContent)
        ]

    @property
    def documents(self) -> list[DocumentContent]:
        """The files that Maria was sent."""
        return [m.content for _, m in self.post.sent if isinstance(m.content, DocumentContent)]

    @property
    def told(self) -> list[OutcomeReport]:
        """What the CRM was told, in the order in which it was."""
        return list(self.crm.reports)


# Sets out with the rules of contact in force or not, and a policy of one's own.
Begin = Callable[..., Agreed]
