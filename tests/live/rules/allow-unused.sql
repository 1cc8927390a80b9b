-- @fires
-- orqgen:allow drop-table -- it was meant
ALTER TABLE users ADD COLUMN a bigint;

-- @safe
-- orqgen:allow drop-table -- it was meant
DROP TABLE users;
