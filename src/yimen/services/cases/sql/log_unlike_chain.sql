-- Lines of the log that no entry of the case's audit chain bears out: none of that moment and act,
-- by another actor, or with another state afterwards.
--
-- %(after)s   bigint   ids of cases above this one
-- %(most)s    bigint   how many cases at once
WITH these AS (
    SELECT id FROM cases_case WHERE id > %(after)s ORDER BY id LIMIT %(most)s
)
SELECT (SELECT max(id) FROM these) AS last,
       array_agg(DISTINCT line.case_id) FILTER (WHERE entry.id IS NULL) AS broken
  FROM these
  JOIN cases_caseevent AS line ON line.case_id = these.id
  LEFT JOIN support_auditentry AS entry
         ON entry.subject = 'case:' || line.case_id
        AND entry.act = line.event
        AND entry.at = line.at
        AND entry.actor = line.actor
        AND entry.facts ->> 'state' = line.after
