-- Take up to so many SMS that are due, oldest first, for one worker: their ids and tries.
--
-- Two workers never take the same: the inner SELECT steps over rows that another has locked.
-- An SMS whose worker has died (its lease is over) is taken again.
--
-- %(count)s        integer
-- %(at)s           timestamptz
-- %(lease_until)s  timestamptz
WITH due AS (
    SELECT sms.message_id
      FROM notify_sms AS sms
     WHERE sms.state IN ('failed', 'queued', 'sending')
       AND sms.due_at <= %(at)s
       AND sms.expires_at > %(at)s
       AND (sms.lease_until IS NULL OR sms.lease_until <= %(at)s)
     ORDER BY sms.due_at, sms.message_id
     LIMIT %(count)s
       FOR UPDATE SKIP LOCKED
),
claimed AS (
    UPDATE notify_sms AS sms
       SET state = 'sending', tries = sms.tries + 1, lease_until = %(lease_until)s
      FROM due
     WHERE sms.message_id = due.message_id
    RETURNING sms.message_id, sms.tries, sms.due_at
)
SELECT message_id, tries
  FROM claimed
 ORDER BY due_at, message_id
