-- Take one walk-in place of the half hour that runs: its id, or no row when all are taken.
UPDATE booking_slot
   SET walkin_taken = walkin_taken + 1
 WHERE queue_id = %(queue_id)s::bigint
   AND starts_at <= %(at)s::timestamptz
   AND ends_at > %(at)s::timestamptz
   AND walkin_taken < capacity_walkin
RETURNING id
