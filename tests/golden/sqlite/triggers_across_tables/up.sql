-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects stock sha256:5e05207d1471db0613c40244bcb58db3606782df9c372a35ff938a18f9cb6a24
-- +orqgen expects moves sha256:28f55acfb280aad2a6b9cef3a8c052f06fa37265669f3fa691d92e4185e09234
-- alter column stock.n (nullable, default)
-- rebuild stock: SQLite cannot change NOT NULL
-- REWRITES: every row of stock
CREATE TEMP TABLE orq_stock (id, n);
INSERT INTO temp.orq_stock
SELECT id, n
FROM main.stock;

-- drop the old table, and create the new one under its name
DROP TABLE main.stock;
CREATE TABLE stock (id INTEGER PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0);

-- copy the rows back
INSERT OR ABORT INTO main.stock (id, n)
SELECT id, COALESCE(n, 0)
FROM temp.orq_stock AS stock
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_stock_check (
    changed INTEGER CONSTRAINT "rows of stock changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_stock_check
SELECT count(*)
FROM temp.orq_stock AS o
LEFT JOIN main.stock AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id))
      IS NOT (+n.id, typeof(n.id))
   OR (o.n IS NOT NULL
       AND (+o.n, typeof(o.n))
           IS NOT (+n.n, typeof(n.n)))
UNION ALL
SELECT (SELECT count(*) FROM main.stock)
     - (SELECT count(*) FROM temp.orq_stock);

-- remove the copy
DROP TABLE temp.orq_stock_check;
DROP TABLE temp.orq_stock;

-- add foreign key moves_stock_id_fkey on moves
-- rebuild moves: SQLite cannot add a constraint to a table
-- CAN FAIL: a row whose stock_id is not in stock
-- REWRITES: every row of moves
CREATE TEMP TABLE orq_moves (id, stock_id, n);
INSERT INTO temp.orq_moves
SELECT id, stock_id, n
FROM main.moves;

-- drop the old table, and create the new one under its name
DROP TABLE main.moves;
CREATE TABLE moves (id INTEGER PRIMARY KEY, stock_id INTEGER CONSTRAINT moves_stock_id_fkey REFERENCES stock (id), n INTEGER);

-- copy the rows back
INSERT OR ABORT INTO main.moves (id, stock_id, n)
SELECT id, stock_id, n
FROM temp.orq_moves
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_moves_check (
    changed INTEGER CONSTRAINT "rows of moves changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_moves_check
SELECT count(*)
FROM temp.orq_moves AS o
LEFT JOIN main.moves AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.stock_id, typeof(o.stock_id), +o.n, typeof(o.n))
      IS NOT (+n.id, typeof(n.id), +n.stock_id, typeof(n.stock_id), +n.n, typeof(n.n))
UNION ALL
SELECT (SELECT count(*) FROM main.moves)
     - (SELECT count(*) FROM temp.orq_moves);

-- remove the copy
DROP TABLE temp.orq_moves_check;
DROP TABLE temp.orq_moves;

-- put trigger moves_count back as it was
CREATE TRIGGER moves_count AFTER INSERT ON moves BEGIN UPDATE stock SET n = n + new.n WHERE id = new.stock_id; END;

-- put trigger stock_guard back as it was
CREATE TRIGGER stock_guard BEFORE UPDATE OF n ON stock WHEN new.n < 0 BEGIN SELECT RAISE(ABORT, 'none left'); END;
