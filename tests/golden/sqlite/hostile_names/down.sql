-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects "a ""quoted"" one" sha256:c92db3dacae96452816cbbdf869dccfe0434792b20685a32b14ffff1b9c26cfb
-- alter column a "quoted" one.two\nlines (nullable, default)
-- add column a "quoted" one.;DROP TABLE x
-- drop column a "quoted" one.order
-- drop check not 'x'\n-- +orqgen downgrade on a "quoted" one
-- rebuild a "quoted" one: SQLite cannot change NOT NULL
-- LOSES DATA: a "quoted" one.order
-- REWRITES: every row of a "quoted" one
CREATE TEMP TABLE "orq_a ""quoted"" one" ("select", "two
lines", "-- no comment", "order");
INSERT INTO temp."orq_a ""quoted"" one"
SELECT "select", "two
lines", "-- no comment", "order"
FROM main."a ""quoted"" one";

-- drop the old table, and create the new one under its name
DROP TABLE main."a ""quoted"" one";
CREATE TABLE "a ""quoted"" one" ("select" INTEGER PRIMARY KEY, "two
lines" TEXT, [-- no comment] TEXT, `;DROP TABLE x` INT);

-- copy the rows back
INSERT OR ABORT INTO main."a ""quoted"" one" ("select", "two
lines", "-- no comment")
SELECT "select", "two
lines", "-- no comment"
FROM temp."orq_a ""quoted"" one"
ORDER BY "select";

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE "orq_a ""quoted"" one_check" (
    changed INTEGER CONSTRAINT "rows of a ""quoted"" one changed" CHECK (changed = 0)
);
INSERT INTO temp."orq_a ""quoted"" one_check"
SELECT count(*)
FROM temp."orq_a ""quoted"" one" AS o
LEFT JOIN main."a ""quoted"" one" AS n ON n."select" = o."select"
WHERE (+o."select", typeof(o."select"), +o."two
lines", typeof(o."two
lines"),
       +o."-- no comment", typeof(o."-- no comment"))
      IS NOT (+n."select", typeof(n."select"), +n."two
lines", typeof(n."two
lines"),
              +n."-- no comment", typeof(n."-- no comment"))
UNION ALL
SELECT (SELECT count(*) FROM main."a ""quoted"" one")
     - (SELECT count(*) FROM temp."orq_a ""quoted"" one");

-- remove the copy
DROP TABLE temp."orq_a ""quoted"" one_check";
DROP TABLE temp."orq_a ""quoted"" one";

-- put index it's back as it was
CREATE INDEX "it's" ON "a ""quoted"" one" ("two
lines");
