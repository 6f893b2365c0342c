-- Say something once: the id of the new message, or no row where it was said before.
--
-- A colleague who says the same in a transaction that still runs is waited for: if it commits,
-- nothing more is said here; if it rolls back, this one says it.
--
-- %(template)s %(subject)s %(occasion)s  text         what makes it the same message
-- %(values_sealed)s                      bytea        the values of its sentence, sealed
-- %(recipient_index)s                    bytea        whose inbox, or null
-- %(said_at)s                            timestamptz
INSERT INTO notify_message
       (template, subject, occasion, values_sealed, recipient_index, said_at)
VALUES (%(template)s, %(subject)s, %(occasion)s, %(values_sealed)s, %(recipient_index)s,
        %(said_at)s)
    ON CONFLICT ON CONSTRAINT notify_message_said_once DO NOTHING
RETURNING id
