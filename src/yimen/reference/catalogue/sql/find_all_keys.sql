-- Items that have all of some keys, most used first. For rare keys: every hit is looked at.
--
-- The CTE is materialised, so that a plan made without values cannot walk the index of use instead.
--
-- %(keys)s    integer[]
-- %(most)s    bigint
WITH found AS MATERIALIZED (
    SELECT item_id, name, aliases, used, paused
      FROM catalogue_searchentry
     WHERE keys @> %(keys)s
)
SELECT item_id, name, aliases, used, paused
  FROM found
 ORDER BY used DESC, length(name), item_id
 LIMIT %(most)s
