/* The rules, each with why it is one and how the same is done without harm. Locks and costs are
 * observed (review/observe.h); what is said of them here was observed on PostgreSQL 15, and stands
 * in https://www.postgresql.org/docs/current/explicit-locking.html and sql-altertable.html. */
#include "review/rule.h"

#define POSTGRES "postgresql"
#define SQLITE "sqlite"
#define BOTH "postgresql sqlite"

const struct orq_rule orq_rules[] = {
    {"add-column-rewrite", ORQ_LEVEL_ERROR, POSTGRES,
     "a new column writes every row of its table anew",
     "A volatile default, an identity or serial, a stored generated column, or a "
     "domain with a check gives each row a value of its own, so that the whole table "
     "and all its indexes are written again under ACCESS EXCLUSIVE. Everybody who "
     "reads or writes the table waits until the transaction ends, and behind the "
     "first who waits all others queue.",
     "ALTER TABLE t ADD COLUMN c type;\n"
     "ALTER TABLE t ALTER COLUMN c SET DEFAULT expression;\n"
     "then UPDATE in batches, outside this migration"},
    {"add-column-required", ORQ_LEVEL_ERROR, POSTGRES,
     "a new column is NOT NULL and has no default",
     "It fails as soon as the table has one row: on an empty test database it "
     "passes, in production it does not.",
     "ALTER TABLE t ADD COLUMN c type NOT NULL DEFAULT constant;\n"
     "or add it nullable, fill it, then SET NOT NULL by way of a validated CHECK"},
    {"add-column-check-scan", ORQ_LEVEL_WARNING, POSTGRES,
     "a check beside a new column reads the whole table",
     "An inline CHECK is validated over all rows under ACCESS EXCLUSIVE, even where "
     "the column is nullable and empty. Everybody who reads or writes the table "
     "waits until the transaction ends, and behind the first who waits all others "
     "queue.",
     "ALTER TABLE t ADD COLUMN c type, ADD CONSTRAINT k CHECK (...) NOT VALID;\n"
     "in another transaction: ALTER TABLE t VALIDATE CONSTRAINT k;"},
    {"add-column-references", ORQ_LEVEL_WARNING, POSTGRES,
     "a foreign key beside a new column locks both tables",
     "REFERENCES in ADD COLUMN locks the table with ACCESS EXCLUSIVE and the parent "
     "against writes while the key is checked.",
     "ALTER TABLE t ADD COLUMN c type;\n"
     "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (c) REFERENCES p NOT VALID;\n"
     "in another transaction: ALTER TABLE t VALIDATE CONSTRAINT k;"},
    {"add-column-unique", ORQ_LEVEL_WARNING, POSTGRES,
     "a unique constraint beside a new column builds its index under a lock",
     "UNIQUE in ADD COLUMN builds an index over all rows under ACCESS EXCLUSIVE. "
     "Everybody who reads or writes the table waits until the transaction ends, and "
     "behind the first who waits all others queue.",
     "ALTER TABLE t ADD COLUMN c type;\n"
     "CREATE UNIQUE INDEX CONCURRENTLY i ON t (c);\n"
     "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;"},
    {"set-not-null-scan", ORQ_LEVEL_WARNING, POSTGRES,
     "SET NOT NULL reads the whole table under a lock",
     "Every row is read to find NULLs under ACCESS EXCLUSIVE. PostgreSQL skips it "
     "where a valid CHECK proves that there are none.",
     "ALTER TABLE t ADD CONSTRAINT k CHECK (c IS NOT NULL) NOT VALID;\n"
     "in another transaction: ALTER TABLE t VALIDATE CONSTRAINT k;\n"
     "in a third one: ALTER TABLE t ALTER COLUMN c SET NOT NULL; ALTER TABLE t DROP "
     "CONSTRAINT k;"},
    {"type-rewrite", ORQ_LEVEL_ERROR, POSTGRES, "a change of type writes every row anew",
     "The whole table and all its indexes are written again under ACCESS EXCLUSIVE. "
     "Everybody who reads or writes the table waits until the transaction ends, and "
     "behind the first who waits all others queue.",
     "add a column of the new type, fill it in batches, keep both in step by a "
     "trigger, then swap their names"},
    {"type-index-rebuild", ORQ_LEVEL_WARNING, POSTGRES,
     "a change of type or collation builds indexes anew",
     "The rows stay as they are, but each index of the column is built again under "
     "ACCESS EXCLUSIVE.",
     "drop the index, alter the column, and build the index CONCURRENTLY"},
    {"type-blocked", ORQ_LEVEL_ERROR, POSTGRES,
     "something depends on the column, so that its type cannot change",
     "A view, a rule, a generated column or a policy names the column: the server "
     "refuses.",
     "drop what depends on it, alter the column, make it again, in one transaction"},
    {"type-fk-revalidate", ORQ_LEVEL_ERROR, POSTGRES, "a change of type checks a foreign key again",
     "The column is part of a foreign key, or one points at it: the key is checked "
     "over all rows while both tables are locked.",
     "drop the foreign key, alter the column, add the key NOT VALID, and VALIDATE it "
     "in another transaction"},
    {"fk-scan", ORQ_LEVEL_WARNING, POSTGRES, "a foreign key is checked over all rows under locks",
     "ADD FOREIGN KEY locks both tables with SHARE ROW EXCLUSIVE, so that writes to "
     "both wait, while every row is looked up.",
     "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (c) REFERENCES p NOT VALID;\n"
     "in another transaction: ALTER TABLE t VALIDATE CONSTRAINT k;"},
    {"fk-drop", ORQ_LEVEL_WARNING, POSTGRES, "dropping a foreign key locks both tables",
     "The triggers of the key are on both tables: reads and writes of both wait, and "
     "with other locks in the transaction that is a way into a deadlock.",
     "a transaction of its own, with a short lock_timeout, repeated when it runs out"},
    {"fk-missing-index", ORQ_LEVEL_WARNING, BOTH,
     "no index leads with the columns of a foreign key",
     "Each DELETE or UPDATE of a key in the parent reads the whole child table to "
     "find rows that refer to it.",
     "CREATE INDEX CONCURRENTLY i ON t (c);"},
    {"check-scan", ORQ_LEVEL_WARNING, POSTGRES, "a check reads the whole table under a lock",
     "ADD CHECK validates every row under ACCESS EXCLUSIVE. Everybody who reads or "
     "writes the table waits until the transaction ends, and behind the first who "
     "waits all others queue.",
     "ALTER TABLE t ADD CONSTRAINT k CHECK (...) NOT VALID;\n"
     "in another transaction: ALTER TABLE t VALIDATE CONSTRAINT k;"},
    {"not-valid-same-tx", ORQ_LEVEL_WARNING, POSTGRES,
     "a constraint is added NOT VALID and validated in one transaction",
     "The lock of the ADD is held to the end of the transaction, and so during the "
     "scan: NOT VALID has saved nothing.",
     "-- +orqgen step, between the ADD and the VALIDATE"},
    {"unique-build", ORQ_LEVEL_WARNING, POSTGRES,
     "a unique constraint builds its index under a lock",
     "The index is built over all rows under ACCESS EXCLUSIVE. Everybody who reads "
     "or writes the table waits until the transaction ends, and behind the first who "
     "waits all others queue.",
     "CREATE UNIQUE INDEX CONCURRENTLY i ON t (c);\n"
     "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i;"},
    {"pk-build", ORQ_LEVEL_WARNING, POSTGRES, "a primary key builds its index under a lock",
     "The index is built over all rows under ACCESS EXCLUSIVE, and columns that are "
     "nullable are read for NULLs. Everybody who reads or writes the table waits "
     "until the transaction ends, and behind the first who waits all others queue.",
     "CREATE UNIQUE INDEX CONCURRENTLY i ON t (c);\n"
     "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX i;"},
    {"exclude-build", ORQ_LEVEL_ERROR, POSTGRES,
     "an exclusion constraint builds its index under a lock",
     "The index is built over all rows under ACCESS EXCLUSIVE, and there is no way "
     "to build it beforehand. Everybody who reads or writes the table waits until "
     "the transaction ends, and behind the first who waits all others queue.",
     NULL},
    {"index-blocking", ORQ_LEVEL_WARNING, POSTGRES, "an index is built while writes wait",
     "CREATE INDEX holds SHARE: reads go on, every write to the table waits until it "
     "is built and the transaction ends.",
     "-- +orqgen step no-transaction\n"
     "CREATE INDEX CONCURRENTLY i ON t (c);"},
    {"index-drop-blocking", ORQ_LEVEL_NOTE, POSTGRES, "an index is dropped under a lock",
     "DROP INDEX takes ACCESS EXCLUSIVE on the table. It is short, but waits for "
     "every running query, and everybody waits behind it.",
     "-- +orqgen step no-transaction\n"
     "DROP INDEX CONCURRENTLY i;"},
    {"concurrently-in-tx", ORQ_LEVEL_ERROR, POSTGRES,
     "a statement that cannot run in a transaction is in one",
     "CONCURRENTLY, VACUUM and the like are refused inside a transaction: the "
     "migration fails.",
     "-- +orqgen step no-transaction, with that one statement in it"},
    {"invalid-index-left", ORQ_LEVEL_ERROR, POSTGRES,
     "an index that is built CONCURRENTLY can fail and stay behind, invalid",
     "It runs outside a transaction, so that nothing takes it back: rows with equal "
     "keys make it fail, and what is left is an index that every write maintains and "
     "no query uses.",
     "run the precheck first; after a failure DROP INDEX CONCURRENTLY i, correct the "
     "rows, and run it again"},
    {"concurrently-partitioned", ORQ_LEVEL_ERROR, POSTGRES,
     "CONCURRENTLY does not work on a partitioned table",
     "The server refuses to build an index on a partitioned table, or to drop one of "
     "it, CONCURRENTLY.",
     "CREATE INDEX i ON ONLY t (c);\n"
     "for each partition: CREATE INDEX CONCURRENTLY ip ON p (c); ALTER INDEX i "
     "ATTACH PARTITION ip;"},
    {"rename", ORQ_LEVEL_WARNING, BOTH, "programs that know the old name fail",
     "The old and the new version of a program run beside each other during a "
     "deployment: one of the two does not find its name.",
     "rename it and leave a view of the old name, or add the new one and keep both "
     "in step until the old program is gone"},
    {"drop-table", ORQ_LEVEL_ERROR, BOTH, "a table is dropped with its rows",
     "What it held is gone, and programs that still read it fail. Where an archive keeps "
     "its rows it is a warning; in a downgrade, which takes back what its upgrade made, "
     "a note.",
     "deploy the program that no longer uses it first; on_drop: archive "
     "keeps the rows"},
    {"drop-column", ORQ_LEVEL_ERROR, BOTH, "a column is dropped with its values",
     "What it held is gone, and programs that still name it fail; indexes and "
     "constraints over it go along. Where an archive keeps its values it is a warning; "
     "in a downgrade, which takes back what its upgrade made, a note.",
     "deploy the program that no longer uses it first; on_drop: archive "
     "keeps the values"},
    {"enum-use-in-tx", ORQ_LEVEL_ERROR, POSTGRES,
     "a new value of an enum is used in the transaction that adds it",
     "The server refuses it (unsafe use of new value) until the transaction has "
     "ended.",
     "-- +orqgen step, between ADD VALUE and its first use"},
    {"enum-remove-value", ORQ_LEVEL_ERROR, POSTGRES, "a value of an enum is taken away",
     "There is no statement for it: the type is made anew and every table with a "
     "column of it is written again; rows that hold the value stand in the way.",
     "leave the value, and forbid it with a CHECK"},
    {"enum-rename-value", ORQ_LEVEL_WARNING, POSTGRES, "a value of an enum gets another name",
     "Programs that send or expect the old name fail from that moment.",
     "add the new value, move the rows in batches, stop using the old one"},
    {"attach-scan", ORQ_LEVEL_WARNING, POSTGRES,
     "a table that becomes a partition is read from end to end",
     "ATTACH PARTITION proves the bound over all rows under ACCESS EXCLUSIVE on the "
     "partition, unless a valid CHECK implies it.",
     "ALTER TABLE p ADD CONSTRAINT k CHECK (bound) NOT VALID;\n"
     "in another transaction: ALTER TABLE p VALIDATE CONSTRAINT k;\n"
     "then ATTACH PARTITION, then drop the check"},
    {"partition-create", ORQ_LEVEL_WARNING, POSTGRES, "a new partition locks its parent",
     "CREATE TABLE ... PARTITION OF takes ACCESS EXCLUSIVE on the partitioned table.",
     "CREATE TABLE p (LIKE t INCLUDING ALL);\n"
     "ALTER TABLE t ATTACH PARTITION p FOR VALUES ...;"},
    {"partition-drop", ORQ_LEVEL_WARNING, POSTGRES, "a dropped partition locks its parent",
     "DROP TABLE of a partition takes ACCESS EXCLUSIVE on the partitioned table.",
     "-- +orqgen step no-transaction\n"
     "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;\n"
     "then DROP TABLE p;"},
    {"partition-detach", ORQ_LEVEL_WARNING, POSTGRES, "a detached partition locks its parent",
     "DETACH PARTITION takes ACCESS EXCLUSIVE on the partitioned table.",
     "-- +orqgen step no-transaction\n"
     "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;"},
    {"table-rewrite-op", ORQ_LEVEL_ERROR, POSTGRES, "a table is written anew",
     "SET LOGGED or UNLOGGED, CLUSTER, VACUUM FULL, another access method or "
     "tablespace: every row is copied under ACCESS EXCLUSIVE. Everybody who reads or "
     "writes the table waits until the transaction ends, and behind the first who "
     "waits all others queue.",
     "an hour without users, and a lock_timeout; pg_repack where it is installed"},
    {"trigger", ORQ_LEVEL_NOTE, POSTGRES, "a trigger is made or dropped on a table in use",
     "It takes SHARE ROW EXCLUSIVE or ACCESS EXCLUSIVE on the table, short, but "
     "behind every running transaction.",
     "a transaction of its own, with a short lock_timeout"},
    {"policy", ORQ_LEVEL_NOTE, POSTGRES, "a policy is made, changed or dropped on a table in use",
     "It takes ACCESS EXCLUSIVE on the table, short, but behind every running query; "
     "which rows are seen changes at once.",
     "a transaction of its own, with a short lock_timeout"},
    {"storage", ORQ_LEVEL_NOTE, POSTGRES, "the storage of a column changes for new values alone",
     "What is stored already stays as it is until a row is written again.",
     "where old rows matter too: UPDATE in batches afterwards"},
    {"sequence", ORQ_LEVEL_NOTE, POSTGRES, "a sequence in use is altered",
     "nextval() waits until the transaction ends, and so do inserts that take a key "
     "from it.",
     "a transaction of its own, with a short lock_timeout"},
    {"domain-check", ORQ_LEVEL_WARNING, POSTGRES,
     "a check of a domain reads every table that uses it",
     "Each table with a column of the domain is read from end to end while its "
     "writes wait.",
     "ALTER DOMAIN d ADD CONSTRAINT k CHECK (...) NOT VALID;\n"
     "in another transaction: ALTER DOMAIN d VALIDATE CONSTRAINT k;"},
    {"split-alter", ORQ_LEVEL_NOTE, POSTGRES,
     "two statements go over the same rows one after the other",
     "Each ALTER TABLE that reads or writes all rows is a pass of its own under the "
     "same lock; one ALTER TABLE with both actions is one pass.",
     "ALTER TABLE t action, action;"},
    {"multi-table-ax", ORQ_LEVEL_WARNING, POSTGRES,
     "one transaction locks several tables against reads and writes",
     "The locks of all are held until the end, and two transactions that take them "
     "in another order wait for each other for ever.",
     "-- +orqgen step, so that each table has a transaction of its own"},
    {"no-lock-timeout", ORQ_LEVEL_WARNING, POSTGRES, "a strong lock is waited for without an end",
     "While the statement waits behind a long query, everybody who comes after it "
     "waits too: the table is down. orqgen sets lock_timeout to 3 s; the migration "
     "took it away.",
     "SET LOCAL lock_timeout = '3s';"},
    {"backfill-with-ddl", ORQ_LEVEL_ERROR, POSTGRES,
     "rows are changed in a transaction that holds a strong lock",
     "An UPDATE of many rows takes long, and as long as its transaction lasts, "
     "nobody gets at the table that it also locks.",
     "a step of its own for the rows, in batches, each a short transaction:\n"
     "-- +orqgen step backfill t key id batch 1000\n"
     "UPDATE t SET c = 0 WHERE c IS NULL;"},
    {"advice", ORQ_LEVEL_NOTE, POSTGRES, "a type that is often regretted",
     "timestamp without time zone, varchar(n), char(n), an integer key, json, "
     "serial, money: each has a form that saves a migration later.",
     "timestamptz; text with a CHECK; bigint; jsonb; GENERATED ... AS IDENTITY; "
     "numeric"},
    {"identifier-too-long", ORQ_LEVEL_ERROR, POSTGRES, "a name is longer than the server keeps",
     "PostgreSQL cuts names at 63 bytes with a mere notice: two long names become "
     "one, and programs do not find theirs.",
     "a shorter name"},
    {"reserved-word", ORQ_LEVEL_NOTE, BOTH, "a name is a reserved word",
     "Every statement has to quote it; the one that does not is a syntax error.", "another name"},
    {"data-dependent", ORQ_LEVEL_WARNING, BOTH, "rows that are there can make it fail",
     "A unique key, NOT NULL, a check or a foreign key over rows that exist fails "
     "when one of them does not fit: on an empty test database it passes.",
     "run the precheck on the live database first, and correct the rows that it "
     "finds"},
    {"irreversible-downgrade", ORQ_LEVEL_ERROR, BOTH, "the downgrade cannot bring the data back",
     "What the upgrade drops or overwrites is gone: the downgrade builds the "
     "structure again, empty. It is so, too, where the upgrade keeps it in an archive that "
     "the downgrade does not read.",
     "keep the data: on_drop: archive; or allow it, with the reason"},
    {"sqlite-rebuild", ORQ_LEVEL_NOTE, SQLITE, "a table is copied into a new one",
     "SQLite cannot alter it in place: all rows are copied, and the writers of the "
     "database wait meanwhile.",
     NULL},
    {"sqlite-rebuild-large", ORQ_LEVEL_WARNING, SQLITE,
     "a table of 100,000 rows or more is copied into a new one",
     "SQLite cannot alter it in place: all rows are copied, and no other connection "
     "writes to the database until that is done.",
     "run it when nobody writes, or collect changes of the table into one migration"},
    {"statement-fails", ORQ_LEVEL_ERROR, BOTH, "the server refuses a statement",
     "On a scratch database with what the history builds, the migration does not "
     "run.",
     "correct the statement"},
    {"allow-unknown", ORQ_LEVEL_WARNING, BOTH, "an allowance names no rule",
     "It allows nothing: a name was mistyped, or the rule is gone.", "orqgen explain --list"},
    {"allow-unused", ORQ_LEVEL_NOTE, BOTH, "an allowance allows nothing",
     "What it was written for is not found any more.", "take the line out"},
    {"allow-reason", ORQ_LEVEL_ERROR, BOTH, "an error is allowed without a reason",
     "Whoever reads it later has to know why it was right.",
     "-- orqgen:allow RULE -- why it is right"},
    {0},
};
