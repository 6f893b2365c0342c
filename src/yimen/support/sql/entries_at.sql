-- Ends of chains as their keepers remember them, where the chain says otherwise.
--
-- %(subjects)s   text[]    whose chains
-- %(numbers)s    int[]     how many entries each is said to have
-- %(digests)s    bytea[]   the digest each is said to end with
SELECT kept.subject, kept.number
  FROM unnest(%(subjects)s::text[], %(numbers)s::int[], %(digests)s::bytea[])
       AS kept (subject, number, digest)
  LEFT JOIN support_auditentry AS last
         ON last.subject = kept.subject AND last.number = kept.number
  LEFT JOIN support_auditentry AS beyond
         ON beyond.subject = kept.subject AND beyond.number = kept.number + 1
 WHERE last.digest IS DISTINCT FROM kept.digest
    OR beyond.id IS NOT NULL
