"""What the tests of the store keep: one invented debtor and the things that happen to them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from application.conversation import Accepted, Held, PendingInbound
from application.outgoing import MessageParcel, OutgoingMessage, TextParcel
from application.ports.crm import OutcomeReport
from application.ports.unit_of_work import UnitOfWorkFactory
from application.ports.webhook_gate import InboundMessage
from application.turn import Turn
from domain.identity.debt import Debt
from domain.identity.debtor import Debtor, DebtorRecord
from domain.messaging.contact import Contact
from domain.negotiation.agreement import Agreement, AgreementStatus
from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.negotiation import Negotiation, open_negotiation
from domain.negotiation.offer import Installment
from domain.negotiation.outcome import Outcome
from domain.negotiation.policy import Policy
from domain.negotiation.understanding import Understanding
from domain.payments.boleto import Boleto
from domain.payments.document import PaymentDocument
from domain.payments.party import Beneficiary, Payer
from domain.payments.pix import PixCharge
from domain.shared.cpf import Cpf
from domain.shared.ids import ConversationId, DebtorId, MessageId, agreement_id_of
from domain.shared.phone import Phone

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)

CPF = Cpf.parse("529.982.247-25")
OTHER_CPF = Cpf.parse("111.444.777-35")
PHONE = "5511999990001"
CONTACT = Contact(PHONE)
DEBT = Debt(Decimal("1000.00"), Decimal("900.00"), date(2025, 8, 10), "Lojas Aurora", "Cartão de loja")
POLICY = Policy(version="2026-11", installment_discounts=((6, Decimal(25)),), due_days=(5, 10, 15, 20, 25))


def a_debtor(*, cpf: Cpf = CPF, debts: tuple[Debt, ...] = (DEBT,)) -> Debtor:
    """A debtor nobody has kept yet."""
    record = DebtorRecord(
        cpf, "Maria Aparecida Souza", Phone.parse(PHONE), debts, email="maria@example.com", uf="SP"
    )
    return Debtor(DebtorId(uuid4()), record)


def a_negotiation(debtor_id: DebtorId, at: datetime = NOW) -> Negotiation:
    """A negotiation that has just begun."""
    stake = DebtAtStake(DEBT.amount, DEBT.original_amount, DEBT.due_date, DEBT.creditor, DEBT.description)
    return open_negotiation(ConversationId(uuid4()), debtor_id, "Maria", stake, POLICY, at)[0]


async def a_kept_debtor(uow_factory: UnitOfWorkFactory, debtor: Debtor | None = None) -> Debtor:
    """A debtor, kept and read again."""
    debtor = debtor or a_debtor()
    async with uow_factory() as uow:
        await uow.debtors.save(debtor)
        kept = await uow.debtors.get(debtor.id)
        await uow.commit()
    return kept


async def a_conversation(
    uow_factory: UnitOfWorkFactory,
    *,
    debtor: Debtor | None = None,
    contact: Contact = CONTACT,
    at: datetime = NOW,
) -> Negotiation:
    """An open conversation, kept, with its debtor."""
    debtor = debtor or await a_kept_debtor(uow_factory)
    negotiation = a_negotiation(debtor.id, at)
    async with uow_factory() as uow:
        await uow.negotiations.add(negotiation, contact, (), at)
        await uow.commit()
    return negotiation


async def saved(uow_factory: UnitOfWorkFactory, negotiation: Negotiation, **changes: object) -> Negotiation:
    """The negotiation with some of its fields changed, kept and read again."""
    async with uow_factory() as uow:
        await uow.negotiations.save(replace(negotiation, **changes), (), NOW)  # type: ignore[arg-type]
        kept = await uow.negotiations.get(negotiation.id)
        await uow.commit()
    return kept


def an_inbound(
    text: str = "oi", *, provider_id: str | None = None, at: datetime = NOW, contact: Contact = CONTACT
) -> InboundMessage:
    """A text of the debtor."""
    return InboundMessage(provider_id or f"wamid.{uuid4()}", contact, at, "text", text)


async def a_heard_message(
    uow_factory: UnitOfWorkFactory,
    conversation_id: ConversationId,
    text: str = "oi",
    *,
    at: datetime = NOW,
    contact: Contact = CONTACT,
) -> MessageId:
    """An inbound message, kept and not answered."""
    message_id = MessageId(uuid4())
    async with uow_factory() as uow:
        accepted = await uow.inbox.accept([(message_id, an_inbound(text, at=at, contact=contact))], at)
        await uow.commit()
    assert accepted == (Accepted(message_id, conversation_id),)
    return message_id


async def waiting_in(
    uow_factory: UnitOfWorkFactory, conversation_id: ConversationId
) -> tuple[PendingInbound, ...]:
    """What waits for an answer, as whoever holds the conversation would see it."""
    async with uow_factory() as uow:
        held = await uow.turns.hold(conversation_id, NOW, NOW + MINUTE)
    return held.inbound if held else ()


async def a_hold(
    uow_factory: UnitOfWorkFactory, conversation_id: ConversationId, *, at: datetime = NOW
) -> Held:
    """The conversation, held for a minute."""
    async with uow_factory() as uow:
        held = await uow.turns.hold(conversation_id, at, at + MINUTE)
        await uow.commit()
    assert held is not None
    return held


def a_turn(held: Held, *messages: OutgoingMessage, understanding: Understanding | None = None) -> Turn:
    """A turn that answers all that waits."""
    negotiation = replace(held.negotiation, turns=held.negotiation.turns + 1)
    heard = tuple(message.message_id for message in held.inbound)
    return Turn(held.lease, negotiation, (), heard, understanding, messages)


async def answered(
    uow_factory: UnitOfWorkFactory,
    conversation_id: ConversationId,
    understanding: Understanding | None = None,
) -> None:
    """What waited has been answered by a turn."""
    held = await a_hold(uow_factory, conversation_id)
    async with uow_factory() as uow:
        await uow.turns.keep(a_turn(held, understanding=understanding), NOW, NOW + MINUTE)
        await uow.commit()


def an_outgoing(
    conversation_id: ConversationId,
    key: str,
    parcel: MessageParcel | None = None,
    *,
    at: datetime = NOW,
) -> OutgoingMessage:
    """A message to the debtor."""
    parcel = parcel or TextParcel(f"texto de {key}")
    return OutgoingMessage(key, MessageId(uuid4()), conversation_id, CONTACT, parcel, at)


async def queued(uow_factory: UnitOfWorkFactory, *messages: OutgoingMessage) -> None:
    """The messages are in the outbox."""
    async with uow_factory() as uow:
        await uow.outbox.put(messages, NOW)
        await uow.commit()


def a_report(conversation_id: ConversationId) -> OutcomeReport:
    """What the CRM must know of a conversation that ended well."""
    return OutcomeReport(
        conversation_id=conversation_id,
        cpf=CPF,
        outcome=Outcome.SUCCESSFUL,
        notes="Acordo fechado.",
        at=NOW,
        duration_seconds=95,
        agreement_id=agreement_id_of(conversation_id),
        original_amount=Decimal("1000.00"),
        agreed_amount=Decimal("600.00"),
        discount_amount=Decimal("400.00"),
        payment_dates=(date(2026, 11, 30),),
        payment_slip_reference="00190.00009",
    )


def an_agreement(negotiation: Negotiation, *, status: AgreementStatus = AgreementStatus.ACTIVE) -> Agreement:
    """R$ 600,00 for R$ 1.000,00, in two instalments."""
    return Agreement(
        agreement_id_of(negotiation.id),
        negotiation.id,
        negotiation.debtor_id,
        status,
        Decimal("1000.00"),
        Decimal("600.00"),
        (
            Installment(1, Decimal("300.00"), date(2026, 11, 30)),
            Installment(2, Decimal("300.00"), date(2026, 12, 30)),
        ),
        "2026-11",
        NOW,
    )


def a_document(installment: int, *, pix: bool = True) -> PaymentDocument:
    """The documents of one of two instalments of R$ 300,00."""
    free = f"{installment:025d}"
    barcode = f"0019{1}1234{30000:010d}{free}"
    linha = f"{barcode[:4]}{barcode[19:24]}0{barcode[24:34]}0{barcode[34:44]}0{barcode[4:19]}"
    boleto = Boleto(
        bank="001-9",
        bank_name="Banco do Brasil",
        barcode=barcode,
        linha_digitavel=linha,
        nosso_numero=f"{installment:017d}",
        document_number=f"A-{installment}",
        agency_account="1234-5 / 67890-1",
        wallet="17",
        amount=Decimal("300.00"),
        due_date=date(2026, 10 + installment, 30),
        issued_on=NOW.date(),
        beneficiary=Beneficiary("Lojas Aurora", "11.222.333/0001-81", "Rua das Flores, 10", "São Paulo"),
        payer=Payer("Maria Aparecida Souza", "529.982.247-25"),
        instructions=("Multa de 2%",),
    )
    charge = PixCharge(f"00020126PIX{installment}", f"TX{installment}", Decimal("300.00"))
    return PaymentDocument(installment, 2, boleto, charge if pix else None)


def an_id() -> UUID:
    """Something that nobody kept."""
    return uuid4()
