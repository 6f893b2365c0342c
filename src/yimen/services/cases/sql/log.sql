-- One line of a case's log.
--
-- %(case)s    bigint
-- %(event)s   text
-- %(before)s  text         its state before
-- %(after)s   text         and now
-- %(at)s      timestamptz
-- %(actor)s   text
-- %(reason)s  text
-- %(facts)s   jsonb
INSERT INTO cases_caseevent (case_id, event, before, after, at, actor, reason, facts)
VALUES (%(case)s, %(event)s, %(before)s, %(after)s, %(at)s, %(actor)s, %(reason)s, %(facts)s)
