"""`certobot replay`: bring back what failed for good, once its cause is gone."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from uuid import UUID

from application.ports.dead_letters import DeadLetter
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
    """
    async with running(settings, dispatching=False) as container, container.uow() as uow:
        dead = await uow.dead_letters.all(_MOST_SHOWN, arguments.conversation)
        revived, left = 0, 0
        if dead and not arguments.list:
            revived = await uow.dead_letters.revive(container.clock().now(), arguments.conversation)
            left = len(await uow.dead_letters.all(_MOST_SHOWN, arguments.conversation))
        await uow.commit()
    _show(dead)
    if revived:
        print(f"{revived} de volta à fila: o serve ou o worker cuida disso em instantes.")
    if left:
        print(f"{left} não saem mais: quem recebe pediu silêncio, ou não é o devedor.")


def _show(dead: Sequence[DeadLetter]) -> None:
    if not dead:
        print("Nada falhou de vez.")
    for letter in dead:
        at = letter.at.astimezone(SAO_PAULO)
        print(f"{at:%d/%m/%Y %H:%M}  {letter.conversation_id}  {_KINDS[letter.kind]}: {letter.reason}")
    if len(dead) == _MOST_SHOWN:
        print(f"(só os {_MOST_SHOWN} mais antigos aparecem aqui)")
