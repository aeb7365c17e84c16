"""The engine over a real database, a clock that moves on command, and Meta as the Graph server plays it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from adapters.clock.virtual import VirtualClock
from application.outgoing import MessageParcel, OutgoingMessage
from domain.identity.debt import Debt
from domain.messaging.contact import Contact
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId
from entrypoints.container import Container
from tests.adapters.contracts.kept import (
    CONTACT,
    CPF,
    DEBT,
    a_conversation,
    a_debtor,
    a_heard_message,
    a_kept_debtor,
    an_outgoing,
    answered,
    queued,
    saved,
)
from tests.adapters.whatsapp.gates import a_gate
from tests.adapters.whatsapp.graph_server import GraphServer, fails
from tests.adapters.whatsapp.webhooks import envelope, status

_LONG = timedelta(days=7)


@dataclass(slots=True)
class Stage:
    """Everything a test of refusals touches."""

    container: Container
    clock: VirtualClock
    server: GraphServer
    keys: list[str] = field(default_factory=list)
    contacts: dict[ConversationId, Contact] = field(default_factory=dict)

    async def opens(
        self, contact: Contact = CONTACT, cpf: Cpf = CPF, debts: tuple[Debt, ...] = (DEBT,)
    ) -> ConversationId:
        """Return a conversation, which silence does not end, with a debtor who was answered a moment ago."""
        uow, now = self.container.uow, self.clock.now()
        debtor = await a_kept_debtor(uow, a_debtor(cpf=cpf, debts=debts))
        conversation = await a_conversation(uow, debtor=debtor, contact=contact, at=now)
        await saved(uow, conversation, last_activity_at=now + _LONG)
        await a_heard_message(uow, conversation.id, at=now, contact=contact)
        await answered(uow, conversation.id)
        self.contacts[conversation.id] = contact
        return conversation.id

    async def queues(
        self, conversation_id: ConversationId, *parcels: MessageParcel, after: timedelta = timedelta()
    ) -> list[OutgoingMessage]:
        """Queue messages of ours, due after a while."""
        now, first = self.clock.now() + after, len(self.keys)
        to = self.contacts[conversation_id]
        messages = [
            replace(
                an_outgoing(conversation_id, f"{conversation_id}.m{first + place}", parcel, at=now), to=to
            )
            for place, parcel in enumerate(parcels)
        ]
        self.keys += [message.key for message in messages]
        await queued(self.container.uow, *messages)
        return messages

    async def works(self, conversation_id: ConversationId, after: timedelta = timedelta()) -> None:
        """Let time pass, then do whatever waits in the conversation."""
        self.clock.advance(after)
        await self.container.work_conversation()(conversation_id)

    async def is_refused(self, how: str, message: OutgoingMessage, code: int) -> None:
        """Have the channel refuse the message with `code`, at once or told later."""
        if how == "at once":
            self.server.script(fails(code))
            await self.works(message.conversation_id)
        else:
            await self.works(message.conversation_id)
            await self.is_told(message, code)
            await self.works(message.conversation_id)

    async def is_told(self, message: OutgoingMessage, code: int, wamid: str = "") -> None:
        """Have the provider tell of a failure."""
        wamid = wamid or self.server.wamids[message.key]
        item = status(wamid, "failed", self.clock.now(), key=message.key, error_code=code)
        await self.container.receive_events()(a_gate().read(envelope(item)))

    @property
    def sent(self) -> list[str]:
        """The keys of what Meta accepted, in order."""
        return [message["biz_opaque_callback_data"] for message in self.server.messages]

    async def shown(self, conversation_id: ConversationId) -> dict[str, str]:
        """Return how far each message of ours has come, by its text."""
        async with self.container.uow() as uow:
            view = await uow.views.conversation(conversation_id)
        assert view is not None
        return {message.text: message.status for message in view.messages if message.direction == "outbound"}

    async def bad_templates(self) -> list[str]:
        """Return the names of the templates that Meta refuses."""
        async with self.container.uow() as uow:
            return [template.name for template in await uow.templates.bad()]
