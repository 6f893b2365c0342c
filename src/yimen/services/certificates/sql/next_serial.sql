-- The next serial of one type of certificate: one row everybody who issues it counts on.
--
-- %(type_id)s   bigint
UPDATE certificates_certificatetype
   SET last = last + 1
 WHERE id = %(type_id)s
RETURNING last
