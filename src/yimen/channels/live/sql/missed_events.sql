-- What a reader who was away has missed: rows after its position that concern it, oldest first.
--
-- %(transaction)s, %(id)s   bigint   the last event the reader saw
-- %(topics)s                text[]   what it follows
-- %(limit)s                 int      how many it may catch up on, and one more
SELECT event.transaction::text::bigint AS transaction,
       event.id, event.name, event.at, event.topics, event.body
  FROM support_event AS event
 WHERE (event.transaction, event.id) > (%(transaction)s::text::xid8, %(id)s)
   AND event.topics && %(topics)s::varchar[]
 ORDER BY event.transaction, event.id
 LIMIT %(limit)s
