CREATE TABLE readings (id integer PRIMARY KEY, taken timestamptz, raw text);
CREATE TABLE readings_old (LIKE readings) INHERITS (readings);
CREATE TABLE readings_new (extra integer) INHERITS (readings);
INSERT INTO readings_old VALUES (1, '2026-01-01 00:00Z', 'x');
INSERT INTO readings_new VALUES (2, '2026-01-02 00:00Z', 'y', 3);
