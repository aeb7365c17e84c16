"""What is done with the outbox, one statement each. JSON goes in and comes out as text.

What one step finds for the next is handed over as a value or an array, never as a join: a plan made while the
tables were empty would turn the join round and read all of the tenant's rows for it.
"""

from adapters.persistence.transaction import Statement

# The rows travel as one JSON array, so that any number of them is one statement, in their order.
PUT = Statement("""
    WITH given AS (
        SELECT *
        FROM jsonb_to_recordset(:messages) AS given (
            place integer, key text, message_id uuid, conversation_id uuid, contact jsonb,
            parcel jsonb, available_at timestamptz, type text, text text
        )
    ), queued AS (
        INSERT INTO outbox (
            tenant_id, key, message_id, conversation_id, contact, parcel, status, available_at
        )
        SELECT :tenant_id, key, message_id, conversation_id, contact, parcel, 'pending', available_at
        FROM given
        ORDER BY place
        ON CONFLICT (tenant_id, key) DO NOTHING
        RETURNING message_id
    )
    INSERT INTO messages (tenant_id, id, conversation_id, direction, type, text, at, status)
    SELECT :tenant_id, message_id, conversation_id, 'outbound', type, text, CAST(:now AS timestamptz), :status
    FROM given
    JOIN queued USING (message_id)
    ORDER BY place
""")

# The head is looked for without a lock and then locked: skipping a locked head would let the next one
# overtake it; only what we start and is not due yet is overtaken, by answers to a debtor who wrote without
# waiting for it. ix_outbox_queue serves the search. What left before without an answer leaves as doubtful.
# In a stranger's thread there is no conversation: it exists because they wrote a moment ago.
CLAIM = Statement("""
    WITH head AS (
        SELECT tenant_id, key, available_at, status <> 'pending' AS doubtful
        FROM outbox
        WHERE tenant_id = :tenant_id
          AND conversation_id = :conversation_id
          AND status IN ('pending', 'claimed', 'uncertain')
          AND available_at <= :now
          AND seq = (
              SELECT min(seq)
              FROM outbox
              WHERE tenant_id = :tenant_id
                AND conversation_id = :conversation_id
                AND status IN ('pending', 'claimed', 'uncertain')
                AND NOT (
                    status = 'pending'
                    AND available_at > :now
                    AND (parcel ->> 'kind' = 'template' OR parcel ->> 'starts' = 'true')
                )
          )
          AND NOT EXISTS (
              SELECT
              FROM blocked_senders
              WHERE blocked_senders.tenant_id = :tenant_id
                AND blocked_senders.until > :now
          )
        FOR UPDATE SKIP LOCKED
    ), claimed AS (
        UPDATE outbox
        SET status = 'claimed',
            available_at = :until,
            owner = :owner,
            attempts = outbox.attempts + 1,
            doubts = outbox.doubts + CAST(head.doubtful AS integer)
        FROM head
        WHERE outbox.tenant_id = head.tenant_id
          AND outbox.key = head.key
        RETURNING outbox.*, head.available_at AS was_due_at, head.doubtful
    )
    SELECT
        claimed.key, claimed.message_id, claimed.conversation_id, claimed.contact::text,
        claimed.parcel::text, claimed.attempts, claimed.was_due_at, claimed.doubtful,
        CASE WHEN conversations.id IS NULL THEN :now ELSE conversations.last_inbound_at END AS window_from,
        NOT EXISTS (
            SELECT
            FROM outbox
            WHERE outbox.tenant_id = claimed.tenant_id
              AND outbox.conversation_id = claimed.conversation_id
              AND outbox.status IN ('pending', 'claimed', 'uncertain')
              AND outbox.seq > claimed.seq
        ) AS is_last
    FROM claimed
    LEFT JOIN conversations ON conversations.tenant_id = claimed.tenant_id
                           AND conversations.id = claimed.conversation_id
""")

# What the provider accepts after a block was over ends it. A message that it took and then failed may wait to
# leave again by the time we hear that it was taken. A template is a contact of ours when it leaves.
SENT = Statement("""
    WITH finished AS (
        UPDATE outbox
        SET status = CASE
                WHEN status = 'pending' AND provider_message_id = :provider_message_id THEN status
                WHEN status IN ('pending', 'claimed', 'uncertain') THEN 'done'
                ELSE status
            END,
            provider_message_id = :provider_message_id,
            owner = NULL
        WHERE tenant_id = :tenant_id
          AND key = :key
        RETURNING message_id
    ), unblocked AS (
        DELETE FROM blocked_senders
        WHERE tenant_id = :tenant_id
          AND until <= :now
    )
    UPDATE messages
    SET status = :status,
        at = CASE messages.type WHEN 'template' THEN GREATEST(messages.at, :now) ELSE messages.at END
    WHERE messages.tenant_id = :tenant_id
      AND messages.id = (SELECT message_id FROM finished)
      AND messages.status = ANY(:surpassed)
""")

BURY = Statement("""
    WITH finished AS (
        UPDATE outbox
        SET status = 'dead',
            last_error = :reason,
            owner = NULL
        WHERE tenant_id = :tenant_id
          AND key = :key
          AND status IN ('pending', 'claimed', 'uncertain')
        RETURNING message_id
    )
    UPDATE messages
    SET status = :status
    WHERE messages.tenant_id = :tenant_id
      AND messages.id = (SELECT message_id FROM finished)
      AND messages.status = ANY(:surpassed)
""")

# Ours is found by its key, else by the provider's id (ix_outbox_provider). Of several reports of one message
# the furthest counts. Rows are locked in one order, so that two webhooks never wait for each other.
SETTLE = Statement("""
    WITH told AS (
        SELECT
            COALESCE(
                (
                    SELECT outbox.key
                    FROM outbox
                    WHERE outbox.tenant_id = :tenant_id
                      AND outbox.key = given.key
                ), (
                    SELECT outbox.key
                    FROM outbox
                    WHERE outbox.tenant_id = :tenant_id
                      AND outbox.provider_message_id = given.provider_message_id
                    LIMIT 1
                )
            ) AS key,
            given.provider_message_id, given.status, given.surpassed, given.reason
        FROM jsonb_to_recordset(:statuses) AS given (
            key text, provider_message_id text, status text, surpassed text[], reason text
        )
    ), furthest AS (
        SELECT DISTINCT ON (key) *
        FROM told
        WHERE key IS NOT NULL
        ORDER BY key, cardinality(surpassed) DESC
    ), locked AS (
        SELECT outbox.key
        FROM outbox
        WHERE outbox.tenant_id = :tenant_id
          AND outbox.key = ANY(ARRAY(SELECT key FROM furthest))
        ORDER BY outbox.key
        FOR UPDATE
    ), finished AS (
        UPDATE outbox
        SET status = CASE
                WHEN outbox.status NOT IN ('pending', 'claimed', 'uncertain') THEN outbox.status
                WHEN furthest.status = 'sent' AND outbox.provider_message_id = furthest.provider_message_id
                    THEN outbox.status
                WHEN furthest.reason IS NOT NULL THEN 'dead'
                ELSE 'done'
            END,
            last_error = CASE
                WHEN outbox.status NOT IN ('pending', 'claimed', 'uncertain') THEN outbox.last_error
                ELSE furthest.reason
            END,
            provider_message_id = COALESCE(outbox.provider_message_id, furthest.provider_message_id),
            owner = NULL
        FROM furthest
        JOIN locked USING (key)
        WHERE outbox.tenant_id = :tenant_id
          AND outbox.key = ANY(ARRAY(SELECT key FROM locked))
          AND outbox.key = furthest.key
        RETURNING outbox.message_id, furthest.status AS reported, furthest.surpassed
    )
    UPDATE messages
    SET status = finished.reported
    FROM finished
    WHERE messages.tenant_id = :tenant_id
      AND messages.id = ANY(ARRAY(SELECT message_id FROM finished))
      AND messages.id = finished.message_id
      AND messages.status = ANY(finished.surpassed)
""")

# A row that was there already has an xmax: the sender was blocked before.
BLOCK = Statement("""
    INSERT INTO blocked_senders (tenant_id, until, reason)
    VALUES (:tenant_id, :until, :reason)
    ON CONFLICT (tenant_id) DO UPDATE
    SET until = GREATEST(blocked_senders.until, excluded.until),
        reason = excluded.reason
    RETURNING xmax = 0 AS was_free
""")

DOUBT = Statement("""
    UPDATE outbox
    SET status = 'uncertain',
        available_at = LEAST(available_at, :until),
        owner = NULL
    WHERE tenant_id = :tenant_id
      AND status = 'claimed'
      AND holder_is_gone(owner)
""")
