"""Say how a conversation ended, in the creditor's words."""

from collections.abc import Sequence
from datetime import datetime

from application.ports.crm import OutcomeReport
from domain.identity.debtor import Debtor
from domain.negotiation.agreement import Agreement
from domain.negotiation.events import ReceiptSent
from domain.negotiation.explanation import describe, explain
from domain.negotiation.negotiation import Decision
from domain.negotiation.outcome import Outcome
from domain.payments.document import PaymentDocument


def outcome_report(
    decision: Decision,
    debtor: Debtor,
    now: datetime,
    agreement: Agreement | None = None,
    documents: Sequence[PaymentDocument] = (),
) -> OutcomeReport:
    """Return the report of a conversation that `decision` ended."""
    negotiation = decision.negotiation
    return OutcomeReport(
        conversation_id=negotiation.id,
        cpf=debtor.record.cpf,
        outcome=negotiation.outcome or Outcome.NO_CONTACT,
        notes=_notes(decision),
        at=now,
        duration_seconds=max(0, int((now - negotiation.opened_at).total_seconds())),
        agreement_id=negotiation.agreement_id,
        original_amount=negotiation.debt.balance,
        agreed_amount=agreement.total if agreement else None,
        discount_amount=agreement.discount_amount if agreement else None,
        payment_dates=tuple(due.due_date for due in agreement.installments) if agreement else (),
        payment_amounts=tuple(due.amount for due in agreement.installments) if agreement else (),
        payment_slip_reference=documents[0].boleto.nosso_numero if documents else None,
    )


def _notes(decision: Decision) -> str:
    """Tell the end, and what a person who takes over needs: hardship, and the last terms offered."""
    negotiation = decision.negotiation
    notes = [explain(event) for event in decision.events]
    if negotiation.receipts:
        notes.append(explain(ReceiptSent()))
    if negotiation.hardship_told:
        notes.append("relatou dificuldade")
    if negotiation.agreement_id is None and negotiation.offers:
        notes.append(f"última oferta: {describe(negotiation.offers[-1].terms)}")
    text = "; ".join(dict.fromkeys(notes))
    return text[:1].upper() + text[1:]
