CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int GENERATED ALWAYS AS (a + b) VIRTUAL, d int GENERATED ALWAYS AS (a * b) STORED);
