"""The approved templates of an agreement's following, for when nothing may be written freely."""

from collections.abc import Mapping
from dataclasses import dataclass

from application.outgoing import TemplateParcel
from domain.negotiation.reply import ReplyKind

_REMINDER = "Passando para lembrar do que combinamos. Responda por aqui e eu te mando os detalhes."
_LATE = "Queria falar com você sobre o que combinamos. Responda por aqui quando puder."
_THANKS = "Recebemos o que combinamos. Obrigado! Se quiser os detalhes, é só responder."

# What a person reads of each: nothing that gives the subject away, for anybody may see it.
_SAID: Mapping[ReplyKind, str] = {
    ReplyKind.REMINDER: _REMINDER,
    ReplyKind.DUE_TODAY: _REMINDER,
    ReplyKind.OVERDUE: _LATE,
    ReplyKind.AGREEMENT_BROKEN: _LATE,
    ReplyKind.PAYMENT_RECEIVED: _THANKS,
    ReplyKind.OVERPAID: _THANKS,
    ReplyKind.AGREEMENT_PAID: _THANKS,
}


@dataclass(frozen=True, slots=True)
class FollowingTemplates:
    """The templates as Meta approved them, by what they say; a name that is empty is not approved.

    `sender` may be said to anybody; it is empty when the creditor's name would give the subject away.
    """

    reminder: str
    late: str
    thanks: str
    language: str
    sender: str

    def of(self, kind: ReplyKind, first_name: str) -> TemplateParcel | None:
        """Return the template that stands for `kind`, addressed to one debtor; None when there is none."""
        said = _SAID[kind]
        name = {_REMINDER: self.reminder, _LATE: self.late, _THANKS: self.thanks}[said]
        if not name:
            return None
        sender = self.sender or "Central de Atendimento"
        preview = f"Olá, {first_name}! Aqui é o Certobot, o assistente digital ({sender}). {said}"
        return TemplateParcel(name, self.language, (first_name, sender), preview)
