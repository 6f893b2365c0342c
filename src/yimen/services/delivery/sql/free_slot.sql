-- Find the smallest free slot of a locker that is large enough: one id, or no row.
--
-- Locks the slot it picks and steps over those that colleagues are taking, so that two clerks before
-- one locker get two doors. The constraint delivery_deposit_one_per_slot repeats the promise.
--
-- %(locker_id)s  bigint
-- %(sizes)s      text[]  sizes that will do, smallest first
SELECT slot.id
  FROM delivery_slot AS slot
 WHERE slot.locker_id = %(locker_id)s
   AND slot.size = ANY(%(sizes)s)
   AND slot.broken_at IS NULL
   AND NOT EXISTS (
           SELECT 1
             FROM delivery_deposit AS deposit
            WHERE deposit.slot_id = slot.id
              AND deposit.state IN ('expired', 'opening', 'reserved', 'stored')
       )
 ORDER BY array_position(%(sizes)s::text[], slot.size::text), slot.number
 LIMIT 1
   FOR UPDATE OF slot SKIP LOCKED
