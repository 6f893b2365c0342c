-- Items that have all of some common keys, looked for among the most used only.
--
-- The subselect walks the index of use and stops: its cost does not grow with the catalogue.
--
-- %(keys)s     integer[]
-- %(among)s    bigint     how many of the most used are looked at
-- %(most)s     bigint
SELECT item_id, name, aliases, used, paused
  FROM (
        SELECT item_id, name, aliases, used, paused, keys
          FROM catalogue_searchentry
         ORDER BY used DESC, item_id
         LIMIT %(among)s
       ) AS top
 WHERE keys @> %(keys)s
 LIMIT %(most)s
