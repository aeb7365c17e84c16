"""What a text becomes where the creditor turned that on, and that a touch is read as what it stands for."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from adapters.llm.rules.interpreter import RulesInterpreter
from application.dress_text import DressText, PayableInChat
from application.outgoing import TextParcel
from application.ports.interpreter import OfferInView, ReadingContext, ReadingPhase
from application.ports.messenger import ChoiceContent, OrderContent
from domain.negotiation.offer import Installment, Terms
from domain.negotiation.reply import Reply, ReplyKind
from domain.negotiation.understanding import Intent
from domain.shared.ids import AgreementId
from tests.adapters.contracts.kept import a_document

BUTTONS = DressText(buttons=True)
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def terms(count: int) -> Terms:
    """R$ 300,00 in `count` instalments."""
    each = Decimal(300) / count
    due = tuple(Installment(n + 1, each, date(2026, 12, 1 + n)) for n in range(count))
    return Terms(Decimal(300), Decimal(0), due)


def a_reply(kind: ReplyKind, count: int = 1, options: tuple[int, ...] = ()) -> Reply:
    return Reply(kind, "Maria", terms=terms(count), options=tuple(terms(each) for each in options))


def options_of(reply: Reply) -> tuple[str, ...]:
    parcel = BUTTONS.asking("Pode ser?", reply)
    return parcel.options if isinstance(parcel, ChoiceContent) else ()


@pytest.fixture(scope="module")
def interpreter() -> RulesInterpreter:
    return RulesInterpreter()


@pytest.mark.parametrize("kind", ReplyKind)
def test_with_nothing_turned_on_a_text_is_a_text(kind: ReplyKind) -> None:
    assert DressText().asking("Olá", a_reply(kind)) == TextParcel("Olá")
    document = a_document(1)
    assert DressText().closing("Olá", AgreementId(uuid4()), document, 7) == TextParcel("Olá")


@pytest.mark.parametrize(
    ("kind", "phase", "intents"),
    [
        (ReplyKind.OPENING_OFFER, "negotiation", [Intent.ACCEPT, Intent.ASK_INSTALLMENTS]),
        (ReplyKind.CONFIRM_TERMS, "agreement", [Intent.ACCEPT, Intent.REJECT]),
        (ReplyKind.PROPOSAL_TAKEN, "agreement", [Intent.ACCEPT, Intent.REJECT]),
        (ReplyKind.PROMISE_OFFERED, "negotiation", [Intent.ACCEPT, Intent.REJECT]),
        (ReplyKind.HUMAN_OFFERED, "negotiation", [Intent.ASK_HUMAN, Intent.REJECT]),
    ],
)
async def test_a_touch_is_read_as_what_it_stands_for(
    interpreter: RulesInterpreter, kind: ReplyKind, phase: ReadingPhase, intents: list[Intent]
) -> None:
    context = ReadingContext(NOW, phase, OfferInView(Decimal(300), 1))
    read = [await interpreter.read(option, context) for option in options_of(a_reply(kind))]
    assert [understanding.intent for understanding in read] == intents


async def test_touching_a_number_of_instalments_asks_for_that_many(interpreter: RulesInterpreter) -> None:
    options = options_of(a_reply(ReplyKind.INSTALLMENT_OPTIONS, options=(1, 3, 12)))
    read = [await interpreter.read(option, ReadingContext(NOW, "negotiation", None)) for option in options]
    assert [understanding.installments for understanding in read] == [1, 3, 12]


def test_terms_in_instalments_can_be_exchanged_for_cash() -> None:
    assert options_of(a_reply(ReplyKind.COUNTER_OFFER, count=3)) == ("Aceito", "Quero pagar à vista")


@pytest.mark.parametrize("kind", [ReplyKind.ASK_DIGITS, ReplyKind.WRONG_DIGITS, ReplyKind.EXPLAIN_CONTACT])
def test_nothing_is_offered_before_identity(kind: ReplyKind) -> None:
    assert BUTTONS.asking("Olá", Reply(kind, "Maria")) == TextParcel("Olá")


def test_the_closing_text_carries_what_is_to_be_paid_and_a_reference_that_meta_takes() -> None:
    document = a_document(1)
    dress = DressText(payable=PayableInChat("Lojas Aurora", "pix@loja.example"))
    order = dress.closing("Combinado!", AgreementId(uuid4()), document, 7)
    assert isinstance(order, OrderContent)
    assert (order.body, order.amount) == ("Combinado!", document.boleto.amount)
    assert document.pix is not None
    assert (order.pix_code, order.linha_digitavel) == (document.pix.payload, document.boleto.linha_digitavel)
    assert len(order.reference) <= 35
