-- Which version of an item is in force, and whose the item is.
--
-- %(code)s    text     of the item
-- %(states)s  text[]   those in force
SELECT version.id, version.state, item.department_id
  FROM catalogue_itemversion AS version
  JOIN catalogue_item AS item ON item.id = version.item_id
 WHERE item.code = %(code)s
   AND version.state = ANY(%(states)s)
