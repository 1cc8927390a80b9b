CREATE TABLE "Order" (id INTEGER NOT NULL PRIMARY KEY, n INT DEFAULT (5), status VARCHAR(10) CHECK ("status" IN ('a','b')));
CREATE UNIQUE INDEX order_n ON "Order" ("n" ASC);
