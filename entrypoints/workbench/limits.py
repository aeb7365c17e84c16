"""The limits of a policy, as people call them."""

from domain.negotiation.policy import PolicyContradiction

_NAMES = {
    "opening_discount_percent": "o desconto inicial",
    "max_discount_percent": "o desconto máximo",
    "installment_discounts": "o desconto de quem parcela",
    "max_installments": "o número de parcelas",
    "min_payment": "o pagamento mínimo",
    "min_installment": "a parcela mínima",
    "first_due_days": "o prazo do primeiro pagamento",
    "due_days": "os dias de vencimento",
    "monthly_interest_percent": "os juros ao mês",
    "late_fine_percent": "a multa",
    "late_interest_percent": "os juros de mora",
    "conversation_timeout_seconds": "o tempo de silêncio, em segundos,",
    "verification_attempts": "o número de tentativas",
    "empathy": "a empatia",
    "concession_steps": "o número de passos",
    "promise_days": "o prazo da promessa, em dias,",
    "version": "a versão",
}


def contradiction_text(broken: PolicyContradiction) -> str:
    """Return why a policy cannot be, naming the limit as a stakeholder does."""
    name = _NAMES.get(broken.field, broken.field)
    return f"{name} não pode ser {broken.value}: {broken.allowed}"
