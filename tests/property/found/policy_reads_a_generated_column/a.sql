CREATE TABLE t (i integer, g numeric GENERATED ALWAYS AS (1 + i) STORED);
CREATE POLICY p ON t USING (g > 1);
