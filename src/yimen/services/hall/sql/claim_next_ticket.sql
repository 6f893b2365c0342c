-- Give one window the waiting ticket it should serve next: one row, or none.
--
-- The order is rules/dispatch.py, choose_ticket: overdue waits first, then rate x wait, then the
-- lower ticket. Only the first places of each (queue, class) line compete, so the cost does not
-- grow with the line; a few places, not one, because colleagues may hold the very first for an
-- instant. The row that wins is locked; rows somebody else has locked are stepped over.
--
-- `candidates` tells the caller whether somebody waited at all: none called but candidates seen
-- means colleagues were faster with all of them, and the call is tried again.
-- %(staff_id)s is null where another system acts for the window.
-- State names stay literal so that the partial indexes apply.
WITH duty AS (
    SELECT state, staff_id,
           state = 'open'
           AND (%(staff_id)s::bigint IS NULL OR staff_id = %(staff_id)s::bigint) AS may_call
      FROM hall_windowduty
     WHERE window_id = %(window_id)s
       FOR NO KEY UPDATE -- a pause or log-out in the same instant comes before or after, not between
), present AS (
    SELECT id, number, call_key FROM hall_ticket
     WHERE window_id = %(window_id)s AND state IN ('called', 'serving')
), head AS (
    SELECT place.id, place.line_at, class.rate,
           extract(epoch FROM %(at)s::timestamptz - place.line_at) AS wait
      FROM hall_windowskill AS skill
     CROSS JOIN (VALUES ('ordinary', %(rate_ordinary)s::float8),
                        ('booked', %(rate_booked)s::float8),
                        ('priority', %(rate_priority)s::float8)) AS class (name, rate)
     CROSS JOIN LATERAL (
               SELECT ticket.id, ticket.line_at
                 FROM hall_ticket AS ticket
                WHERE ticket.state = 'waiting'
                  AND ticket.queue_id = skill.queue_id
                  AND ticket.day = %(day)s::date
                  AND ticket.ticket_class = class.name
                ORDER BY ticket.line_at, ticket.id
                LIMIT 4
           ) AS place
     WHERE skill.window_id = %(window_id)s
       AND (SELECT may_call FROM duty)
       AND NOT EXISTS (SELECT FROM present)
), picked AS (
    SELECT ticket.id
      FROM head
      JOIN hall_ticket AS ticket ON ticket.id = head.id
     WHERE ticket.state = 'waiting'
     ORDER BY head.wait > %(max_wait)s::float8 DESC,
              CASE WHEN head.wait > %(max_wait)s::float8 THEN head.wait
                   ELSE head.rate * head.wait END DESC,
              head.id
     LIMIT 1
       FOR UPDATE OF ticket SKIP LOCKED
), called AS (
    UPDATE hall_ticket AS ticket
       SET state = 'called', window_id = %(window_id)s, called_at = %(at)s::timestamptz,
           calls = 1, call_key = %(call_key)s::text
      FROM picked
     WHERE ticket.id = picked.id
    RETURNING ticket.*
), logged AS (
    INSERT INTO hall_ticketevent (ticket_id, event, before, after, at, actor, window_id, reason)
    SELECT id, 'call', 'waiting', 'called', %(at)s::timestamptz, %(actor)s::text, %(window_id)s, ''
      FROM called
), at_ease AS (
    UPDATE hall_windowduty SET standby_since = NULL
     WHERE window_id = %(window_id)s AND standby_since IS NOT NULL AND EXISTS (SELECT FROM called)
), published AS (
    INSERT INTO support_event (name, at, topics, body)
    SELECT 'ticket.called', %(at)s::timestamptz,
           ARRAY['centre:' || called.centre_id, 'queue:' || called.queue_id,
                 'window:' || called.window_id, 'ticket:' || called.public_id]::text[],
           jsonb_build_object('number', called.number, 'window', %(window_number)s::integer,
                              'area', %(area)s::text, 'queue', queue.code,
                              'queue_name', queue.name, 'calls', 1)
      FROM called
      JOIN hall_queue AS queue ON queue.id = called.queue_id
)
SELECT called.id, called.public_id, called.number, called.queue_id, called.ticket_class,
       called.arrived_at, present.id AS present_id,
       present.number AS present_number, present.call_key AS present_key,
       (SELECT state FROM duty) AS duty,
       (SELECT staff_id FROM duty) AS staff_id, (SELECT count(*) FROM head) AS candidates
  FROM (SELECT) AS always
  LEFT JOIN called ON true
  LEFT JOIN present ON true
