#include "cli/help_topics.h"

#include <stddef.h>
#include <string.h>

static const char revisions[] =
    "Where a command takes a revision, it takes\n"
    "\n"
    "  4f1c2a9be0d3   an id, or a prefix of one, of 4 characters at least\n"
    "  head           the newest; heads: all of several\n"
    "  base           before the first\n"
    "  current        what the database is at\n"
    "  +1, -1         steps from current\n"
    "  REV+1, REV-1   steps from another\n"
    "  LABEL          the revision that has this branch label\n"
    "  LABEL@head     any of these, of one branch; in front of @ an id will do too\n"
    "\n"
    "A range is A:B, A: or :B. history includes both ends; with upgrade --sql and\n"
    "downgrade --sql, A is where the script begins.\n"
    "\n"
    "What means several, where one is needed, is exit code 4, with the choices. Behind\n"
    "a \"--\" nothing is an option; -1 is none anywhere.\n";

static const char exit_codes[] =
    "The same for every command:\n"
    "\n"
    "  0      done, nothing to do, or clean\n"
    "  1      pending, drift or a missing migration; findings of lint (diff: only\n"
    "         with --exit-code)\n"
    "  2      wrong usage, configuration, model or migration file; or refused\n"
    "  3      the database could not be reached, or refused; check --history: there is\n"
    "         no PostgreSQL server to replay the migrations on\n"
    "  4      ambiguous: several heads, several matches\n"
    "  5      a migration failed and was rolled back whole; a proof failed\n"
    "  6      stopped part-way (PostgreSQL): some steps are done and stay; orqgen\n"
    "         current tells which, and the next upgrade goes on there\n"
    "  128+n  ended by signal n; what was under way was rolled back\n"
    "\n"
    "Of a run over many databases it is the highest of theirs. The result is on stdout,\n"
    "messages are on stderr.\n";

static const char configuration[] =
    "orqgen.yaml, in the current folder or the nearest parent. Every key may be left out:\n"
    "\n"
    "  model: schemas                   # a file, or a folder of *.yaml\n"
    "  migrations: migrations\n"
    "  database: ${DATABASE_URL:-sqlite:orchestrator.db}\n"
    "  scratch: postgresql:///postgres  # where scratch databases may be made\n"
    "  ledger: orqgen_revisions         # the table that holds what was applied\n"
    "  file_template: \"{created}_{revision}_{slug}\"\n"
    "  on_drop: archive                 # or discard: what becomes of dropped data\n"
    "  hooks: ['sqlfluff fix']          # run on each file that is written\n"
    "  waivers: []                      # drift that is accepted: orqgen help drift\n"
    "  environments:                    # chosen with -e NAME\n"
    "    production: {database: \"${PRODUCTION_URL}\", backup: required}\n"
    "\n"
    "An option (--model, --migrations, --db, --scratch) stands above the environment, and\n"
    "that above the file: ORQGEN_MODEL, ORQGEN_MIGRATIONS, ORQGEN_DATABASE or DATABASE_URL,\n"
    "ORQGEN_SCRATCH, ORQGEN_LEDGER, ORQGEN_FILE_TEMPLATE. Paths in the file are relative to\n"
    "it. ${VAR} and ${VAR:-default} expand in its values. ORQGEN_PG_BIN is the folder of\n"
    "PostgreSQL's programs (pg_dump; initdb and postgres for a private server), where they\n"
    "are to be no others.\n";

static const char drift[] =
    "A database has drifted where it is not what its revision builds: somebody changed it\n"
    "by hand. check finds it; check --fix answers it, all of it or what --only names:\n"
    "\n"
    "  --fix model   the change was right: a patch of the model's files, which keeps their\n"
    "                comments and layout, proven by reading it; --write changes the files.\n"
    "                A migration for other databases: --autogenerate --include-drift\n"
    "  --fix sql     it was wrong: prints the SQL that brings the database back\n"
    "  --fix waive   not now: a waiver in orqgen.yaml, with a reason (-m) and a last day\n"
    "                (--until, else in 30 days); after that check fails again\n"
    "\n"
    "  $ orqgen check --fix model\n"
    "  --- a/schemas/shop.yaml\n"
    "  +++ b/schemas/shop.yaml\n"
    "  @@ -9,5 +9,6 @@\n"
    "         id: {type: integer, primary_key: true}\n"
    "         total: {type: integer, check: total >= 0}  # in cents\n"
    "  +      note: {type: text}\n"
    "       indexes: [[customer_id]]\n"
    "\n"
    "A waiver holds for one difference: when the object drifts otherwise, check tells.\n"
    "\n"
    "  waivers:\n"
    "    - {object: orders.note, difference: 5e0c2b1a9d7f4c63, until: \"2026-12-23\",\n"
    "       reason: hotfix of incident 12}\n";

static const char urls[] =
    "A database is named by\n"
    "\n"
    "  sqlite:shop.db             a file, relative to where orqgen runs\n"
    "  sqlite:///shop.db          the same\n"
    "  sqlite:////srv/shop.db     a file by its absolute path\n"
    "  shop.db                    a path that ends in .db, .sqlite or .sqlite3\n"
    "  :memory:                   an empty SQLite database that nothing is left of\n"
    "  postgresql://app@host/shop anything that libpq takes; postgres:// too\n"
    "  host=/run/pg dbname=shop   the same as words\n"
    "\n"
    "SQLAlchemy's sqlite+pysqlite:// and postgresql+psycopg2:// are taken too. A password is\n"
    "better kept in ~/.pgpass or PGPASSWORD; no output ever holds one.\n";

static const char migration_files[] =
    "A header, then a section for each direction and dialect:\n"
    "\n"
    "  -- orqgen migration: add rating\n"
    "  -- revision: 4f1c2a9be0d3\n"
    "  -- parent: 9d02ab31c5fe sha256:...\n"
    "  -- created: 2026-11-22T20:58:18Z\n"
    "\n"
    "  -- +orqgen upgrade sqlite\n"
    "  ALTER TABLE feedback ADD COLUMN rating INTEGER;\n"
    "\n"
    "  -- +orqgen downgrade sqlite\n"
    "  -- orqgen:allow data-loss -- ratings can be asked for again\n"
    "  ALTER TABLE feedback DROP COLUMN rating;\n"
    "\n"
    "Sections may be edited. The parent line holds the hash of the parent's upgrade, so that\n"
    "an edited ancestor shows; the proof line holds the hashes of what was proven. In a\n"
    "section for postgresql\n"
    "\n"
    "  -- +orqgen step                  begins a new transaction\n"
    "  -- +orqgen step no-transaction   holds one statement that cannot run in one\n"
    "  -- +orqgen step backfill ...     holds an UPDATE that is run in batches; see\n"
    "                                   orqgen help backfills\n"
    "\n"
    "LOSES DATA:, CAN FAIL:, REWRITES: and FILL IN: in comments mark what a reviewer should\n"
    "look at. What loses data runs only below a line orqgen:allow as above, or with\n"
    "--allow-data-loss.\n";

static const char findings[] =
    "What lint finds is allowed where it was decided. In a migration, above the statement:\n"
    "\n"
    "  -- orqgen:allow index-blocking -- the table is small\n"
    "\n"
    "In the model, on a table, a column, a constraint, an index and the rest, for all that is\n"
    "in it and on it; at the top of a file for everything:\n"
    "\n"
    "  lint: {allow: [irreversible-downgrade: there is a backup]}\n"
    "  tables:\n"
    "    log:\n"
    "      lint: {allow: [drop-table: nobody reads it, index-blocking: it is small]}\n"
    "      columns: {id: {type: integer, lint: {allow: [type-rewrite: it is small]}}}\n"
    "\n"
    "In orqgen.yaml, with other levels, and limits below which a finding is a note:\n"
    "\n"
    "  lint:\n"
    "    allow: [{rule: rename, object: log, reason: one program alone reads it}]\n"
    "    levels: {advice: note, trigger: {level: off, reason: there are none}}\n"
    "    limits: {type-rewrite: {rows: 10000, bytes: 1000000}}\n"
    "\n"
    "An error is allowed with a reason alone. An allowance that names no rule, one that\n"
    "allows nothing (in the model and orqgen.yaml: of the whole history, lint :heads) and an\n"
    "error without a reason are findings too. orqgen explain RULE tells what is behind a\n"
    "rule, orqgen explain --list names all.\n";

static const char backfills[] =
    "On PostgreSQL, a step that changes very many rows is run in batches:\n"
    "\n"
    "  -- +orqgen step backfill audit.log key tenant, id batch 1000\n"
    "  UPDATE audit.log SET size = length(text) WHERE size IS NULL;\n"
    "\n"
    "Names are quoted as in SQL. The step holds exactly one UPDATE of the table. To it,\n"
    "upgrade adds which rows it is for: so many at a time, in the order of the key. Each\n"
    "batch is a short transaction of its own, which also notes in orqgen's table the last\n"
    "key that is done. So a run that is killed, or stopped with Ctrl-C, loses at most the\n"
    "batch that was under way; orqgen current tells how far it came, and the next upgrade\n"
    "goes on behind that key: no row is done twice, and none is left out. Behind a lock\n"
    "that another session holds, a batch waits for 3 s, and is tried again 4 times.\n"
    "\n"
    "The key is that of the table, or another whose columns are NOT NULL and that an index\n"
    "begins with; the UPDATE must not change it. Rows that others write meanwhile in front\n"
    "of the key are not met: give the column a DEFAULT before, or run the step a second time\n"
    "behind a check that keeps NULL away, as orqgen writes it.\n"
    "\n"
    "--autogenerate writes such a step where a column with backfill: is added to, or made\n"
    "NOT NULL in, a table of 100,000 rows or more that has a key; it is followed by a check\n"
    "that is proven while others write. Another limit stands in orqgen.yaml:\n"
    "\n"
    "  lint: {limits: {backfill-with-ddl: {rows: 5000}}}\n"
    "\n"
    "A dry run tries it as one statement. In the script of upgrade --sql it is a loop that\n"
    "commits. SQLite has one writer at a time, and no steps: there the rows are filled in\n"
    "the transaction of the migration.\n";

const struct orq_topic orq_topics[] = {
    {"revisions", "how revisions and ranges are named", revisions},
    {"exit-codes", "what the exit codes mean", exit_codes},
    {"configuration", "orqgen.yaml and the environment", configuration},
    {"drift", "what check --fix does about drift, and waivers", drift},
    {"urls", "how databases are named", urls},
    {"migration-files", "what is in a migration file", migration_files},
    {"findings", "how what lint finds is allowed, and from which size on it counts", findings},
    {"backfills", "rows of large tables, changed in batches", backfills},
    {NULL, NULL, NULL},
};

const struct orq_topic *orq_topic_find(const char *name)
{
    for (const struct orq_topic *topic = orq_topics; topic->name; topic++)
        if (strcmp(topic->name, name) == 0)
            return topic;
    return NULL;
}
