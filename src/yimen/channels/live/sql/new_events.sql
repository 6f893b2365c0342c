-- What has become visible since we last looked, and which transactions are running.
--
-- Always at least one row, so that the snapshot is known in silence as well. The difference of two
-- snapshots is exact: a row is in the one answer after its transaction committed, and in no other,
-- however long the transaction ran and whatever committed meanwhile. No clock, no gap, no repeat.
--
-- %(seen)s   text   the snapshot of the last look
SELECT now.snapshot::text              AS snapshot,
       event.transaction::text::bigint AS transaction,
       event.id, event.name, event.at, event.topics, event.body
  FROM (SELECT pg_current_snapshot() AS snapshot) AS now
  LEFT JOIN support_event AS event
         ON event.transaction >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
        AND NOT pg_visible_in_snapshot(event.transaction, %(seen)s::pg_snapshot)
 ORDER BY event.transaction, event.id
