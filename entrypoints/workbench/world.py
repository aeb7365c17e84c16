"""The world of one scenario: its own Certobot, its people, and a clock that moves only on command."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import msgspec

from application.open_conversation import ContactForbidden, Opened, PhoneInUse
from application.plan_campaign import CampaignPlan
from application.ports.crm import OutcomeReport
from application.ports.views import AgreementView, ConversationView
from application.ports.webhook_gate import InboundMessage
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.identity.debtor import DebtorRecord
from domain.messaging.contact import Contact
from domain.messaging.message import MessageType
from domain.payments.document import PaymentDocument
from domain.shared.calendar import SAO_PAULO, business_date
from domain.shared.ids import AgreementId, CampaignId
from entrypoints.wiring import rehearsal
from entrypoints.workbench.cast import Cast
from entrypoints.workbench.certobot import Certobot, moved_in
from entrypoints.workbench.house import House
from entrypoints.workbench.problem import Misread, Unmet
from entrypoints.workbench.tape import Tape, named
from entrypoints.workbench.whatsapp import Arrived

# A Monday with no holiday near, within contact hours.
BEGINNING = datetime(2026, 11, 23, 10, 0, tzinfo=SAO_PAULO)
_MOST_ROUNDS = 12


class World:
    """One scenario. Every verb happens at once; the answer is what reached debtors since the last verb."""

    def __init__(self, house: House) -> None:
        self.clock = rehearsal.standing_at(BEGINNING)
        self.settings = house.settings
        self.house = house
        self.tape = Tape(self.clock)
        self.refusal: MustNotContact | None = None
        self.opened: Opened | None = None
        self.presumes_identity = False
        self.last_messages: tuple[InboundMessage, ...] = ()
        self.plan: CampaignPlan | None = None
        self.campaign: CampaignId | None = None
        self.cast = Cast(house.settings.creditor.name)
        self._made: Certobot | None = None
        self.told_before = 0
        self._mark = 0
        self._received = 0

    # who and what the scenario is about

    @property
    def today(self) -> date:
        """The date in São Paulo."""
        return business_date(self.clock.now())

    def person(self, said: str) -> DebtorRecord:
        """Return the person meant, invented when named for the first time.

        Raises:
            Misread: nobody of this name was named before, and this is no place to begin.
        """
        return self.cast.person(said)

    def change_person(self, said: str, change: Callable[[DebtorRecord], DebtorRecord]) -> None:
        """Change what the CRM knows of somebody, before their conversation."""
        self._before_the_conversation()
        self.cast.change(said, change)

    def change_policy(self, **fields: object) -> None:
        """Change what the creditor allows, before any conversation.

        Raises:
            PolicyContradiction: the policy would forbid what it allows, or break the law.
        """
        self._before_the_conversation()
        policy = replace(self.settings.policy, **fields)  # type: ignore[arg-type]
        self.settings = msgspec.structs.replace(self.settings, policy=policy)

    def change_contact(self, **fields: object) -> None:
        """Change when and how often Certobot may write first, before any conversation."""
        self._before_the_conversation()
        contact = msgspec.structs.replace(self.settings.contact, **fields)
        self.settings = msgspec.structs.replace(self.settings, contact=contact)

    # what people do

    def approaches(self, said: str) -> None:
        """Have Certobot open a conversation; `opened` or `refusal` tells what became of it."""
        record = self.person(said)
        self.happens()
        self.opened = self.refusal = None
        try:
            self.opened = self.house.run(self.certobot.container.open_conversation()(record.cpf))
        except ContactForbidden as forbidden:
            self._is_refused(forbidden.decision)
        except PhoneInUse:
            self._is_refused(MustNotContact(ContactRule.PHONE_IN_USE))
        self.settle()

    def writes(self, said: str, *texts: str, kind: MessageType = "text", copies: int = 1) -> None:
        """Have somebody send messages that arrive together, each `copies` times over."""
        self.arrives(tuple(self.message(said, text, kind) for text in texts), copies)

    def message(self, said: str, text: str, kind: MessageType = "text") -> InboundMessage:
        """Return a message as WhatsApp would hand it over, with an id of its own."""
        self._received += 1
        contact = Contact(self.person(said).phone.digits)
        self.tape.person_says(self.cast.latest, text or named(kind))
        return InboundMessage(f"wamid.{self._received}", contact, self.clock.now(), kind, text)

    def arrives(self, messages: tuple[InboundMessage, ...], copies: int = 1) -> None:
        """Hand messages over, `copies` times at the same instant."""
        self.happens()
        self.last_messages = messages
        events = self.certobot.events(messages)

        async def received() -> None:
            receive = self.certobot.container.receive_events()
            await asyncio.gather(*(receive(events) for _ in range(copies)))

        self.house.run(received())
        self.settle(workers=copies)

    def passes(self, time: timedelta) -> None:
        """Let time pass."""
        self.happens()
        self._reaches(self.clock.now() + time)
        self.tape.time_passes(time)
        self.settle()

    def stands_at(self, moment: datetime) -> None:
        """Put the clock at a later moment; before anything happened, at any moment.

        Raises:
            Misread: the scenario would go back in time.
        """
        if moment < self.clock.now() and self._made is not None:
            raise Misread(f"o relógio do cenário não anda para trás: já é {self.clock.now():%d/%m/%Y %H:%M}")
        self.happens()
        self._reaches(moment)
        self.tape.time_is(moment)
        self.settle()

    @property
    def certobot(self) -> Certobot:
        """Certobot itself, made with what the scenario has said so far."""
        if self._made is None:
            self._made = moved_in(self.house, self.settings, self.clock, self.cast.records.values())
        return self._made

    @property
    def answer(self) -> tuple[Arrived, ...]:
        """What reached debtors since the last thing that happened."""
        return self._made.messenger.arrived[self._mark :] if self._made else ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the answer."""
        return tuple(each.text for each in self.answer if each.kind != "document")

    @property
    def silence(self) -> str:
        """Why nothing was said to whoever was to be written to, or nothing."""
        at = self.opened.scheduled_for if self.opened else None
        if self.answer or (self.refusal is None and at is None):
            return ""
        if self.refusal:
            return f"o contato com {self.cast.latest} foi recusado: {self.refusal.explanation}"
        return f"a primeira mensagem ficou para {at:%d/%m/%Y às %H:%M}"

    @property
    def earlier_texts(self) -> tuple[str, ...]:
        """The texts before the answer."""
        return tuple(each.text for each in self._made.messenger.arrived[: self._mark]) if self._made else ()

    @property
    def pdfs(self) -> tuple[Arrived, ...]:
        """The documents of the answer."""
        return tuple(each for each in self.answer if each.kind == "document")

    def everything_said_to(self, said: str) -> tuple[str, ...]:
        """Return all that ever reached somebody, the opening template too."""
        phone = self.person(said).phone.digits
        arrived = self._made.messenger.arrived if self._made else ()
        return tuple(each.text for each in arrived if each.phone == phone)

    def latest(self, said: str) -> ConversationView | None:
        """Return the latest conversation with somebody, or None."""
        contact = Contact(self.person(said).phone.digits)

        async def viewed() -> ConversationView | None:
            async with self.certobot.container.uow() as uow:
                latest = await uow.conversations.latest_with(contact)
                return await uow.views.conversation(latest) if latest else None

        return self.house.run(viewed())

    def conversation(self, said: str = "ela") -> ConversationView:
        """Return the latest conversation with somebody."""
        view = self.latest(said)
        if view is None:
            raise Unmet(f"uma conversa com {self.cast.latest}", "não houve nenhuma")
        return view

    def agreement(self, said: str = "ela") -> AgreementView:
        """Return the agreement with somebody, as its payments leave it."""
        return self.house.run(self.certobot.container.show_agreement()(self._agreement_id(said)))

    def documents(self, said: str = "ela") -> tuple[PaymentDocument, ...]:
        """Return the payment documents of the agreement with somebody."""
        agreement_id = self._agreement_id(said)

        async def kept() -> tuple[PaymentDocument, ...]:
            async with self.certobot.container.uow() as uow:
                return await uow.agreements.documents(agreement_id)

        return self.house.run(kept())

    def report(self, said: str = "ela") -> OutcomeReport | None:
        """Return what the CRM knows of the end of somebody's latest conversation."""
        latest = self.conversation(said).id
        told = [each for each in self.certobot.crm.reports if each.conversation_id == latest]
        return self.certobot.kept(told[-1]) if told else None

    @property
    def is_inhabited(self) -> bool:
        """Whether anything happened yet."""
        return self._made is not None

    def check(self, holds: object, expected: str, found: str = "") -> None:
        """Fail, in words a stakeholder reads, unless `holds`.

        Raises:
            Unmet: it does not.
        """
        if not holds:
            raise Unmet(expected, found)

    def settle(self, workers: int = 1) -> None:
        """Work what is due, as the sweep does, until nothing is; each conversation by `workers` at once."""
        if self._made is None:
            return
        container = self._made.container
        seen = len(self._made.messenger.arrived)

        async def settled() -> bool:
            find, work = container.find_due(), container.work_conversation()
            for _ in range(_MOST_ROUNDS):
                if self.campaign:
                    await container.work_campaigns()()
                due = await find()
                if not due:
                    return True
                for conversation_id in due:
                    await asyncio.gather(*(work(conversation_id) for _ in range(workers)))
            return False

        finished = self.house.run(settled())
        self.tape.certobot_says(self._made.messenger.arrived[seen:])
        self.check(finished, "o Certobot terminar o que tem a fazer", "ficou com trabalho que não termina")

    def _reaches(self, moment: datetime) -> None:
        """Put the clock at `moment`, stopping wherever a campaign opens its next conversation."""
        while self.campaign:
            at = self.house.run(self.certobot.container.follow_campaign()(self.campaign)).next_at
            if at is None or not self.clock.now() < at < moment:
                break
            self.clock.set(at)
            self.house.run(self.certobot.container.work_campaigns()())
        self.clock.set(moment)

    def leave(self) -> None:
        """End the scenario."""
        if self._made:
            self._made.leave()

    def _is_refused(self, decision: MustNotContact) -> None:
        self.refusal = decision
        self.tape.note(f"O Certobot não procura {self.cast.latest}: {decision.explanation}")

    def _agreement_id(self, said: str) -> AgreementId:
        agreement_id = self.conversation(said).agreement_id
        if agreement_id is None:
            raise Unmet(f"um acordo com {self.cast.latest}", "não há acordo")
        return agreement_id

    def _before_the_conversation(self) -> None:
        if self._made is not None:
            raise Misread("diga quem deve e qual é a política antes de a conversa começar")

    def happens(self) -> None:
        """Begin something new: what was said so far is no answer to it."""
        self._mark = len(self._made.messenger.arrived) if self._made else 0
        self.told_before = len(self._made.crm.reports) if self._made else 0
