SET LOCAL lock_timeout = '3s';

-- alter column parent.code (nullable)
ALTER TABLE parent ADD CONSTRAINT code_not_null CHECK (code IS NOT NULL) NOT VALID;

-- add check child_amount_check on child
-- add foreign key child_parent_id_fkey on child
ALTER TABLE child
    ADD CONSTRAINT child_amount_check CHECK (amount >= 0) NOT VALID,
    ADD CONSTRAINT child_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES parent (id) NOT VALID;

-- +orqgen step no-transaction
-- create index child_lower_name_idx on child
-- reads all of child twice, while others write
CREATE INDEX CONCURRENTLY child_lower_name_idx ON child (lower(name)) WHERE name IS NOT NULL;

-- +orqgen step no-transaction
-- add unique constraint parent_code_key on parent
-- CAN FAIL: two rows with the same code
CREATE UNIQUE INDEX CONCURRENTLY parent_code_key ON parent (code);

-- +orqgen step
SET LOCAL lock_timeout = '3s';
ALTER TABLE parent ADD CONSTRAINT parent_code_key UNIQUE USING INDEX parent_code_key;

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- validate child_amount_check: reads child while others write
-- CAN FAIL: a row that breaks CHECK (amount >= 0)
ALTER TABLE child VALIDATE CONSTRAINT child_amount_check;

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- validate child_parent_id_fkey: reads child while others write
-- CAN FAIL: a row whose parent_id is not in parent
ALTER TABLE child VALIDATE CONSTRAINT child_parent_id_fkey;

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- prove that parent.code is never NULL: reads all of it while others write
-- CAN FAIL: a row where parent.code is NULL
ALTER TABLE parent VALIDATE CONSTRAINT code_not_null;

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- parent.code is proven by the check: nothing is read again
ALTER TABLE parent ALTER COLUMN code SET NOT NULL;
ALTER TABLE parent DROP CONSTRAINT code_not_null;

