-- One more wrong code of somebody; the first one again where the last is long past.
INSERT INTO support_guesses (kind, who, failures, failed_at)
VALUES (%(kind)s, %(who)s, 1, %(at)s)
ON CONFLICT ON CONSTRAINT support_guesses_once DO UPDATE SET
    failures = CASE
        WHEN support_guesses.failed_at < %(since)s THEN 1
        ELSE support_guesses.failures + 1
    END,
    failed_at = excluded.failed_at
RETURNING failures
