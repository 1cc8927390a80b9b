-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects log sha256:79f60bfa6d841eba9305a6f8fcb05911d5d5107cf711cdf13fa277f195266420
-- add check log_check on log
-- rebuild log: SQLite cannot add a constraint to a table
-- CAN FAIL: a row that breaks CHECK (at <> '')
-- REWRITES: every row of log
CREATE TEMP TABLE orq_log (orq_rowid, at, line);
INSERT INTO temp.orq_log
SELECT rowid, at, line
FROM main.log;

-- drop the old table, and create the new one under its name
DROP TABLE main.log;
CREATE TABLE log (at TEXT, line TEXT, CONSTRAINT log_check CHECK (at <> ''));

-- copy the rows back
INSERT OR ABORT INTO main.log (rowid, at, line)
SELECT orq_rowid, at, line
FROM temp.orq_log
ORDER BY orq_rowid;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_log_check (
    changed INTEGER CONSTRAINT "rows of log changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_log_check
SELECT count(*)
FROM temp.orq_log AS o
LEFT JOIN main.log AS n ON n.rowid = o.orq_rowid
WHERE (+o.at, typeof(o.at), +o.line, typeof(o.line))
      IS NOT (+n.at, typeof(n.at), +n.line, typeof(n.line))
UNION ALL
SELECT (SELECT count(*) FROM main.log)
     - (SELECT count(*) FROM temp.orq_log);

-- remove the copy
DROP TABLE temp.orq_log_check;
DROP TABLE temp.orq_log;
