-- Versions that the plan replaces are in force no longer.
UPDATE catalogue_itemversion AS version
   SET state = 'superseded'
  FROM catalogue_plan AS plan
 WHERE version.id = plan.version_id
