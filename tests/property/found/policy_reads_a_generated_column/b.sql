CREATE TABLE t (i integer, g real);
CREATE POLICY p ON t USING (g > 1);
