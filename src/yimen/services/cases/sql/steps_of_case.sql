-- All steps of a case in the order they came; the case is locked by who asks.
--
-- %(case)s  bigint
SELECT *
  FROM cases_step
 WHERE case_id = %(case)s
 ORDER BY round, position, id
