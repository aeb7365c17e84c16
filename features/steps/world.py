"""The world of one scenario: its own Certobot, its people, and a clock that moves only on command."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.clock.virtual import VirtualClock
from application.open_conversation import ContactForbidden, Opened
from application.ports.crm import OutcomeReport
from application.ports.interpreter import Interpreter
from application.ports.messenger import DocumentContent, OutboundMessage
from application.ports.views import AgreementView, ConversationView
from application.ports.webhook_gate import InboundMessage, ProviderEvents, StatusUpdate
from domain.identity.debtor import DebtorRecord
from domain.messaging.contact import Contact
from domain.messaging.delivery import DeliveryStatus
from domain.messaging.message import MessageType
from domain.payments.document import PaymentDocument
from domain.shared.calendar import SAO_PAULO, business_date
from domain.shared.ids import AgreementId, ConversationId, TenantId
from entrypoints.container import Container
from entrypoints.settings import Settings
from features.steps.people import invented
from features.steps.reading import text_of
from features.steps.unsteady import UnsteadyCrm, UnsteadyMessenger

# A Monday with no holiday near, within contact hours.
BEGINNING = datetime(2026, 11, 23, 10, 0, tzinfo=SAO_PAULO)
_MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class House:
    """What all scenarios of a run share: the event loop, the database, the settings, and the reader.

    The reader keeps nothing between messages and takes half a second to learn its words.
    """

    runner: asyncio.Runner
    engine: AsyncEngine
    settings: Settings
    interpreter: Interpreter


class World:
    """One scenario. Every verb happens at once, at the moment where the clock stands.

    The answer is what left for the debtor since the last thing that somebody did.
    """

    def __init__(self, house: House) -> None:
        self.clock = VirtualClock(BEGINNING)
        self.policy = house.settings.policy
        self.messenger = UnsteadyMessenger()
        self.refusal: ContactForbidden | None = None
        self.opened: Opened | None = None
        self._house = house
        self._people: dict[str, DebtorRecord] = {}
        self._named = ""
        self._conversations: dict[str, ConversationId] = {}
        self._made: tuple[Container, UnsteadyCrm] | None = None
        self.last_messages: tuple[InboundMessage, ...] = ()
        self._mark = 0
        self._received = 0

    # who and what the scenario is about

    @property
    def today(self) -> date:
        """The date in São Paulo."""
        return business_date(self.clock.now())

    @property
    def settings(self) -> Settings:
        """The settings this scenario runs under."""
        return msgspec.structs.replace(self._house.settings, policy=self.policy)

    def name(self, said: str) -> str:
        """Return whom the scenario means; `ela` and `ele` are whoever was named last."""
        if said.lower() in {"ela", "ele"}:
            assert self._named, "o cenário diz “ela” ou “ele” antes de dar um nome"
            return self._named
        self._named = said
        return said

    def person(self, said: str) -> DebtorRecord:
        """Return the person meant, invented when named for the first time."""
        name = self.name(said)
        return self._people.setdefault(name, invented(name, len(self._people)))

    def change_person(self, said: str, change: Callable[[DebtorRecord], DebtorRecord]) -> None:
        """Change what the CRM knows of somebody, before their conversation."""
        self._before_the_conversation()
        self._people[self.name(said)] = change(self.person(said))

    def change_policy(self, **fields: object) -> None:
        """Change what the creditor allows, before any conversation."""
        self._before_the_conversation()
        self.policy = replace(self.policy, **fields)  # type: ignore[arg-type]

    # what people do

    def approaches(self, said: str) -> None:
        """Have Certobot open a conversation; `opened` or `refusal` tells what became of it."""
        record = self.person(said)
        self._happens()
        self.opened = self.refusal = None
        try:
            self.opened = self._run(self.container.open_conversation()(record.cpf))
        except ContactForbidden as forbidden:
            self.refusal = forbidden
        else:
            self._conversations[self._named] = self.opened.conversation_id
        self._settle()

    def writes(self, said: str, *texts: str, kind: MessageType = "text", copies: int = 1) -> None:
        """Have somebody send messages that arrive together, each `copies` times over."""
        self.arrives(tuple(self.message(said, text, kind) for text in texts), copies)

    def message(self, said: str, text: str, kind: MessageType = "text") -> InboundMessage:
        """Return a message as WhatsApp would hand it over, with an id of its own."""
        self._received += 1
        contact = Contact(self.person(said).phone.digits)
        return InboundMessage(f"wamid.{self._received}", contact, self.clock.now(), kind, text)

    def arrives(self, messages: tuple[InboundMessage, ...], copies: int = 1) -> None:
        """Hand messages over, `copies` times at the same instant."""
        self._happens()
        self.last_messages = messages

        async def received() -> None:
            receive = self.container.receive_events()
            await asyncio.gather(*(receive(ProviderEvents(messages)) for _ in range(copies)))

        self._run(received())
        self._settle(workers=copies)

    def passes(self, time: timedelta) -> None:
        """Let time pass."""
        self._happens()
        self.clock.advance(time)
        self._settle()

    def stands_at(self, moment: datetime) -> None:
        """Put the clock at a later moment."""
        assert moment >= self.clock.now(), f"o relógio do cenário não anda para trás: {moment:%d/%m/%Y %H:%M}"
        self._happens()
        self.clock.set(moment)
        self._settle()

    def confirms_receipt(self) -> None:
        """Have WhatsApp tell that everything it took was delivered."""

        async def told() -> None:
            statuses = tuple(
                StatusUpdate(f"mock.{key}", DeliveryStatus.DELIVERED, self.clock.now(), key)
                for key in self.messenger.calls
            )
            await self.container.receive_events()(ProviderEvents(statuses=statuses))

        self._run(told())
        self._settle()

    # what came of it

    @property
    def crm(self) -> UnsteadyCrm:
        """The creditor's CRM."""
        return self._certobot()[1]

    @property
    def container(self) -> Container:
        """Certobot itself, made with what the scenario has said so far."""
        return self._certobot()[0]

    @property
    def answer(self) -> tuple[OutboundMessage, ...]:
        """What left for debtors since the last thing that happened."""
        return self.messenger.sent[self._mark :]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the answer."""
        return tuple(
            text_of(message) for message in self.answer if not isinstance(message.content, DocumentContent)
        )

    @property
    def pdfs(self) -> tuple[DocumentContent, ...]:
        """The documents of the answer."""
        return tuple(each.content for each in self.answer if isinstance(each.content, DocumentContent))

    def everything_said_to(self, said: str) -> tuple[str, ...]:
        """Return all that was ever sent to somebody, the opening template too."""
        phone = self.person(said).phone.digits
        return tuple(text_of(each) for each in self.messenger.sent if each.to.phone == phone)

    def conversation(self, said: str) -> ConversationView:
        """Return the latest conversation with somebody."""
        contact = Contact(self.person(said).phone.digits)

        async def viewed() -> ConversationView | None:
            async with self.container.uow() as uow:
                latest = await uow.conversations.latest_with(contact)
                return await uow.views.conversation(latest) if latest else None

        view = self._run(viewed())
        assert view is not None, f"não há conversa com {self._named}"
        return view

    def agreement(self, said: str) -> AgreementView:
        """Return the agreement with somebody."""
        agreement_id = self._agreement_id(said)

        async def viewed() -> AgreementView | None:
            async with self.container.uow() as uow:
                return await uow.views.agreement(agreement_id)

        view = self._run(viewed())
        assert view is not None, f"não há acordo com {self._named}"
        return view

    def documents(self, said: str) -> tuple[PaymentDocument, ...]:
        """Return the payment documents of the agreement with somebody."""
        agreement_id = self._agreement_id(said)

        async def kept() -> tuple[PaymentDocument, ...]:
            async with self.container.uow() as uow:
                return await uow.agreements.documents(agreement_id)

        return self._run(kept())

    def report(self, said: str) -> OutcomeReport | None:
        """Return what the CRM knows of the end of somebody's latest conversation."""
        latest = self.conversation(said).id
        return next((each for each in self.crm.reports if each.conversation_id == latest), None)

    def check(self, holds: object, expected: str) -> None:
        """Fail, in words a stakeholder reads, unless `holds`."""
        __tracebackhide__ = True
        if not holds:
            said = "\n".join(f"    {line}" for text in self.texts for line in text.split("\n"))
            raise AssertionError(f"\nEsperado: {expected}\nO Certobot disse:\n{said or '    (nada)'}")

    def _agreement_id(self, said: str) -> AgreementId:
        agreement_id = self.conversation(said).agreement_id
        self.check(agreement_id, f"um acordo com {self._named}")
        assert agreement_id is not None
        return agreement_id

    def _certobot(self) -> tuple[Container, UnsteadyCrm]:
        if self._made is None:
            crm = UnsteadyCrm(self._people.values())
            container = Container(settings=self.settings)
            container.tenant.override(TenantId(f"cenario-{uuid4()}"))
            container.engine.override(self._house.engine)
            container.clock.override(self.clock)
            container.messenger.override(self.messenger)
            container.crm.override(crm)
            container.interpreter.override(self._house.interpreter)
            self._made = container, crm
        return self._made

    def _before_the_conversation(self) -> None:
        assert self._made is None, "diga quem deve e qual é a política antes de a conversa começar"

    def _happens(self) -> None:
        self._mark = len(self.messenger.sent)

    def _settle(self, workers: int = 1) -> None:
        """Work what is due, as the sweep does, until nothing is; each conversation by `workers` at once."""

        async def settled() -> bool:
            find, work = self.container.find_due(), self.container.work_conversation()
            for _ in range(_MOST_ROUNDS):
                due = await find()
                if not due:
                    return True
                for conversation_id in due:
                    await asyncio.gather(*(work(conversation_id) for _ in range(workers)))
            return False

        assert self._run(settled()), "o Certobot ficou com trabalho que não consegue terminar"

    def _run[T](self, work: Coroutine[None, None, T]) -> T:
        return self._house.runner.run(work)
