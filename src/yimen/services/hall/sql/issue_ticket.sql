-- Give a number: one row, or none when the series' quota is used up.
--
-- A request that was answered before (same issue_key) gets its ticket again and takes no number.
-- The series row is the one place everybody counts on: two machines at the same moment wait for
-- each other there, so numbers neither repeat nor leave gaps. A second live ticket of the same
-- person for the same business is refused by hall_ticket_one_live_per_person.
--
-- `ahead` counts those of the same business who stand before, up to a limit, so that telling it does
-- not cost more the longer the line is; null for a repeated request.
--
-- Parameters are typed where PostgreSQL could not tell.
WITH prior AS (
    SELECT id, public_id, number, state, ticket_class, arrived_at, told_p10, told_p50, told_p90,
           queue_id
      FROM hall_ticket
     WHERE issue_key = %(issue_key)s::text
), counted AS (
    INSERT INTO hall_numberseries AS s (centre_id, day, series, last)
    SELECT %(centre_id)s::bigint, %(day)s::date, %(series)s::text, 1
     WHERE NOT EXISTS (SELECT FROM prior)
       AND coalesce(%(quota)s::integer, 1) > 0
        ON CONFLICT (centre_id, day, series) DO UPDATE
       SET last = s.last + 1
     WHERE s.last < coalesce(%(quota)s::integer, 2147483646)
    RETURNING last
), issued AS (
    INSERT INTO hall_ticket (
        public_id, centre_id, day, series, serial, number, queue_id, ticket_class, state,
        arrived_at, slot_start, line_at, calls, misses, channel, holder_index, holder_id_sealed,
        holder_name_sealed, phone_sealed, issue_key, told_p10, told_p50, told_p90
    )
    SELECT %(public_id)s::text, %(centre_id)s::bigint, %(day)s::date, %(series)s::text, c.last,
           %(series)s::text || lpad(c.last::text, greatest(3, length(c.last::text)), '0'),
           %(queue_id)s::bigint, %(ticket_class)s::text, 'waiting',
           %(at)s::timestamptz, %(slot_start)s::timestamptz,
           greatest(%(at)s::timestamptz, %(slot_start)s::timestamptz), 0, 0,
           %(channel)s::text, %(holder_index)s::bytea, %(holder_id_sealed)s::bytea,
           %(holder_name_sealed)s::bytea, %(phone_sealed)s::bytea, %(issue_key)s::text,
           f.p10, f.p50, f.p90
      FROM counted AS c
      LEFT JOIN hall_forecast AS f
        ON f.queue_id = %(queue_id)s::bigint
       AND f.as_of > %(at)s::timestamptz - interval '2 minutes'
    RETURNING id, public_id, number, state, ticket_class, arrived_at, told_p10, told_p50, told_p90,
              queue_id
), logged AS (
    INSERT INTO hall_ticketevent (ticket_id, event, before, after, at, actor, reason)
    SELECT id, 'issue', '', 'waiting', %(at)s::timestamptz, %(actor)s::text, '' FROM issued
), published AS (
    INSERT INTO support_event (name, at, topics, body)
    SELECT 'ticket.issued', %(at)s::timestamptz,
           ARRAY['centre:' || %(centre_id)s::bigint, 'queue:' || %(queue_id)s::bigint]::text[],
           jsonb_build_object('number', number, 'queue', %(queue_code)s::text)
      FROM issued
)
SELECT issued.*, false AS replayed,
       (SELECT count(*)
          FROM (SELECT FROM hall_ticket AS earlier
                 WHERE earlier.state = 'waiting'
                   AND earlier.queue_id = %(queue_id)s::bigint
                   AND earlier.day = %(day)s::date
                   AND earlier.line_at <= greatest(%(at)s::timestamptz, %(slot_start)s::timestamptz)
                 LIMIT %(ahead_limit)s::integer) AS before) AS ahead,
       EXISTS (
           SELECT FROM hall_windowduty AS duty
             JOIN hall_windowskill AS skill ON skill.window_id = duty.window_id
            WHERE duty.centre_id = %(centre_id)s::bigint
              AND duty.standby_since IS NOT NULL
              AND skill.queue_id = %(queue_id)s::bigint
       ) AS somebody_stands_by
  FROM issued
UNION ALL
SELECT prior.*, true, NULL, false FROM prior
