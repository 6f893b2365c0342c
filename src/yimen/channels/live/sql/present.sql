-- Where the log stands now: the snapshot to follow from, and the position of its last visible row.
--
-- xmax of a snapshot is the next transaction, so a log without rows stands just before it.
SELECT now.snapshot::text AS snapshot,
       coalesce(last.transaction::text::bigint,
                pg_snapshot_xmax(now.snapshot)::text::bigint - 1) AS transaction,
       coalesce(last.id, 0) AS id
  FROM (SELECT pg_current_snapshot() AS snapshot) AS now
  LEFT JOIN LATERAL (SELECT event.transaction, event.id
                       FROM support_event AS event
                      ORDER BY event.transaction DESC, event.id DESC
                      LIMIT 1) AS last ON TRUE
