-- One act: linked to its subject's chain, and told to whoever follows the log.
--
-- %(subject)s  text         whose chain
-- %(number)s   bigint       its place there
-- %(act)s      text
-- %(actor)s    text
-- %(at)s       timestamptz
-- %(facts)s    jsonb
-- %(digest)s   bytea
-- %(name)s     text         of the event
-- %(topics)s   text[]
-- %(body)s     jsonb
WITH entry AS (
    INSERT INTO support_auditentry (subject, number, act, actor, at, facts, digest)
    VALUES (%(subject)s, %(number)s, %(act)s, %(actor)s, %(at)s, %(facts)s, %(digest)s)
)
INSERT INTO support_event (at, name, topics, body)
VALUES (%(at)s, %(name)s, %(topics)s, %(body)s)
