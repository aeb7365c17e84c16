"""`certobot replay`: bring back what failed for good, once its cause is gone."""

from argparse import ArgumentTypeError, Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from application.ports.dead_letters import DeadLetter, StaysFor
from application.ports.negotiation_repository import NotFound
from application.ports.unit_of_work import UnitOfWork
from domain.shared.calendar import SAO_PAULO
from domain.shared.ids import ConversationId
from entrypoints.runtime import running
from entrypoints.settings import Settings

_MOST_SHOWN = 200
_KINDS = {
    "inbound": "mensagem recebida sem resposta",
    "outbound": "mensagem que não saiu",
    "outcome": "resultado que o CRM não aceitou",
}
_WHY_THEY_STAY: dict[StaysFor, str] = {
    "silence": "quem recebe pediu silêncio, ou não é o devedor",
    "newer_conversation": "uma conversa mais nova com o devedor já foi aberta",
}


class NoSuchConversation(Exception):
    """There is no conversation with this id."""

    def __init__(self) -> None:
        super().__init__("não há conversa com este identificador; certobot replay --list mostra o que falhou")


def add_arguments(add: Callable[..., object]) -> None:
    """Add what `replay` takes."""
    add("--conversation", type=_conversation, metavar="ID", help="só o que é desta conversa")
    add("--list", action="store_true", help="só mostra o que há, com o motivo; não muda nada")


def _conversation(text: str) -> ConversationId:
    try:
        return ConversationId(UUID(text))
    except ValueError:
        raise ArgumentTypeError(f"{text} não é o identificador de uma conversa") from None


async def replay(settings: Settings, arguments: Namespace) -> None:
    """Show what failed for good and, unless only asked to list, let it wait again.

    Whoever serves or works finds it within a second or two.

    Raises:
        NoSuchConversation: there is none such as asked for.
    """
    async with running(settings, dispatching=False) as container, container.uow() as uow:
        if arguments.conversation:
            await _known(uow, arguments.conversation)
        dead = await uow.dead_letters.all(_MOST_SHOWN, arguments.conversation)
        revived = 0
        if dead and not arguments.list:
            revived = await uow.dead_letters.revive(container.clock().now(), arguments.conversation)
        await uow.commit()
    print("\n".join(replay_lines(dead, revived)))


async def _known(uow: UnitOfWork, conversation_id: ConversationId) -> None:
    try:
        await uow.conversations.get(conversation_id)
    except NotFound:
        raise NoSuchConversation from None


def replay_lines(dead: Sequence[DeadLetter], revived: int) -> Iterator[str]:
    """Yield what failed for good, how much of it waits again, and why some of it never will."""
    if not dead:
        yield "Nada falhou de vez."
    for letter in dead:
        at = letter.at.astimezone(SAO_PAULO)
        yield f"{at:%d/%m/%Y %H:%M}  {letter.conversation_id}  {_KINDS[letter.kind]}: {letter.reason}"
    if len(dead) == _MOST_SHOWN:
        yield f"(só os {_MOST_SHOWN} mais antigos aparecem aqui)"
    if revived:
        yield f"{revived} de volta à fila: o serve ou o worker cuida disso em instantes."
        yield "O que nós iniciamos sai só no horário e na frequência das regras de contato."
    for why, left in Counter(letter.stays_for for letter in dead if letter.stays_for).items():
        yield f"{left} {'não sai' if left == 1 else 'não saem'} mais: {_WHY_THEY_STAY[why]}."
