/* The migrations that crash: on each engine every form that the runner knows. */
#include "tests/resilience/world.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- SQLite: each migration is one transaction ---- */

#define REBUILT_KEPT(extra, copied)                                                    \
    "CREATE TABLE new_kept (id INTEGER PRIMARY KEY, note TEXT NOT NULL" extra ");\n"   \
    "INSERT INTO new_kept (id, note" copied ") SELECT id, note" copied " FROM kept;\n" \
    "DROP TABLE kept;\nALTER TABLE new_kept RENAME TO kept;\n"

static const struct crash_migration sqlite_migrations[] = {
    {"crash0000001", "ALTER TABLE kept ADD COLUMN a TEXT;\n", "ALTER TABLE kept DROP COLUMN a;\n",
     false},
    {"crash0000002",
     "CREATE TABLE copies AS SELECT id AS kept_id, note FROM kept;\n"
     "CREATE INDEX copies_kept_id_idx ON copies (kept_id);\n",
     "DROP TABLE copies;\n", false},
    {"crash0000003", REBUILT_KEPT(", a TEXT DEFAULT 'x', CHECK (length(note) > 0)", ", a"),
     REBUILT_KEPT(", a TEXT", ", a"), true},
    {"crash0000004",
     "CREATE VIEW notes AS SELECT note FROM kept;\n"
     "CREATE TRIGGER no_removal BEFORE DELETE ON parts BEGIN SELECT RAISE(ABORT, 'no'); END;\n",
     "DROP TRIGGER no_removal;\nDROP VIEW notes;\n", false},
    {"crash0000005", "UPDATE kept SET a = note || id;\n", "UPDATE kept SET a = NULL;\n", false},
    {"crash0000006", "ALTER TABLE kept RENAME COLUMN a TO b;\n",
     "ALTER TABLE kept RENAME COLUMN b TO a;\n", false},
    {"crash0000007",
     "CREATE TABLE new_parts (id INTEGER PRIMARY KEY, kept_id INTEGER NOT NULL REFERENCES kept, "
     "size REAL CHECK (size >= 0));\n"
     "DROP TRIGGER no_removal;\n"
     "INSERT INTO new_parts SELECT id, kept_id, size FROM parts;\n"
     "DROP TABLE parts;\nALTER TABLE new_parts RENAME TO parts;\n",
     "CREATE TABLE new_parts (id INTEGER PRIMARY KEY, kept_id INTEGER NOT NULL REFERENCES kept, "
     "size REAL);\n"
     "INSERT INTO new_parts SELECT id, kept_id, size FROM parts;\n"
     "DROP TABLE parts;\nALTER TABLE new_parts RENAME TO parts;\n"
     "CREATE TRIGGER no_removal BEFORE DELETE ON parts BEGIN SELECT RAISE(ABORT, 'no'); END;\n",
     true},
    {"crash0000008", "CREATE TABLE last (id INTEGER PRIMARY KEY);\nINSERT INTO last VALUES (8);\n",
     "DROP TABLE last;\n", false},
};

#define SQLITE_ROWS                                                                              \
    "CREATE TABLE \"kept\" (id INTEGER PRIMARY KEY, note TEXT NOT NULL);"                        \
    "CREATE TABLE \"parts\" (id INTEGER PRIMARY KEY, kept_id INTEGER NOT NULL REFERENCES kept, " \
    "size REAL);"                                                                                \
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"                        \
    " INSERT INTO kept SELECT i, hex(randomblob(40)) FROM n;"                                    \
    "INSERT INTO parts SELECT id, id, id / 3.0 FROM kept;"

#define SQLITE_QUERIES                                                                        \
    .rows = SQLITE_ROWS,                                                                      \
    .kept = "PRAGMA integrity_check; PRAGMA foreign_key_check;"                               \
            " SELECT count(*), sum(id), group_concat(note, '') FROM (SELECT * FROM kept"      \
            " ORDER BY id); SELECT count(*), sum(kept_id), sum(size) FROM parts;",            \
    .shape = "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'orqgen_revisions'" \
             " ORDER BY type, name;",                                                         \
    .ledger = "SELECT count(*) || CASE WHEN count(*) = sum(steps_done = steps_total) OR"      \
              " count(*) = 0 THEN ' whole' ELSE ' part-way' END FROM orqgen_revisions;"

/* ---- PostgreSQL: steps, in transactions and outside ---- */

static const struct crash_migration postgres_migrations[] = {
    {"crash0000001", "ALTER TABLE kept ADD COLUMN a text;\n", "ALTER TABLE kept DROP COLUMN a;\n",
     false},
    {"crash0000002",
     "-- +orqgen step no-transaction\nCREATE INDEX CONCURRENTLY kept_note_idx ON kept (note);\n",
     "-- +orqgen step no-transaction\nDROP INDEX CONCURRENTLY kept_note_idx;\n", false},
    {"crash0000003",
     "ALTER TABLE kept ADD CONSTRAINT kept_note_check CHECK (length(note) > 0) NOT VALID;\n"
     "-- +orqgen step\nALTER TABLE kept VALIDATE CONSTRAINT kept_note_check;\n"
     "-- +orqgen step\nALTER TABLE kept ALTER COLUMN note SET STATISTICS 50;\n",
     "ALTER TABLE kept ALTER COLUMN note SET STATISTICS -1;\n"
     "-- +orqgen step\nALTER TABLE kept DROP CONSTRAINT kept_note_check;\n",
     false},
    {"crash0000004", "CREATE TABLE copies AS SELECT id AS kept_id, note FROM kept;\n",
     "DROP TABLE copies;\n", false},
    {"crash0000005",
     "-- +orqgen step no-transaction\n"
     "CREATE UNIQUE INDEX CONCURRENTLY copies_kept_id_key ON copies (kept_id);\n"
     "-- +orqgen step\n"
     "ALTER TABLE copies ADD CONSTRAINT copies_kept_id_key UNIQUE USING INDEX copies_kept_id_key;\n"
     "-- +orqgen step no-transaction\n"
     "CREATE INDEX CONCURRENTLY copies_note_idx ON copies (upper(note));\n",
     "-- +orqgen step no-transaction\nDROP INDEX CONCURRENTLY copies_note_idx;\n"
     "-- +orqgen step\nALTER TABLE copies DROP CONSTRAINT copies_kept_id_key;\n",
     false},
    {"crash0000006", "UPDATE kept SET a = note || id;\n", "UPDATE kept SET a = NULL;\n", false},
    {"crash0000007", "-- +orqgen step no-transaction\nDROP INDEX CONCURRENTLY kept_note_idx;\n",
     "-- +orqgen step no-transaction\nCREATE INDEX CONCURRENTLY kept_note_idx ON kept (note);\n",
     false},
    {"crash0000008",
     "CREATE TYPE mood AS ENUM ('glad', 'sad');\nCREATE TABLE last (id integer, is_now mood);\n"
     "INSERT INTO last VALUES (8, 'glad');\n",
     "DROP TABLE last;\nDROP TYPE mood;\n", false},
};

static const struct crash_engine engines[] = {
    {.name = "sqlite-delete",
     .dialect = "sqlite",
     .migrations = sqlite_migrations,
     .count = COUNT(sqlite_migrations),
     SQLITE_QUERIES},
    {.name = "sqlite-wal",
     .dialect = "sqlite",
     .migrations = sqlite_migrations,
     .count = COUNT(sqlite_migrations),
     SQLITE_QUERIES},
    {.name = "postgresql",
     .dialect = "postgresql",
     .migrations = postgres_migrations,
     .count = COUNT(postgres_migrations),
     .rows = "CREATE TABLE kept (id integer PRIMARY KEY, note text NOT NULL);"
             "INSERT INTO kept SELECT i, md5(i::text) FROM generate_series(1, 5000) i;"
             "CREATE TABLE parts (id integer PRIMARY KEY, kept_id integer NOT NULL REFERENCES kept,"
             " size real); INSERT INTO parts SELECT id, id, id / 3.0 FROM kept;",
     .kept = "SELECT count(*), sum(id), md5(string_agg(note, '' ORDER BY id)) FROM kept"
             " UNION ALL SELECT count(*), sum(kept_id), md5(sum(size)::text) FROM parts;",
     .shape =
         "SELECT c.relkind, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),"
         " a.attstattarget FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND"
         " a.attnum > 0 AND NOT a.attisdropped WHERE c.relnamespace = 'public'::regnamespace AND"
         " c.relname NOT LIKE 'orqgen_%' ORDER BY 1, 2, 3;"
         "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE"
         " connamespace = 'public'::regnamespace AND conname NOT LIKE 'orqgen_%' ORDER BY 1, 2;"
         "SELECT indexrelid::regclass::text, indisvalid FROM pg_index WHERE"
         " indrelid >= 16384 AND indexrelid::regclass::text NOT LIKE 'orqgen_%'"
         " AND indexrelid::regclass::text NOT LIKE 'pg_toast%' ORDER BY 1;"
         "SELECT enumlabel FROM pg_enum ORDER BY 1;",
     .ledger = "SELECT count(*) || CASE WHEN count(*) FILTER (WHERE steps_done < steps_total) = 0"
               " THEN ' whole' ELSE ' part-way' END FROM orqgen_revisions;"},
};

const struct crash_engine *crash_engine_find(const char *name)
{
    for (size_t i = 0; i < COUNT(engines); i++) {
        if (strcmp(engines[i].name, name) == 0)
            return &engines[i];
    }
    return NULL;
}
