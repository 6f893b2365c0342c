-- One event for whoever follows the log.
--
-- %(at)s       timestamptz
-- %(name)s     text
-- %(topics)s   text[]
-- %(body)s     jsonb
INSERT INTO support_event (at, name, topics, body)
VALUES (%(at)s, %(name)s, %(topics)s, %(body)s)
