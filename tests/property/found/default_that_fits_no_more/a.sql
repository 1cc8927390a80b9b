-- The rows fit upwards; what the downgrade puts back does not fit a second time.
CREATE TABLE t (
    id integer PRIMARY KEY,
    a integer DEFAULT 0,
    b text GENERATED ALWAYS AS (CASE a WHEN 0 THEN 'none' ELSE a::text END) STORED
);
