"""Conversations to measure with, and a history behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

import asyncpg  # type: ignore[import-untyped]
import msgspec

from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.negotiation import Negotiation, open_negotiation
from domain.negotiation.policy import Policy
from domain.shared.ids import ConversationId, DebtorId
from entrypoints.container import TENANT

_SPACE = UUID("6f1b5f0e-6a0a-4d1b-9a52-0d9c6f1d2b11")
_FALLEN_DUE = date(2026, 3, 10)
_OWED = Decimal("1000.00")
_CREDITOR = "Lojas Aurora"
_DESCRIPTION = "Cartão de loja"
# Phones and CPFs of history and of what is measured never meet.
HISTORY_STARTS = 5_000_000

# Ended conversations of ten messages each, all of them handled, delivered and reported.
_HISTORY = (
    """
    INSERT INTO messages (tenant_id, id, conversation_id, direction, type, text, at, status)
    SELECT c.tenant_id, md5(c.id::text || place)::uuid, c.id,
           CASE WHEN place % 2 = 1 THEN 'inbound' ELSE 'outbound' END, 'text',
           'Consigo R$ 600,00 à vista até sexta, ou em 3 vezes sem juros. Qual fica melhor para você?',
           c.opened_at + place * interval '1 minute',
           CASE WHEN place % 2 = 1 THEN 'received' ELSE 'read' END
    FROM conversations AS c, generate_series(1, 10) AS place
    WHERE c.status <> 'active'
    """,
    """
    INSERT INTO inbox (tenant_id, provider_message_id, message_id, conversation_id, contact_phone, sent_at,
                       handled_at)
    SELECT m.tenant_id, 'wamid.' || m.id, m.id, m.conversation_id, c.contact_phone, m.at, m.at
    FROM messages AS m
    JOIN conversations AS c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
    WHERE m.direction = 'inbound'
    """,
    """
    INSERT INTO outbox (tenant_id, key, message_id, conversation_id, contact, parcel, status, available_at,
                        attempts, provider_message_id)
    SELECT m.tenant_id, 'old-' || m.id, m.id, m.conversation_id,
           jsonb_build_object('phone', c.contact_phone, 'user_id', NULL),
           jsonb_build_object('type', 'text', 'body', m.text), 'done', m.at, 1, 'wamid.out.' || m.id
    FROM messages AS m
    JOIN conversations AS c ON c.tenant_id = m.tenant_id AND c.id = m.conversation_id
    WHERE m.direction = 'outbound'
    """,
    """
    INSERT INTO outcomes (tenant_id, session_id, conversation_id, debtor_id, outcome, report, status,
                          available_at, attempts, reported_at)
    SELECT tenant_id, id, id, debtor_id, 'unsuccessful', '{}', 'reported', opened_at, 1, opened_at
    FROM conversations
    WHERE status <> 'active'
    """,
    """
    INSERT INTO audit_log (tenant_id, conversation_id, event, text, at)
    SELECT c.tenant_id, c.id, 'OfferMade', 'Oferta de R$ 600,00 à vista', c.opened_at
    FROM conversations AS c, generate_series(1, 5) AS place
    WHERE c.status <> 'active'
    """,
)


@dataclass(frozen=True, slots=True)
class Seed:
    """A debtor whose conversation is open and waits for them."""

    phone: str
    digits: str


async def seed_conversations(url: str, policy: Policy, count: int) -> list[Seed]:
    """Open `count` conversations, and return who may write in them."""
    now = datetime.now(UTC)
    connection = await asyncpg.connect(url)
    try:
        await _insert(connection, range(count), policy, now, ended=False)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
    return [Seed(_phone(number), _cpf(number)[:3]) for number in range(count)]


async def seed_history(url: str, policy: Policy, conversations: int) -> int:
    """Store `conversations` ended conversations; return the number of their messages."""
    opened = datetime(2026, 5, 4, 12, tzinfo=UTC)
    connection = await asyncpg.connect(url)
    try:
        # The rows are whole by construction: checking a million references would only take longer.
        await connection.execute("SET session_replication_role = replica")
        step = 10_000
        for first in range(0, conversations, step):
            last = min(first + step, conversations)
            numbers = range(HISTORY_STARTS + first, HISTORY_STARTS + last)
            await _insert(connection, numbers, policy, opened, ended=True)
        for statement in _HISTORY:
            await connection.execute(statement, timeout=900)
        await connection.execute("VACUUM ANALYZE", timeout=900)
        stored: int = await connection.fetchval("SELECT count(*) FROM messages")
    finally:
        await connection.close()
    return stored


async def _insert(
    connection: asyncpg.Connection, numbers: Sequence[int], policy: Policy, at: datetime, *, ended: bool
) -> None:
    sample, _ = open_negotiation(
        ConversationId(_SPACE), DebtorId(_SPACE), "Maria", _stake(), replace(policy), at
    )
    state = msgspec.to_builtins(sample)
    await _copy(connection, "debtors", [_debtor(number) for number in numbers])
    await _copy(connection, "debts", [_debt(number) for number in numbers])
    rows = [_conversation(number, sample, state, ended=ended) for number in numbers]
    await _copy(connection, "conversations", rows)


async def _copy(connection: asyncpg.Connection, table: str, rows: list[dict[str, object]]) -> None:
    records = [tuple(row.values()) for row in rows]
    await connection.copy_records_to_table(table, records=records, columns=list(rows[0]), timeout=300)


def _stake() -> DebtAtStake:
    return DebtAtStake(_OWED, _OWED, _FALLEN_DUE, _CREDITOR, _DESCRIPTION)


def _debtor(number: int) -> dict[str, object]:
    return {
        "tenant_id": TENANT,
        "id": uuid5(_SPACE, f"debtor {number}"),
        "cpf": _cpf(number),
        "name": "Maria Silva Santos",
        "phone": _phone(number),
        "uf": "SP",
        "version": 1,
    }


def _debt(number: int) -> dict[str, object]:
    return {
        "tenant_id": TENANT,
        "debtor_id": uuid5(_SPACE, f"debtor {number}"),
        "position": 0,
        "amount": _OWED,
        "original_amount": _OWED,
        "due_date": _FALLEN_DUE,
        "creditor": _CREDITOR,
        "description": _DESCRIPTION,
    }


def _conversation(
    number: int, sample: Negotiation, state: dict[str, object], *, ended: bool
) -> dict[str, object]:
    conversation_id, debtor_id = uuid5(_SPACE, f"{number}"), uuid5(_SPACE, f"debtor {number}")
    status = "abandoned" if ended else sample.status.value
    own = {"id": str(conversation_id), "debtor_id": str(debtor_id), "status": status}
    return {
        "tenant_id": TENANT,
        "id": conversation_id,
        "debtor_id": debtor_id,
        "contact_phone": _phone(number),
        "phase": sample.phase.value,
        "status": status,
        "state": msgspec.json.encode(state | own).decode(),
        "version": sample.version,
        "opened_at": sample.opened_at,
        "last_activity_at": sample.last_activity_at,
        "last_inbound_at": sample.opened_at,
        "expires_at": sample.expires_at,
    }


def _phone(number: int) -> str:
    return f"551199{number:07}"


def _cpf(number: int) -> str:
    digits = [int(digit) for digit in f"{100_000_000 + number}"]
    for _ in range(2):
        weight = len(digits) + 1
        remainder = 10 * sum(digit * (weight - place) for place, digit in enumerate(digits)) % 11
        digits.append(remainder % 10)
    return "".join(map(str, digits))
