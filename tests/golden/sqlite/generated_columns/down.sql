-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects items sha256:a293cee3151e52e65c2d5de53a964c49039a977b747c1dfd118198dadaf27f6a
-- alter column items.total (generated), drop column items.half, drop check items_price_check on items
-- rebuild items: SQLite cannot change how a column is generated
-- REWRITES: every row of items
CREATE TEMP TABLE orq_items (id, price, amount);
INSERT INTO temp.orq_items
SELECT id, price, amount
FROM main.items;

-- drop the old table, and create the new one under its name
DROP TABLE main.items;
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    price INTEGER NOT NULL, -- in cents
    amount INTEGER NOT NULL DEFAULT 1,
    total INTEGER GENERATED ALWAYS AS (price * amount) STORED,
    label TEXT AS ('item ' || id)
);

-- copy the rows back
INSERT OR ABORT INTO main.items (id, price, amount)
SELECT id, price, amount
FROM temp.orq_items
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_items_check (
    changed INTEGER CONSTRAINT "rows of items changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_items_check
SELECT count(*)
FROM temp.orq_items AS o
LEFT JOIN main.items AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.price, typeof(o.price), +o.amount, typeof(o.amount))
      IS NOT (+n.id, typeof(n.id), +n.price, typeof(n.price), +n.amount, typeof(n.amount))
UNION ALL
SELECT (SELECT count(*) FROM main.items)
     - (SELECT count(*) FROM temp.orq_items);

-- remove the copy
DROP TABLE temp.orq_items_check;
DROP TABLE temp.orq_items;
