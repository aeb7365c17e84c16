"""What past conversations tell about contacting people."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from adapters.persistence.contact_forms import forms_of
from adapters.persistence.json_text import json_text
from adapters.persistence.transaction import Statement, Transaction
from domain.identity.contact import ContactHistory
from domain.identity.debtor import DebtorRecord
from domain.negotiation.events import EndReason, OptOutHeard
from domain.negotiation.negotiation import Status
from domain.shared.cpf import Cpf
from domain.shared.ids import MessageId

# Served by ix_conversations_debtor and ix_conversations_phone; inside, by ix_audit_log_conversation (an ended
# conversation logs what it still hears), pk_outbox (the first message of all may leave long after the moment
# for which its conversation was opened), ix_messages_thread (a template that left after the first one is a
# contact of ours too) and ix_agreements_debtor.
_HISTORIES = Statement("""
    SELECT
        person.place, theirs.is_theirs, theirs.is_on_phone, theirs.opened_at, theirs.last_activity_at,
        theirs.last_inbound_at, theirs.status, theirs.end_reason, theirs.resumed,
        GREATEST(theirs.opened_at, first.at) AS begun_at,
        first.id IS NOT DISTINCT FROM CAST(:leaving AS uuid) AND first.id IS NOT NULL AS is_leaving,
        (
            SELECT max(audit_log.at)
            FROM audit_log
            WHERE audit_log.conversation_id = theirs.id
              AND audit_log.tenant_id = :tenant_id
              AND audit_log.event = :opt_out
        ) AS opted_out_after_end,
        (
            SELECT true
            FROM agreements
            WHERE agreements.debtor_id = theirs.debtor_id
              AND agreements.tenant_id = :tenant_id
            LIMIT 1
        ) AS agreed,
        ARRAY(
            SELECT messages.at
            FROM messages
            WHERE messages.conversation_id = theirs.id
              AND messages.tenant_id = :tenant_id
              AND messages.type = 'template'
              AND messages.status <> 'failed'
              AND messages.at > theirs.opened_at
              AND messages.id IS DISTINCT FROM first.id
              AND messages.id IS DISTINCT FROM CAST(:leaving AS uuid)
        ) AS written_again
    FROM jsonb_to_recordset(:people) AS person (place integer, cpf text, forms text[])
    CROSS JOIN LATERAL (
        SELECT
            found.id, found.opened_at, found.last_activity_at, found.last_inbound_at, found.status,
            found.debtor_id, found.end_reason, CAST(found.state ->> 'resumed' AS boolean) AS resumed,
            true AS is_theirs,
            COALESCE(found.contact_phone = ANY(person.forms), true) AS is_on_phone
        FROM conversations AS found
        WHERE found.debtor_id = (
                  SELECT debtors.id
                  FROM debtors
                  WHERE debtors.cpf = person.cpf
                    AND debtors.tenant_id = :tenant_id
              )
          AND found.tenant_id = :tenant_id
        UNION ALL
        SELECT
            found.id, found.opened_at, found.last_activity_at, found.last_inbound_at, found.status,
            found.debtor_id, found.end_reason, CAST(found.state ->> 'resumed' AS boolean), false, true
        FROM conversations AS found
        WHERE found.contact_phone = ANY(person.forms)
          AND found.tenant_id = :tenant_id
          AND found.debtor_id IS DISTINCT FROM (
                  SELECT debtors.id
                  FROM debtors
                  WHERE debtors.cpf = person.cpf
                    AND debtors.tenant_id = :tenant_id
              )
        OFFSET 0
    ) AS theirs
    LEFT JOIN LATERAL (
        SELECT messages.id, messages.at
        FROM outbox
        CROSS JOIN LATERAL (
            SELECT id, at
            FROM messages
            WHERE messages.id = outbox.message_id
              AND messages.tenant_id = :tenant_id
            OFFSET 0
        ) AS messages
        WHERE outbox.key = CAST(theirs.id AS text) || '.0.0'
          AND outbox.tenant_id = :tenant_id
        OFFSET 0
    ) AS first ON TRUE
    ORDER BY person.place, theirs.opened_at
""")

type _Row = Mapping[str, Any]


async def histories_of(
    transaction: Transaction, people: Sequence[DebtorRecord], leaving: MessageId | None = None
) -> dict[Cpf, ContactHistory]:
    """Return what past conversations tell about each of `people`; nothing of those never talked to.

    The message that is `leaving` is no contact yet.
    """
    asked = [
        {"place": place, "cpf": record.cpf.digits, "forms": forms_of(record.phone.digits)}
        for place, record in enumerate(people)
    ]
    values = {"people": json_text(asked), "opt_out": OptOutHeard.__name__, "leaving": leaving}
    rows: dict[int, list[_Row]] = {}
    for row in await transaction.fetch(_HISTORIES, values):
        rows.setdefault(row["place"], []).append(row)
    return {record.cpf: _history(rows.get(place, ())) for place, record in enumerate(people)}


def _history(rows: Sequence[_Row]) -> ContactHistory:
    """A conversation that the debtor came back to was opened by them: it is no contact of ours."""
    theirs = [row for row in rows if row["is_theirs"]]
    on_phone = [row for row in rows if row["is_on_phone"]]
    begun = (row["begun_at"] for row in rows if not row["resumed"] and not row["is_leaving"])
    afterwards = [row["opted_out_after_end"] for row in rows if row["opted_out_after_end"] is not None]
    inbound = [row["last_inbound_at"] for row in rows if row["last_inbound_at"] is not None]
    theirs_on_phone = [row for row in theirs if row["is_on_phone"]]
    return ContactHistory(
        contacts=tuple(sorted(chain(begun, *(row["written_again"] for row in rows)))),
        failed_verifications=_ended(theirs, EndReason.VERIFICATION_FAILED),
        opted_out_at=max((*_ended(rows, EndReason.OPTED_OUT), *afterwards), default=None),
        wrong_number_at=max(_ended(theirs_on_phone, EndReason.WRONG_PERSON), default=None),
        last_inbound_at=max(inbound, default=None),
        unreachable_at=max(_ended(on_phone, "unreachable"), default=None),
        disputed_at=max(_ended(theirs, EndReason.DISPUTED), default=None),
        being_talked_to=any(row["status"] == Status.ACTIVE for row in theirs),
        has_agreed=any(row["agreed"] for row in theirs),
    )


def _ended(rows: Sequence[_Row], reason: str) -> tuple[Any, ...]:
    return tuple(row["last_activity_at"] for row in rows if row["end_reason"] == reason)
