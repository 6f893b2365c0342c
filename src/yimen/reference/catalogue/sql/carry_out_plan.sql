-- Make the planned versions the ones in force, and return the ids of their items.
--
-- Items come first, then old versions step back, then new ones enter: the order keeps every constraint.
--
-- %(maker)s      text          who the rows come from
-- %(reviewer)s   text          who took them in
-- %(at)s         timestamptz
INSERT INTO catalogue_itemversion
       (item_id, number, state, fields, content, based_on, maker, reviewer, made_at, published_at, reason)
SELECT item.id,
       1 + coalesce((SELECT max(number) FROM catalogue_itemversion AS v WHERE v.item_id = item.id), 0),
       plan.state, plan.fields, plan.content, plan.based_on,
       %(maker)s, %(reviewer)s, %(at)s, %(at)s, ''
  FROM catalogue_plan AS plan
  JOIN catalogue_item AS item ON item.code = plan.code
RETURNING item_id
