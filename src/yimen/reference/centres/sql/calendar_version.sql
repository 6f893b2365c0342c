-- A version of the legal calendar, the present one if none is named.
--
-- %(version)s  integer  its number, or null
SELECT id, number
  FROM centres_calendarversion
 WHERE %(version)s::integer IS NULL OR number = %(version)s::integer
 ORDER BY number DESC
 LIMIT 1
