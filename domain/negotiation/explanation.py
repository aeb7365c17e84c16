"""Every decision in one Portuguese sentence, for the operator and the CRM's notes."""

from collections.abc import Mapping
from decimal import Decimal

from domain.negotiation import events
from domain.negotiation.events import EndReason, Event
from domain.negotiation.offer import Terms
from domain.negotiation.reply import Reason
from domain.shared.money import brl, format_brl

_REASONS = {
    Reason.OPENING: "proposta de abertura",
    Reason.PRICE_OBJECTION: "objeção de preço",
    Reason.HARDSHIP: "dificuldade relatada",
    Reason.ASKED_INSTALLMENTS: "pedido de parcelamento",
    Reason.PROPOSAL_ALLOWED: "proposta do devedor dentro da política",
    Reason.BELOW_FLOOR: "proposta abaixo do piso, respondida com a opção permitida mais próxima",
    Reason.INSTALLMENT_TOO_SMALL: "parcela pedida menor que a mínima, respondida com a menor permitida",
    Reason.TOO_MANY_INSTALLMENTS: "mais parcelas que o máximo, respondida com o máximo",
    Reason.DATE_OUT_OF_RANGE: "data fora do prazo, respondida com a permitida mais próxima",
    Reason.FLOOR_REACHED: "piso alcançado, condição mantida",
}

_ENDS = {
    EndReason.AGREED: "acordo fechado",
    EndReason.PROMISED: "promessa de pagamento registrada",
    EndReason.VERIFICATION_FAILED: "identidade não confirmada",
    EndReason.WRONG_PERSON: "o telefone não é do devedor",
    EndReason.ALREADY_PAID: "afirma que já pagou; conferir com o credor",
    EndReason.DISPUTED: "não reconhece o débito; em análise",
    EndReason.HUMAN_ASKED: "pediu atendimento de uma pessoa",
    EndReason.LEGAL_THREAT: "mencionou medida jurídica; encaminhar a uma pessoa",
    EndReason.DESPAIR: "falou em tirar a própria vida; uma pessoa deve cuidar disso já, sem cobrar",
    EndReason.REFUSED: "não quis negociar agora",
    EndReason.OPTED_OUT: "pediu para não receber mensagens",
    EndReason.TIMED_OUT: "parou de responder",
    EndReason.PATIENCE_ENDED: "conversa longa sem acordo; encaminhar a uma pessoa",
    EndReason.UNREACHABLE: "o WhatsApp deste telefone não recebe mensagens; tentar outro meio",
    EndReason.SETTLED: "o acordo anterior foi posto em dia; nada a renegociar",
}

_REMINDERS = {
    "reminder": "lembrou o devedor de que vai vencer",
    "due_today": "lembrou o devedor de que vence hoje",
    "late": "avisou o devedor de que venceu",
    "broken": "avisou o devedor de que o acordo foi quebrado, sem pagamento da",
}

_PLAIN: Mapping[type[Event], str] = {
    events.ConversationOpened: "conversa aberta pela política {0.policy_version}",
    events.IdentityProven: "identidade confirmada na tentativa {0.attempts}",
    events.IdentityLapsed: "voltou a escrever depois de um dia; a identidade será confirmada de novo",
    events.IdentityDoubted: "mudou de número ou de conta no WhatsApp; a identidade será confirmada de novo",
    events.HardshipTold: "relatou dificuldade",
    events.PaymentAskedAgain: "pediu de novo os dados de pagamento",
    events.ReceiptSent: "enviou um comprovante; uma pessoa deve conferir",
    events.AgreementStandsAgain: "acordo de pé outra vez: o atraso foi pago",
    events.OptOutHeard: "pediu para não receber mensagens, depois do fim da conversa",
}


def explain(event: Event) -> str:
    """Return what `event` means, in Portuguese, without personal data."""
    match event:
        case events.IdentityMistaken():
            return f"dígitos do CPF não conferem; {_attempts(event.attempts_left)}"
        case events.OfferMade():
            return _of_offer(event)
        case events.TermsRestated():
            return f"condições repetidas para confirmação: {describe(event.terms)}"
        case events.ConversationEnded():
            return f"conversa encerrada: {_ENDS[event.reason]}"
        case events.AgreementReached() | events.PromiseMade() | events.AgreementBroken():
            return _of_word_given(event)
        case events.PaymentNoted() | events.AgreementSettled():
            return _of_payment(event)
        case events.DebtorReminded():
            return f"{_REMINDERS[event.kind]} a parcela {event.installment}"
        case _:
            return _PLAIN[type(event)].format(event)


def describe(terms: Terms) -> str:
    """Return `terms` in one phrase: total, instalments, discount and interest if any, and first due date."""
    count = len(terms.installments)
    how = "à vista" if count == 1 else f"em {count}x"
    discount = f", {_percent(terms.discount_percent)}% de desconto" if terms.discount_percent else ""
    interest = f", com {format_brl(terms.interest)} de juros do parcelamento" if terms.interest else ""
    return f"{format_brl(terms.total)} {how}{discount}{interest}, 1º vencimento {terms.first_due:%d/%m/%Y}"


def _attempts(left: int) -> str:
    if left == 0:
        return "não restam tentativas"
    return "resta 1 tentativa" if left == 1 else f"restam {left} tentativas"


def _of_word_given(event: events.AgreementReached | events.PromiseMade | events.AgreementBroken) -> str:
    match event:
        case events.AgreementReached():
            return f"acordo confirmado: {describe(event.offer.terms)}"
        case events.PromiseMade():
            return f"promessa de pagar {format_brl(event.promise.amount)} em {event.promise.on:%d/%m/%Y}"
        case events.AgreementBroken():
            late = f"parcela {event.installment} não paga no prazo"
            return f"acordo quebrado: {late}; faltam {format_brl(event.remaining)}"


def _of_payment(event: events.PaymentNoted | events.AgreementSettled) -> str:
    if isinstance(event, events.AgreementSettled):
        return f"acordo quitado: {format_brl(event.paid)} pagos"
    surplus = f"; {format_brl(event.surplus)} a mais, para uma pessoa conferir" if event.surplus else ""
    return f"pagamento de {format_brl(event.amount)}; faltam {format_brl(event.remaining)}{surplus}"


def _of_offer(event: events.OfferMade) -> str:
    points = _percent(event.conceded_points)
    conceded = "" if points == "0" else f"concedeu {points} ponto{'' if points == '1' else 's'}: "
    why, what = _REASONS[event.reason], describe(event.offer.terms)
    return f"{conceded}{why}; ofertou {what}; piso {format_brl(event.floor)}"


def _percent(value: Decimal) -> str:
    return f"{brl(value):f}".rstrip("0").rstrip(".").replace(".", ",")
