-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects moves sha256:a67ab1daab8adceca2079a9b256524c8b816ffc1059332b5a3ea4d8bcff7336f
-- +orqgen expects stock sha256:e3c4380ffc67ab93d5cf5c93b092b80f1638b339853d21405e7a27f11a2b506c
-- drop foreign key moves_stock_id_fkey on moves
-- rebuild moves: SQLite cannot drop a constraint
-- REWRITES: every row of moves
CREATE TEMP TABLE orq_moves (id, stock_id, n);
INSERT INTO temp.orq_moves
SELECT id, stock_id, n
FROM main.moves;

-- drop the old table, and create the new one under its name
DROP TABLE main.moves;
CREATE TABLE moves (id INTEGER PRIMARY KEY, stock_id INTEGER, n INTEGER);

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

-- alter column stock.n (nullable, default)
-- rebuild stock: SQLite cannot change NOT NULL
-- REWRITES: every row of stock
CREATE TEMP TABLE orq_stock (id, n);
INSERT INTO temp.orq_stock
SELECT id, n
FROM main.stock;

-- drop the old table, and create the new one under its name
DROP TABLE main.stock;
CREATE TABLE stock (id INTEGER PRIMARY KEY, n INTEGER);

-- copy the rows back
INSERT OR ABORT INTO main.stock (id, n)
SELECT id, n
FROM temp.orq_stock
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_stock_check (
    changed INTEGER CONSTRAINT "rows of stock changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_stock_check
SELECT count(*)
FROM temp.orq_stock AS o
LEFT JOIN main.stock AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.n, typeof(o.n))
      IS NOT (+n.id, typeof(n.id), +n.n, typeof(n.n))
UNION ALL
SELECT (SELECT count(*) FROM main.stock)
     - (SELECT count(*) FROM temp.orq_stock);

-- remove the copy
DROP TABLE temp.orq_stock_check;
DROP TABLE temp.orq_stock;

-- put trigger moves_count back as it was
CREATE TRIGGER moves_count AFTER INSERT ON moves BEGIN UPDATE stock SET n = n + new.n WHERE id = new.stock_id; END;

-- put trigger stock_guard back as it was
CREATE TRIGGER stock_guard BEFORE UPDATE OF n ON stock WHEN new.n < 0 BEGIN SELECT RAISE(ABORT, 'none left'); END;
