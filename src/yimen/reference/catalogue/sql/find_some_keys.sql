-- Items that have any of some rare keys, those that share most with all wanted keys first.
--
-- %(rare)s    integer[]   what an item must have one of
-- %(keys)s    integer[]   what is counted
-- %(most)s    bigint
WITH found AS MATERIALIZED (
    SELECT item_id, name, aliases, used, paused, keys
      FROM catalogue_searchentry
     WHERE keys && %(rare)s
)
SELECT item_id, name, aliases, used, paused
  FROM found
 ORDER BY (SELECT count(*) FROM unnest(found.keys) AS own(key) WHERE own.key = ANY(%(keys)s)) DESC,
          used DESC, length(name), item_id
 LIMIT %(most)s
