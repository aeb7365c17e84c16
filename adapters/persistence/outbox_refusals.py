"""What a refusal of the channel does to the outbox, one statement each."""

from adapters.persistence.transaction import Statement

# News is a failure of what was sent last: not of what has arrived, is known to have failed, or waits to leave
# again because of this very failure, which the provider may tell twice.
FAILED = Statement("""
    WITH ours AS (
        SELECT COALESCE(
            (
                SELECT outbox.key
                FROM outbox
                WHERE outbox.tenant_id = :tenant_id
                  AND outbox.key = CAST(:key AS text)
            ), (
                SELECT outbox.key
                FROM outbox
                WHERE outbox.tenant_id = :tenant_id
                  AND outbox.provider_message_id = CAST(:provider_message_id AS text)
                LIMIT 1
            )
        ) AS key
    )
    SELECT
        outbox.key, outbox.message_id, outbox.conversation_id, outbox.contact::text, outbox.parcel::text,
        outbox.attempts, outbox.available_at AS was_due_at, FALSE AS doubtful, TRUE AS is_last,
        (
            SELECT conversations.last_inbound_at
            FROM conversations
            WHERE conversations.tenant_id = :tenant_id
              AND conversations.id = outbox.conversation_id
        ) AS window_from
    FROM outbox
    WHERE outbox.tenant_id = :tenant_id
      AND outbox.key = (SELECT key FROM ours)
      AND CASE outbox.status
              WHEN 'done'
                  THEN COALESCE(outbox.provider_message_id, :provider_message_id) = :provider_message_id
              WHEN 'claimed' THEN outbox.provider_message_id IS DISTINCT FROM :provider_message_id
              WHEN 'uncertain' THEN outbox.provider_message_id IS DISTINCT FROM :provider_message_id
              ELSE FALSE
          END
      AND (
          SELECT messages.status
          FROM messages
          WHERE messages.tenant_id = :tenant_id
            AND messages.id = outbox.message_id
      ) IN ('pending', 'sent')
    FOR UPDATE OF outbox
""")

AGAIN = Statement("""
    WITH again AS (
        UPDATE outbox
        SET status = 'pending',
            available_at = :at,
            last_error = :reason,
            attempts = attempts - CAST(:uncounted AS integer),
            parcel = COALESCE(CAST(:parcel AS jsonb), parcel),
            provider_message_id = COALESCE(CAST(:provider_message_id AS text), provider_message_id),
            owner = NULL
        WHERE tenant_id = :tenant_id
          AND key = :key
        RETURNING message_id
    )
    UPDATE messages
    SET type = COALESCE(CAST(:type AS text), type)
    WHERE messages.tenant_id = :tenant_id
      AND messages.id = (SELECT message_id FROM again)
""")

SILENCE = Statement("""
    WITH silenced AS (
        UPDATE outbox
        SET status = 'dead',
            last_error = :reason,
            owner = NULL
        WHERE tenant_id = :tenant_id
          AND conversation_id = :conversation_id
          AND status IN ('pending', 'uncertain')
        RETURNING message_id
    )
    UPDATE messages
    SET status = :status
    WHERE messages.tenant_id = :tenant_id
      AND messages.id = ANY(ARRAY(SELECT message_id FROM silenced))
      AND messages.status = ANY(:surpassed)
""")
