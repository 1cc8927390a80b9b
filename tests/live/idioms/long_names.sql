-- long names that are cut, names that collide, names of quoted sorts
CREATE TABLE a_table_with_a_name_that_is_just_about_as_long_as_is_allowed_63 (id serial PRIMARY KEY, a_column_with_a_rather_long_name_as_well_of_which_there_is_one int UNIQUE CHECK (a_column_with_a_rather_long_name_as_well_of_which_there_is_one > 0), b int REFERENCES a_table_with_a_name_that_is_just_about_as_long_as_is_allowed_63);
CREATE INDEX ON a_table_with_a_name_that_is_just_about_as_long_as_is_allowed_63 (a_column_with_a_rather_long_name_as_well_of_which_there_is_one, b);
CREATE INDEX ON a_table_with_a_name_that_is_just_about_as_long_as_is_allowed_63 (a_column_with_a_rather_long_name_as_well_of_which_there_is_one, b DESC);
CREATE TABLE "Größe_und_Länge_einer_Tabelle_mit_Umlauten_die_zwei_Bytes_ähh" (id serial, "ÄÖÜ" text UNIQUE);
CREATE TABLE t (a int CHECK (a > 0), b int CHECK (b > 0), CHECK (a > b), CHECK (a + b > 0), CHECK (a <> 5));
CREATE TABLE t_a (check_ int, CONSTRAINT t_a_check CHECK (check_ > 0));
CREATE INDEX ON t (a); CREATE INDEX ON t (a); CREATE INDEX ON t (lower(a::text)); CREATE INDEX ON t (abs(a), a);
CREATE TABLE "Table" ("Column" int PRIMARY KEY); CREATE TABLE "table" ("column" int PRIMARY KEY REFERENCES "Table");
-- then
ALTER TABLE t ADD COLUMN c int CHECK (c > 0) UNIQUE;
ALTER TABLE "table" RENAME TO "TABLE";
ALTER TABLE t DROP COLUMN b;
