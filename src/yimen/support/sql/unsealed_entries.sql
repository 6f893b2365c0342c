-- The audit entries the next seal covers, in the order of their ids.
--
-- Only entries whose transaction is older than every one still running: whatever commits later has a
-- later transaction and is left to the next seal, so that no seal has to be made again.
--
-- %(most)s   bigint   how many at once
SELECT id, digest
  FROM support_auditentry
 WHERE seal_id IS NULL
   AND transaction < pg_snapshot_xmin(pg_current_snapshot())
 ORDER BY id
 LIMIT %(most)s
