-- Departments that the staged rows name and nobody knows yet. The file's code is taken where it is free.
--
-- Returns the number of departments added.
WITH named AS (
    SELECT department AS name, min(department_code) AS code
      FROM catalogue_staging
     GROUP BY department
), unknown AS (
    SELECT name, code, row_number() OVER (PARTITION BY code ORDER BY name) AS turn
      FROM named
     WHERE NOT EXISTS (SELECT 1 FROM catalogue_department AS known WHERE known.name = named.name)
), added AS (
    INSERT INTO catalogue_department (code, name, name_en, name_hant, position)
    SELECT CASE
               WHEN code <> '' AND turn = 1
                    AND NOT EXISTS (SELECT 1 FROM catalogue_department AS k WHERE k.code = unknown.code)
               THEN code
               ELSE 'N' || substr(md5(name), 1, 15)
           END,
           name, '', '', 1000
      FROM unknown
    RETURNING 1
)
SELECT count(*) AS added FROM added
