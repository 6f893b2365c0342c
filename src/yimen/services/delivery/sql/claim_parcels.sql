-- Take up to so many parcels that are due at one carrier, for one worker: their ids and tries,
-- longest due first.
--
-- Two workers never take the same: the inner SELECT steps over rows that another has locked. A
-- parcel whose worker has died (its lease is over) is taken again.
--
-- %(carrier)s      text
-- %(states)s       text[]       to book: {created}; to ask after: those with the carrier
-- %(count)s        integer
-- %(at)s           timestamptz
-- %(lease_until)s  timestamptz
WITH due AS (
    SELECT parcel.id
      FROM delivery_parcel AS parcel
     WHERE parcel.state = ANY(%(states)s)
       AND parcel.carrier = %(carrier)s
       AND (parcel.state = 'created' OR parcel.number IS NOT NULL)
       AND parcel.due_at <= %(at)s
       AND (parcel.lease_until IS NULL OR parcel.lease_until <= %(at)s)
     ORDER BY parcel.due_at, parcel.id
     LIMIT %(count)s
       FOR UPDATE SKIP LOCKED
),
claimed AS (
    UPDATE delivery_parcel AS parcel
       SET tries = parcel.tries + 1, lease_until = %(lease_until)s
      FROM due
     WHERE parcel.id = due.id
    RETURNING parcel.id, parcel.tries, parcel.due_at
)
SELECT id, tries
  FROM claimed
 ORDER BY due_at, id
