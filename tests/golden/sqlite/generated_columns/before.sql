CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    price INTEGER NOT NULL, -- in cents
    amount INTEGER NOT NULL DEFAULT 1,
    total INTEGER GENERATED ALWAYS AS (price * amount) STORED,
    label TEXT AS ('item ' || id)
);
INSERT INTO items (id, price, amount) VALUES (1, 250, 2), (2, 99, 1);
