-- The next serial of one body's word in one year: the one row everybody who issues counts on.
--
-- %(department_id)s  bigint
-- %(word)s           varchar(4)  受, 补, 决 …
-- %(year)s           smallint    of the local day of issue
INSERT INTO cases_noticeseries AS series (department_id, word, year, last)
VALUES (%(department_id)s, %(word)s, %(year)s, 1)
ON CONFLICT ON CONSTRAINT cases_notice_series_once
   DO UPDATE SET last = series.last + 1
RETURNING last
