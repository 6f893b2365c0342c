-- Take the staged search entries over. Rows of items no longer offered were deleted before.
INSERT INTO catalogue_searchentry (item_id, name, aliases, keys, used, paused)
SELECT item_id, name, aliases, keys, used, paused
  FROM catalogue_entering
    ON CONFLICT (item_id) DO UPDATE
   SET name = excluded.name,
       aliases = excluded.aliases,
       keys = excluded.keys,
       used = excluded.used,
       paused = excluded.paused
