CREATE TABLE "a ""quoted"" one" ("select" INTEGER PRIMARY KEY, "two
lines" TEXT, [-- no comment] TEXT, `;DROP TABLE x` INT);
CREATE INDEX "it's" ON "a ""quoted"" one" ("two
lines");
INSERT INTO "a ""quoted"" one" VALUES (1, 'x', 'y', 2);
