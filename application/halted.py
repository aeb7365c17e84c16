"""What keeps every campaign from opening conversations for now."""

from datetime import datetime

from application.opening_template import OpeningTemplate
from application.ports.unit_of_work import UnitOfWork


async def halted_by(uow: UnitOfWork, template: OpeningTemplate, now: datetime) -> str | None:
    """Return why no campaign may open a conversation now, in Portuguese; None when nothing forbids it.

    A conversation opened while the channel takes nothing of ours would only wait, and its debtor would count
    as contacted.
    """
    if reason := await uow.outbox.blocked(now):
        return f"o WhatsApp recusa o nosso número ({reason}); as campanhas continuam quando ele voltar"
    for bad in await uow.templates.bad():
        if (bad.name, bad.language) == (template.name, template.language):
            return (
                f"o WhatsApp recusa o modelo {bad.name} ({bad.reason}); corrigido ele, abra uma conversa com "
                "certobot start --cpf, e as campanhas continuam"
            )
    return None
