-- Book one place: the appointment, or why there is none.
--
-- The person's row of the day keeps the limit, the half hour's row keeps the places; both are
-- counted up in this one statement, in this order, so two bookings never wait for each other in a
-- circle. A full or closed half hour is seen by a plain read and costs no lock. A request that was
-- answered before (same book_key) gets its appointment again and takes no place.
--
-- The caller rolls back when `made` is null: a person's day counted up is then counted down again.
WITH prior AS (
    SELECT id FROM booking_appointment WHERE book_key = %(book_key)s::text
), offered AS (
    SELECT id, day
      FROM booking_slot
     WHERE id = %(slot_id)s::bigint
       AND closed_at IS NULL
       AND release_at <= %(at)s::timestamptz
       AND ends_at > %(at)s::timestamptz
       AND booked < capacity_online
       AND NOT EXISTS (SELECT FROM prior)
), person AS (
    INSERT INTO booking_personday AS p (holder_index, day, booked)
    SELECT %(holder_index)s::bytea, day, 1 FROM offered
        ON CONFLICT (holder_index, day) DO UPDATE
       SET booked = p.booked + 1
     WHERE p.booked < %(day_limit)s::integer
    RETURNING day
), place AS (
    UPDATE booking_slot AS s
       SET booked = s.booked + 1
      FROM person
     WHERE s.id = %(slot_id)s::bigint
       AND s.closed_at IS NULL
       AND s.booked < s.capacity_online
    RETURNING s.id, s.centre_id, s.queue_id, s.day, s.starts_at
), made AS (
    INSERT INTO booking_appointment (
        public_id, code, slot_id, centre_id, queue_id, day, state, made_at, channel, holder_index,
        phone_index, agent_index, holder_id_sealed, holder_name_sealed, phone_sealed,
        agent_id_sealed, agent_name_sealed, book_key
    )
    SELECT %(public_id)s::text, %(code)s::text, id, centre_id, queue_id, day, 'booked',
           %(at)s::timestamptz, %(channel)s::text, %(holder_index)s::bytea, %(phone_index)s::bytea,
           %(agent_index)s::bytea, %(holder_id_sealed)s::bytea, %(holder_name_sealed)s::bytea,
           %(phone_sealed)s::bytea, %(agent_id_sealed)s::bytea, %(agent_name_sealed)s::bytea,
           %(book_key)s::text
      FROM place
    RETURNING id
), logged AS (
    INSERT INTO booking_appointmentevent (appointment_id, event, before, after, at, actor)
    SELECT id, 'book', '', 'booked', %(at)s::timestamptz, %(actor)s::text FROM made
), published AS (
    INSERT INTO support_event (name, at, topics, body)
    SELECT 'booking.made', %(at)s::timestamptz, ARRAY['centre:' || place.centre_id]::text[],
           jsonb_build_object('queue_id', place.queue_id, 'starts_at', place.starts_at)
      FROM place, made
)
SELECT (SELECT id FROM prior) AS prior, (SELECT id FROM made) AS made,
       EXISTS (SELECT FROM offered) AS offered, EXISTS (SELECT FROM person) AS person
