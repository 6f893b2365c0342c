-- Departments by what items call them.
--
-- %(names)s  text[]
SELECT id, name
  FROM catalogue_department
 WHERE name = ANY(%(names)s)
