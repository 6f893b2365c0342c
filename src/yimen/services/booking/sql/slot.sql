-- One half hour. Prepared, because in a rush most people only learn that theirs is full.
SELECT id, centre_id, queue_id, day, starts_at, ends_at, release_at, capacity_online AS capacity,
       booked, capacity_walkin AS walk_in, closed_at IS NOT NULL AS closed
  FROM booking_slot
 WHERE id = %(slot_id)s::bigint
