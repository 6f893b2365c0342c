-- A table for the rows of one file, gone with the transaction.
CREATE TEMPORARY TABLE catalogue_staging (
    code             text PRIMARY KEY,
    department       text NOT NULL,
    department_code  text NOT NULL,
    queue_code       text,           -- null: the file does not say
    state            text,           -- null: the file does not say
    used             integer,        -- null: the file does not say
    fields           jsonb NOT NULL,
    content          jsonb NOT NULL
) ON COMMIT DROP
