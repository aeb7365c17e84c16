"""What is decided about contacting a debtor: from when we may, or which rule forbids it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ContactRule(StrEnum):
    """The rule that forbids a contact."""

    INVALID_CPF = "invalid_cpf"
    REPEATED = "repeated"
    NOT_IN_CRM = "not_in_crm"
    INVALID_RECORD = "invalid_record"
    MISSING_NAME = "missing_name"
    INVALID_PHONE = "invalid_phone"
    NO_DEBT = "no_debt"
    AGREEMENT_STANDS = "agreement_stands"
    INVALID_AMOUNT = "invalid_amount"
    MISSING_CREDITOR = "missing_creditor"
    INVALID_DUE_DATE = "invalid_due_date"
    PRESCRIBED = "prescribed"
    OPT_OUT = "opt_out"
    WRONG_NUMBER = "wrong_number"
    UNREACHABLE = "unreachable"
    DISPUTED = "disputed"
    LOCKOUT = "lockout"
    NO_CONTACT_HOURS = "no_contact_hours"
    FREQUENCY = "frequency"
    ALREADY_OPEN = "already_open"
    SUPERSEDED = "superseded"
    PHONE_IN_USE = "phone_in_use"


SEARCHED_DAYS = 30

_EXPLANATIONS: Mapping[ContactRule, str] = {
    ContactRule.INVALID_CPF: "O CPF não é válido.",
    ContactRule.REPEATED: "O CPF já apareceu antes na mesma lista.",
    ContactRule.NOT_IN_CRM: "O CRM não tem devedor com este CPF.",
    ContactRule.INVALID_RECORD: "O cadastro no CRM não pode ser usado.",
    ContactRule.MISSING_NAME: "O cadastro no CRM não tem o nome do devedor.",
    ContactRule.INVALID_PHONE: "O cadastro no CRM não tem um telefone brasileiro com DDD.",
    ContactRule.NO_DEBT: "Não há débito em aberto.",
    ContactRule.AGREEMENT_STANDS: "O débito já tem acordo: só se escreve ao devedor para acompanhá-lo.",
    ContactRule.INVALID_AMOUNT: "O valor do débito falta ou não é maior que zero.",
    ContactRule.MISSING_CREDITOR: "O débito não diz quem é o credor.",
    ContactRule.INVALID_DUE_DATE: "O vencimento do débito falta, não existe ou ainda não chegou.",
    ContactRule.PRESCRIBED: "Todos os débitos estão prescritos (mais de cinco anos do vencimento).",
    ContactRule.OPT_OUT: "O devedor pediu para não receber mensagens: só volta a ser contatado se escrever.",
    ContactRule.WRONG_NUMBER: "Quem atende neste telefone disse que não é o devedor.",
    ContactRule.UNREACHABLE: "Este telefone não recebe mensagens pelo WhatsApp.",
    ContactRule.DISPUTED: "O devedor não reconhece o débito: o contato está em pausa enquanto se confere.",
    ContactRule.LOCKOUT: "A identidade não foi confirmada nas últimas conversas: o contato está suspenso.",
    ContactRule.NO_CONTACT_HOURS: f"Não há horário de contato permitido nos próximos {SEARCHED_DAYS} dias.",
    ContactRule.FREQUENCY: "O número máximo de contatos com este devedor já foi atingido.",
    ContactRule.ALREADY_OPEN: "Já há uma conversa aberta com este devedor.",
    ContactRule.SUPERSEDED: "Uma conversa mais nova com este devedor já foi aberta.",
    ContactRule.PHONE_IN_USE: "Há uma conversa aberta com outra pessoa neste mesmo telefone.",
}


@dataclass(frozen=True, slots=True)
class MayContact:
    """Contact is allowed from `at` on: now, or the next allowed moment in the debtor's time zone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MustNotContact:
    """Contact is forbidden by `rule`: since when, and until when, where the rule knows.

    `detail` says more of this very case, in Portuguese, without personal data.
    """

    rule: ContactRule
    since: datetime | None = None
    until: datetime | None = None
    detail: str = ""

    @property
    def explanation(self) -> str:
        """Why, in Portuguese, without personal data."""
        return explanation_of(self.rule) + (f" ({self.detail})" if self.detail else "")


def explanation_of(rule: ContactRule) -> str:
    """Return the sentence that says to people why `rule` forbids a contact."""
    return _EXPLANATIONS[rule]
