-- Nothing is left to decide on a case: what was asked for, or goes on, lapses.
--
-- %(case)s  bigint
-- %(on)s    date     the local day
WITH extension AS (
    UPDATE cases_extensionrequest SET state = 'dropped'
     WHERE case_id = %(case)s AND state = 'asked'
)
UPDATE cases_specialprocedure SET state = 'dropped', ended_on = %(on)s
 WHERE case_id = %(case)s AND state IN ('asked', 'running')
