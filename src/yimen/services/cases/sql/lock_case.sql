-- A case, ours until the transaction ends.
--
-- %(case)s  bigint
SELECT *
  FROM cases_case
 WHERE id = %(case)s
   FOR UPDATE
