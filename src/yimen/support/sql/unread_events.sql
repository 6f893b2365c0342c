-- What a follower has not read yet: events of some names, oldest first, and how far it may read.
--
-- Only events of transactions before the oldest that still runs are shown, so that nothing can
-- appear later behind the position. Always at least one row: the horizon is known in silence too.
--
-- %(transaction)s, %(id)s   bigint   the last event it read
-- %(names)s                 text[]   what it reacts to
-- %(limit)s                 int
SELECT now.horizon,
       event.transaction, event.id, event.name, event.at, event.topics, event.body
  FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon) AS now
  LEFT JOIN LATERAL (
        SELECT log.transaction::text::bigint AS transaction,
               log.id, log.name, log.at, log.topics, log.body
          FROM support_event AS log
         WHERE (log.transaction, log.id) > (%(transaction)s::text::xid8, %(id)s)
           AND log.transaction < now.horizon::text::xid8
           AND log.name = ANY(%(names)s)
         ORDER BY log.transaction, log.id
         LIMIT %(limit)s
       ) AS event ON TRUE
