-- Give the planned rows their items: new ones are made, known ones get queue, department and use.
INSERT INTO catalogue_item (code, department_id, queue_code, used)
SELECT code, department_id, queue_code, used
  FROM catalogue_plan
    ON CONFLICT (code) DO UPDATE
   SET department_id = excluded.department_id,
       queue_code = excluded.queue_code,
       used = excluded.used
