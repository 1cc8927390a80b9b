-- @fires
-- orqgen:allow drop-tables -- it was meant
DROP TABLE users;

-- @safe
-- orqgen:allow drop-table -- it was meant
DROP TABLE users;
