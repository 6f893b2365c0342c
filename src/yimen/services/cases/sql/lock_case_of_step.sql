-- The case of a step, ours until the transaction ends; a step never changes its case.
--
-- %(step)s  bigint
SELECT *
  FROM cases_case
 WHERE id = (SELECT case_id FROM cases_step WHERE id = %(step)s)
   FOR UPDATE
