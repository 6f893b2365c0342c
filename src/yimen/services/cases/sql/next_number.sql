-- The next serial of a region's cases on one day: the one row everybody who files counts on.
--
-- %(region)s   char(6)
-- %(day)s      date      the local day of receipt
INSERT INTO cases_caseseries AS series (region, day, last)
VALUES (%(region)s, %(day)s, 1)
ON CONFLICT ON CONSTRAINT cases_series_once
   DO UPDATE SET last = series.last + 1
RETURNING last
