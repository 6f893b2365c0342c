-- One act, linked to its subject's chain.
--
-- %(subject)s  text         whose chain
-- %(number)s   bigint       its place there
-- %(act)s      text
-- %(actor)s    text
-- %(at)s       timestamptz
-- %(facts)s    jsonb
-- %(digest)s   bytea
INSERT INTO support_auditentry (subject, number, act, actor, at, facts, digest)
VALUES (%(subject)s, %(number)s, %(act)s, %(actor)s, %(at)s, %(facts)s, %(digest)s)
