"""What is done with campaigns and their queue, one statement each. JSON goes in as text."""

from adapters.persistence.transaction import Statement

ADD = Statement("""
    INSERT INTO campaigns (id, tenant_id, name, status, created_at, changed_at)
    VALUES (:id, :tenant_id, :name, :status, CAST(:now AS timestamptz), CAST(:now AS timestamptz))
    ON CONFLICT (id, tenant_id) DO NOTHING
    RETURNING id
""")

# The rows travel as one JSON array: a list of any length is one statement.
ADD_CONTACTS = Statement("""
    INSERT INTO campaign_contacts (campaign_id, tenant_id, place, line, cpf, state, at, rule, detail)
    SELECT :campaign_id, :tenant_id, place, line, cpf, state, CAST(:now AS timestamptz), rule, detail
    FROM jsonb_to_recordset(:contacts) AS given (
        place integer, line integer, cpf text, state text, rule text, detail text
    )
""")

# What a process holds of a paused or cancelled campaign is taken from it: its token is worth nothing then.
WITHDRAW = Statement("""
    UPDATE campaign_contacts
    SET state = :state,
        at = CASE WHEN :state = 'waiting' THEN at ELSE CAST(:now AS timestamptz) END,
        token = NULL,
        owner = NULL
    WHERE campaign_id = :id
      AND tenant_id = :tenant_id
      AND (state = 'opening' OR (state = 'waiting' AND :state = 'cancelled'))
""")

# Served by the primary key, as the next one is.
PROGRESS = Statement("""
    SELECT state, rule, count(*) AS contacts, min(at) AS next_at
    FROM campaign_contacts
    WHERE campaign_id = :id
      AND tenant_id = :tenant_id
    GROUP BY state, rule
""")

CONTACTS = Statement("""
    SELECT place, line, cpf, state, at, rule, detail, conversation_id
    FROM campaign_contacts
    WHERE campaign_id = :id
      AND tenant_id = :tenant_id
      AND place > :after
      AND state = COALESCE(:state, state)
    ORDER BY place
    LIMIT :limit
""")

# One process of a tenant takes at a time: what it counts as free is not taken by another meanwhile. Who does
# not get the lock comes back in a moment.
ALONE = Statement("""
    SELECT pg_try_advisory_xact_lock(7306, hashtext(:tenant_id)) AS alone
""")

# Served by ix_campaign_contacts_opening.
TAKEN = Statement("""
    SELECT count(*) AS taken
    FROM campaign_contacts
    WHERE tenant_id = :tenant_id
      AND state = 'opening'
""")

# Served by ix_campaigns_running and ix_campaign_contacts_waiting: campaigns as they began, each in its order.
# The rows, which are the tenant's, are locked where they are found: their place on the page is theirs.
TAKE = Statement("""
    UPDATE campaign_contacts
    SET state = 'opening',
        token = gen_random_uuid(),
        taken_until = :until,
        owner = :owner,
        attempts = attempts + 1
    WHERE ctid = ANY(ARRAY(
          SELECT due.row
          FROM campaigns
          CROSS JOIN LATERAL (
              SELECT contact.ctid AS row, contact.place
              FROM campaign_contacts AS contact
              WHERE contact.campaign_id = campaigns.id
                AND contact.tenant_id = campaigns.tenant_id
                AND contact.state = 'waiting'
                AND contact.at <= :now
              ORDER BY contact.place
              LIMIT :most
              FOR UPDATE SKIP LOCKED
          ) AS due
          WHERE campaigns.tenant_id = :tenant_id
            AND campaigns.status = 'running'
          ORDER BY campaigns.created_at, campaigns.id, due.place
          LIMIT :most
      ))
    RETURNING campaign_id, place, cpf, token, attempts
""")

# A conversation is opened only while the campaign runs and the contact is still ours.
OPENED = Statement("""
    UPDATE campaign_contacts
    SET state = 'opened',
        conversation_id = :conversation_id,
        at = :now,
        token = NULL,
        owner = NULL
    WHERE campaign_id = :campaign_id
      AND place = :place
      AND tenant_id = :tenant_id
      AND state = 'opening'
      AND token = :token
      AND (
          SELECT status = 'running'
          FROM campaigns
          WHERE id = :campaign_id
            AND tenant_id = :tenant_id
          FOR SHARE
      )
    RETURNING place
""")

REFUSED = Statement("""
    UPDATE campaign_contacts
    SET state = 'refused',
        rule = :rule,
        detail = :detail,
        at = :now,
        token = NULL,
        owner = NULL
    WHERE campaign_id = :campaign_id
      AND place = :place
      AND tenant_id = :tenant_id
      AND state = 'opening'
      AND token = :token
""")

POSTPONED = Statement("""
    UPDATE campaign_contacts
    SET state = 'waiting',
        at = :until,
        attempts = CASE WHEN :blameless THEN 0 ELSE attempts END,
        token = NULL,
        owner = NULL
    WHERE campaign_id = :campaign_id
      AND place = :place
      AND tenant_id = :tenant_id
      AND state = 'opening'
      AND token = :token
""")

IN_HAND = Statement("""
    SELECT EXISTS (
        SELECT
        FROM campaigns
        WHERE tenant_id = :tenant_id
          AND status = 'running'
    ) AS some
""")

# Served by ix_campaign_contacts_opening.
GIVE_BACK = Statement("""
    UPDATE campaign_contacts
    SET state = 'waiting',
        token = NULL,
        owner = NULL
    WHERE tenant_id = :tenant_id
      AND state = 'opening'
      AND (taken_until <= :now OR holder_is_gone(owner))
""")

FINISH = Statement("""
    UPDATE campaigns
    SET status = 'finished',
        changed_at = :now
    WHERE tenant_id = :tenant_id
      AND status = 'running'
      AND NOT EXISTS (
          SELECT
          FROM campaign_contacts
          WHERE campaign_id = campaigns.id
            AND tenant_id = campaigns.tenant_id
            AND state = 'waiting'
      )
      AND NOT EXISTS (
          SELECT
          FROM campaign_contacts
          WHERE campaign_id = campaigns.id
            AND tenant_id = campaigns.tenant_id
            AND state = 'opening'
      )
""")

COUNT_START = Statement("""
    INSERT INTO contact_starts (minute, tenant_id, starts, moments)
    VALUES (
        date_trunc('minute', CAST(:at AS timestamptz)), :tenant_id, 1, ARRAY[CAST(:at AS timestamptz)]
    )
    ON CONFLICT (minute, tenant_id) DO UPDATE
    SET starts = contact_starts.starts + 1,
        moments = contact_starts.moments || excluded.moments
""")

STARTS = Statement("""
    SELECT minute, starts, CASE WHEN minute >= :exact_since THEN moments ELSE '{}' END AS moments
    FROM contact_starts
    WHERE tenant_id = :tenant_id
      AND minute >= :since
    ORDER BY minute
""")

WAITING = Statement("""
    SELECT COALESCE(sum(theirs.contacts), 0) AS waiting
    FROM campaigns
    CROSS JOIN LATERAL (
        SELECT count(*) AS contacts
        FROM campaign_contacts
        WHERE campaign_id = campaigns.id
          AND tenant_id = campaigns.tenant_id
          AND state = 'waiting'
    ) AS theirs
    WHERE campaigns.tenant_id = :tenant_id
      AND campaigns.status = 'running'
""")
