SET LOCAL lock_timeout = '3s';

-- add column event.kind
ALTER TABLE event ADD COLUMN kind text;

-- add column few.state
ALTER TABLE few ADD COLUMN state text;

-- fills few.state in the rows that are there
UPDATE few SET state = 'open';
ALTER TABLE few ALTER COLUMN state SET NOT NULL;

-- add column task.state
ALTER TABLE task
    ADD COLUMN state text,
    ALTER COLUMN state SET DEFAULT 'new';

-- +orqgen step backfill event key day, id batch 1000
-- fills event.kind in the rows that are there, 1000 at a time while others write
UPDATE event SET kind = to_char(day, 'Dy') WHERE kind IS NULL;

-- +orqgen step backfill task key id batch 1000
-- fills task.state in the rows that are there, 1000 at a time while others write
UPDATE task SET state = 'task ' || id WHERE state IS NULL;

-- +orqgen step
SET LOCAL lock_timeout = '3s';
ALTER TABLE task ADD CONSTRAINT state_not_null CHECK (state IS NOT NULL) NOT VALID;

-- +orqgen step backfill task key id batch 1000
-- alter column task.title (nullable)
-- fills task.title in the rows that are there, 1000 at a time while others write
UPDATE task SET title = 'untitled' WHERE title IS NULL;

-- +orqgen step
SET LOCAL lock_timeout = '3s';
ALTER TABLE task ADD CONSTRAINT title_not_null CHECK (title IS NOT NULL) NOT VALID;

-- +orqgen step backfill task key id batch 1000
-- and in those that were written without it meanwhile
UPDATE task SET title = 'untitled' WHERE title IS NULL;

-- +orqgen step no-transaction
-- create index task_state_idx on task
-- reads all of task twice, while others write
CREATE INDEX CONCURRENTLY task_state_idx ON task (state);

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- prove that task.state is never NULL: reads all of it while others write
-- CAN FAIL: a row where task.state is NULL
ALTER TABLE task VALIDATE CONSTRAINT state_not_null;

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- prove that task.title is never NULL: reads all of it while others write
-- CAN FAIL: a row where task.title is NULL
ALTER TABLE task VALIDATE CONSTRAINT title_not_null;

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- task.state is proven by the check: nothing is read again
ALTER TABLE task ALTER COLUMN state SET NOT NULL;
ALTER TABLE task DROP CONSTRAINT state_not_null;

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- task.title is proven by the check: nothing is read again
ALTER TABLE task ALTER COLUMN title SET NOT NULL;
ALTER TABLE task DROP CONSTRAINT title_not_null;

