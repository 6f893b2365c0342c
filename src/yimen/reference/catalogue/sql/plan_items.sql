-- What the staged rows change: a row for each item that is new or that differs from its version in force.
--
-- Values of the file lie over those in force; what the file does not say stays. The state stays as well
-- unless the file says otherwise.
CREATE TEMPORARY TABLE catalogue_plan ON COMMIT DROP AS
WITH laid AS (
    SELECT staged.code,
           item.id AS item_id,
           department.id AS department_id,
           coalesce(staged.queue_code, item.queue_code, '') AS queue_code,
           coalesce(staged.used, item.used, 0) AS used,
           version.id AS version_id,
           coalesce(version.number, 0) AS based_on,
           coalesce(staged.state, version.state, 'published') AS state,
           coalesce(version.fields, '{}') || staged.fields AS fields,
           coalesce(version.content, '{}') || staged.content AS content,
           version.fields AS fields_before,
           version.content AS content_before,
           version.state AS state_before,
           item.queue_code AS queue_before,
           item.department_id AS department_before
      FROM catalogue_staging AS staged
      LEFT JOIN catalogue_item AS item ON item.code = staged.code
      LEFT JOIN catalogue_itemversion AS version
             ON version.item_id = item.id AND version.state IN ('published', 'paused', 'withdrawn')
      JOIN LATERAL (SELECT min(id) AS id FROM catalogue_department AS d
                     WHERE d.name = staged.department) AS department ON true
)
SELECT code, item_id, department_id, queue_code, used, version_id, based_on, state, fields, content,
       version_id IS NULL AS is_new
  FROM laid
 WHERE (state, fields, content, queue_code, department_id)
       IS DISTINCT FROM (state_before, fields_before, content_before, queue_before, department_before)
