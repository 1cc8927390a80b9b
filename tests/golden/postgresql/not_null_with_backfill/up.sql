SET LOCAL lock_timeout = '3s';

-- add column task.state
ALTER TABLE task ADD COLUMN state text;

-- fills task.state in the rows that are there
UPDATE task SET state = 'open';
ALTER TABLE task ALTER COLUMN state SET NOT NULL;

-- alter column task.title (nullable)
-- fills task.title in the rows that are there
UPDATE task SET title = 'untitled' WHERE title IS NULL;
ALTER TABLE task ADD CONSTRAINT title_not_null CHECK (title IS NOT NULL) NOT VALID;

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- prove that task.title is never NULL: reads all of it while others write
-- CAN FAIL: a row where task.title is NULL
ALTER TABLE task VALIDATE CONSTRAINT title_not_null;

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- task.title is proven by the check: nothing is read again
ALTER TABLE task ALTER COLUMN title SET NOT NULL;
ALTER TABLE task DROP CONSTRAINT title_not_null;

