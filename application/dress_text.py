"""Turn the text of a turn into something one can touch, where the creditor turned that on."""

from dataclasses import dataclass

from application.outgoing import MessageParcel, TextParcel
from application.ports.messenger import ChoiceContent, OrderContent
from domain.negotiation.offer import Terms
from domain.negotiation.reply import Reply, ReplyKind
from domain.payments.document import PaymentDocument
from domain.shared.ids import AgreementId

# Each title must be read as what it stands for: it comes back as if the debtor had written it.
_CHANGES = "Não, quero mudar"
_OFFERS = frozenset(
    {
        ReplyKind.OPENING_OFFER,
        ReplyKind.CONCESSION,
        ReplyKind.FLOOR_HELD,
        ReplyKind.COUNTER_OFFER,
        ReplyKind.HARDSHIP_OFFER,
    }
)
_QUESTIONS = {
    ReplyKind.CONFIRM_TERMS: ("Sim, confirmo", _CHANGES),
    ReplyKind.PROPOSAL_TAKEN: ("Sim, confirmo", _CHANGES),
    ReplyKind.PROMISE_OFFERED: ("Sim, pode anotar", "Não por enquanto"),
    ReplyKind.HUMAN_OFFERED: ("Falar com uma pessoa", "Não por enquanto"),
}


@dataclass(frozen=True, slots=True)
class PayableInChat:
    """Whom an order pays: the name that the debtor's bank will show, and the key of its Pix."""

    merchant: str
    pix_key: str


@dataclass(frozen=True, slots=True)
class DressText:
    """Shows choices as options when `buttons` is set, and what is to be paid as an order when `payable` is.

    With neither, a text is a text.
    """

    buttons: bool = False
    payable: PayableInChat | None = None

    def closing(
        self, text: str, agreement_id: AgreementId, document: PaymentDocument, turn: int
    ) -> MessageParcel:
        """Return the text that hands over how to pay the first instalment."""
        if self.payable is None:
            return TextParcel(text)
        boleto, pix = document.boleto, document.pix
        return OrderContent(
            text,
            f"{agreement_id.hex[:24]}.{document.installment}.{turn}",
            boleto.amount,
            self.payable.merchant,
            boleto.linha_digitavel,
            pix.payload if pix else None,
            self.payable.pix_key,
        )

    def asking(self, text: str, reply: Reply) -> MessageParcel:
        """Return the text of any other turn."""
        options = _options(reply) if self.buttons else ()
        return ChoiceContent(text, options) if options else TextParcel(text)


def _options(reply: Reply) -> tuple[str, ...]:
    if reply.kind in _QUESTIONS:
        return _QUESTIONS[reply.kind]
    if reply.options:
        return tuple(_named(terms) for terms in reply.options)
    if reply.kind in _OFFERS and reply.terms is not None:
        other = "Quero parcelar" if len(reply.terms.installments) == 1 else "Quero pagar à vista"
        return ("Aceito", other)
    return ()


def _named(terms: Terms) -> str:
    count = len(terms.installments)
    return "À vista" if count == 1 else f"Em {count}x"
