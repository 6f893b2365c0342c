-- How many items each of some search keys finds; keys that find nothing give no row.
--
-- %(keys)s   integer[]
SELECT key, items
  FROM catalogue_searchkey
 WHERE key = ANY(%(keys)s)
