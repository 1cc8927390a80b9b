SET LOCAL lock_timeout = '3s';

-- drop column task.state
-- LOSES DATA: task.state
-- alter column task.title (nullable)
ALTER TABLE task
    DROP COLUMN state,
    ALTER COLUMN title DROP NOT NULL;
