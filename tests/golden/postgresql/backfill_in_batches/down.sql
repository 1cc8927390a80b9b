SET LOCAL lock_timeout = '3s';

-- drop index task_state_idx on task
DROP INDEX task_state_idx;

-- drop column event.kind
-- LOSES DATA: event.kind
ALTER TABLE event DROP COLUMN kind;

-- drop column few.state
-- LOSES DATA: few.state
ALTER TABLE few DROP COLUMN state;

-- drop column task.state
-- LOSES DATA: task.state
-- alter column task.title (nullable)
ALTER TABLE task
    DROP COLUMN state,
    ALTER COLUMN title DROP NOT NULL;
