SET LOCAL lock_timeout = '3s';

-- drop foreign key child_parent_id_fkey on child
-- drop check child_amount_check on child
ALTER TABLE child
    DROP CONSTRAINT child_parent_id_fkey,
    DROP CONSTRAINT child_amount_check;

-- drop unique constraint parent_code_key on parent
-- alter column parent.code (nullable)
ALTER TABLE parent
    DROP CONSTRAINT parent_code_key,
    ALTER COLUMN code DROP NOT NULL;

-- +orqgen step no-transaction
-- drop index child_lower_name_idx on child
DROP INDEX CONCURRENTLY child_lower_name_idx;
