-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects readings sha256:74f8ed3d793f835dec0b422525c16811ae082063056fcd6e8b583b75aa41b556
-- alter column readings.taken (type)
-- rebuild readings: SQLite cannot change a column's type
-- readings.taken is made by the model's `using`, and not compared
-- REWRITES: every row of readings
CREATE TEMP TABLE orq_readings (id, taken, unit);
INSERT INTO temp.orq_readings
SELECT id, taken, unit
FROM main.readings;

-- drop the old table, and create the new one under its name
DROP TABLE main.readings;
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    taken INTEGER, -- seconds
    unit TEXT
);

-- copy the rows back
INSERT OR ABORT INTO main.readings (id, taken, unit)
SELECT id, (CAST(rtrim(taken, 's') AS INTEGER)), unit
FROM temp.orq_readings AS readings
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_readings_check (
    changed INTEGER CONSTRAINT "rows of readings changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_readings_check
SELECT count(*)
FROM temp.orq_readings AS o
LEFT JOIN main.readings AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.unit, typeof(o.unit))
      IS NOT (+n.id, typeof(n.id), +n.unit, typeof(n.unit))
UNION ALL
SELECT (SELECT count(*) FROM main.readings)
     - (SELECT count(*) FROM temp.orq_readings);

-- remove the copy
DROP TABLE temp.orq_readings_check;
DROP TABLE temp.orq_readings;
