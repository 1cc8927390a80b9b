-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects "a ""quoted"" one" sha256:a0917b8b47d5804ef5b8fb5c5cf3a91c94a7f650e1d2922a0fa388f1a9cfab68
-- alter column a "quoted" one.two\nlines (nullable, default)
-- drop column a "quoted" one.;DROP TABLE x
-- add column a "quoted" one.order
-- add check not 'x'\n-- +orqgen downgrade on a "quoted" one
-- rebuild a "quoted" one: SQLite cannot change NOT NULL
-- LOSES DATA: a "quoted" one.;DROP TABLE x
-- CAN FAIL: a row that breaks CHECK ("order" <> 'x')
-- REWRITES: every row of a "quoted" one
CREATE TEMP TABLE "orq_a ""quoted"" one" ("select", "two
lines", "-- no comment", ";DROP TABLE x");
INSERT INTO temp."orq_a ""quoted"" one"
SELECT "select", "two
lines", "-- no comment", ";DROP TABLE x"
FROM main."a ""quoted"" one";

-- drop the old table, and create the new one under its name
DROP TABLE main."a ""quoted"" one";
CREATE TABLE "a ""quoted"" one" ("select" INTEGER PRIMARY KEY, "two
lines" TEXT NOT NULL DEFAULT '', [-- no comment] TEXT, "order" TEXT DEFAULT 'it''s -- "new"', CONSTRAINT "not 'x'
-- +orqgen downgrade" CHECK ("order" <> 'x'));

-- copy the rows back
INSERT OR ABORT INTO main."a ""quoted"" one" ("select", "two
lines", "-- no comment")
SELECT "select", COALESCE("two
lines", ''), "-- no comment"
FROM temp."orq_a ""quoted"" one" AS "a ""quoted"" one"
ORDER BY "select";

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE "orq_a ""quoted"" one_check" (
    changed INTEGER CONSTRAINT "rows of a ""quoted"" one changed" CHECK (changed = 0)
);
INSERT INTO temp."orq_a ""quoted"" one_check"
SELECT count(*)
FROM temp."orq_a ""quoted"" one" AS o
LEFT JOIN main."a ""quoted"" one" AS n ON n."select" = o."select"
WHERE (+o."select", typeof(o."select"), +o."-- no comment", typeof(o."-- no comment"))
      IS NOT (+n."select", typeof(n."select"), +n."-- no comment", typeof(n."-- no comment"))
   OR (o."two
lines" IS NOT NULL
       AND (+o."two
lines", typeof(o."two
lines"))
           IS NOT (+n."two
lines", typeof(n."two
lines")))
UNION ALL
SELECT (SELECT count(*) FROM main."a ""quoted"" one")
     - (SELECT count(*) FROM temp."orq_a ""quoted"" one");

-- remove the copy
DROP TABLE temp."orq_a ""quoted"" one_check";
DROP TABLE temp."orq_a ""quoted"" one";

-- put index it's back as it was
CREATE INDEX "it's" ON "a ""quoted"" one" ("two
lines");
