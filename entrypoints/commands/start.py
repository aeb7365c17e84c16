"""`certobot start`: open a conversation with the debtor of a CPF."""

from domain.shared.cpf import Cpf
from entrypoints.runtime import running
from entrypoints.settings import Settings


async def start(settings: Settings, cpf: Cpf) -> None:
    """Open the conversation and send its first message, if its hour has come.

    Raises:
        DebtorNotFound, ContactForbidden: this debtor cannot be contacted.
    """
    async with running(settings, dispatching=False) as container:
        opened = await container.open_conversation()(cpf)
        if opened.scheduled_for:
            print(f"Agendada: a primeira mensagem sai em {opened.scheduled_for:%d/%m/%Y às %H:%M (UTC%:z)}.")
        else:
            await container.work_conversation()(opened.conversation_id)
            print("Já estava aberta." if opened.already_open else "Conversa aberta.")
        print(f"Acompanhe em /api/v1/conversations/{opened.conversation_id}")
