#include "tests/helpers/review_sample.h"

#include "base/hash.h"
#include "history/compare.h"
#include "introspect/introspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOSTILE                                                     \
    "a\"b'c`d<script>alert(1)</script>|%s::x,\n%%y \\ \xE2\x80\x8F" \
    "z}];-->@me #1"
#define IN_SQL "\"a\"\"b'c`d<script>alert(1)</script>|%s::x,\n%%y \\ \xE2\x80\x8Fz}];-->@me #1\""

static const char *const befores[] = {
    [ORQ_SAMPLE_PLAIN] =
        "CREATE TABLE orgs (id INTEGER PRIMARY KEY, name text NOT NULL);"
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email varchar(50), nick text, org_id integer,"
        " created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id integer NOT NULL REFERENCES users "
        "(id), total numeric(10,2));"
        "CREATE TABLE legacy_tokens (id INTEGER PRIMARY KEY, user_id integer REFERENCES users "
        "(id), token text);",
    [ORQ_SAMPLE_HOSTILE] = "CREATE TABLE " IN_SQL " (id INTEGER PRIMARY KEY, " IN_SQL " text);",
    [ORQ_SAMPLE_MANY] = "CREATE TABLE t (id INTEGER PRIMARY KEY);",
    [ORQ_SAMPLE_EMPTY] = "",
};
static const char *const afters[] = {
    [ORQ_SAMPLE_PLAIN] =
        "CREATE TABLE orgs (id INTEGER PRIMARY KEY, name text NOT NULL);"
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email varchar(120) NOT NULL, org_id integer"
        " CONSTRAINT users_org_id_fkey REFERENCES orgs (id) ON DELETE SET NULL,"
        " created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, rating integer);"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id integer NOT NULL REFERENCES users "
        "(id), total numeric(10,2));"
        "CREATE TABLE memberships (user_id integer NOT NULL REFERENCES users (id), org_id integer"
        " NOT NULL REFERENCES orgs (id), role text NOT NULL DEFAULT 'member',"
        " PRIMARY KEY (user_id, org_id));"
        "CREATE INDEX users_org_id_idx ON users (org_id);",
    [ORQ_SAMPLE_HOSTILE] =
        "CREATE TABLE " IN_SQL " (id INTEGER PRIMARY KEY, " IN_SQL
        " varchar(9) DEFAULT '</pre><b>|`', x integer REFERENCES " IN_SQL " (id));"
        "CREATE TABLE \"digraph {\" (\"1 \"\"\" \"<b>\", y integer REFERENCES " IN_SQL " (id));",
    [ORQ_SAMPLE_MANY] = "CREATE TABLE t (id INTEGER PRIMARY KEY, c integer);",
    [ORQ_SAMPLE_EMPTY] = "",
};

/* -- rules of its own, so that no text of the program's rules is tested here -- */

static const struct orq_rule rules[] = {
    {"set-not-null-scan", ORQ_LEVEL_WARNING, "postgresql", "SET NOT NULL reads the whole table",
     "Everybody who reads or writes the table waits until it was read from end to end.",
     "ALTER TABLE t ADD CONSTRAINT c CHECK (x IS NOT NULL) NOT VALID;\n"
     "-- +orqgen step\n"
     "ALTER TABLE t VALIDATE CONSTRAINT c;"},
    {"drop-column", ORQ_LEVEL_ERROR, "postgresql sqlite", "a column is dropped",
     "What still runs with the old code fails, and the data is gone.", NULL},
    {"index-blocking", ORQ_LEVEL_WARNING, "postgresql", "CREATE INDEX lets no write through",
     "Writes wait until the index was built.", "CREATE INDEX CONCURRENTLY i ON t (x);"},
    {"advice", ORQ_LEVEL_NOTE, "postgresql", "there is a better type", NULL, NULL},
};

struct line {
    const char *sql, *summary;
    size_t step, op;
    const char *table;
    enum orq_lock_mode lock;
    bool scanned, rewritten;
    const char *built;
};

#define NO_OP SIZE_MAX
static const struct line up_lines[] = {
    {"CREATE TABLE memberships (\n    user_id integer NOT NULL REFERENCES users (id),\n"
     "    org_id integer NOT NULL REFERENCES orgs (id),\n    role text NOT NULL DEFAULT "
     "'member',\n    PRIMARY KEY (user_id, org_id)\n)",
     "create table memberships", 1, 1, "users", ORQ_LOCK_SHARE_ROW_EXCLUSIVE, false, false, NULL},
    {"ALTER TABLE users ALTER COLUMN email TYPE varchar(120)", "alter column users.email", 1, 2,
     "users", ORQ_LOCK_ACCESS_EXCLUSIVE, false, false, NULL},
    {"ALTER TABLE users ALTER COLUMN email SET NOT NULL", "alter column users.email", 1, 2, "users",
     ORQ_LOCK_ACCESS_EXCLUSIVE, true, false, NULL},
    {"ALTER TABLE users ADD COLUMN rating integer", "add column users.rating", 1, 3, "users",
     ORQ_LOCK_ACCESS_EXCLUSIVE, false, false, NULL},
    {"ALTER TABLE users DROP COLUMN nick", "drop column users.nick", 1, 4, "users",
     ORQ_LOCK_ACCESS_EXCLUSIVE, false, false, NULL},
    {"CREATE INDEX CONCURRENTLY users_org_id_idx ON users (org_id)",
     "create index users_org_id_idx on users", 2, 5, "users", ORQ_LOCK_SHARE_UPDATE_EXCLUSIVE, true,
     false, "users_org_id_idx"},
    {"DROP TABLE legacy_tokens", "drop table legacy_tokens", 3, 0, "legacy_tokens",
     ORQ_LOCK_ACCESS_EXCLUSIVE, false, false, NULL},
};

struct making {
    struct orq_arena *arena;
    struct orq_diags *diags;
    const struct orq_engine *engine;
};

static void must(const struct making *making, enum orq_status status)
{
    if (status != ORQ_OK) {
        orq_diags_print(making->diags, 0, stderr, false);
        abort();
    }
}

static struct orq_schema *schema_of(const struct making *making, const char *sql)
{
    const struct orq_introspect_options options = {0};
    struct orq_db *db = NULL;
    struct orq_schema *schema = NULL;
    must(making, orq_db_memory(making->arena, making->diags, &db));
    must(making, orq_db_exec(db, sql, making->diags));
    must(making, orq_introspect(making->arena, db, &options, making->diags, &schema));
    orq_db_close(db);
    return schema;
}

static struct orq_ops ops_between(const struct making *making, const struct orq_schema *have,
                                  const struct orq_schema *want)
{
    const struct orq_renames none = {0};
    const struct orq_compare_options options = {.have = have, .want = want, .renames = &none};
    struct orq_comparison comparison = {0};
    must(making, orq_compare(making->arena, making->engine, &options, making->diags, &comparison));
    return comparison.all;
}

static void observe(struct orq_arena *arena, const struct line *line, size_t number,
                    struct orq_reviewed *reviewed)
{
    struct orq_observed observed = {
        .sql = line->sql,
        .at = {.file = "migrations/20261122154300_4f1c2a9be0d3_users_email.sql",
               .line = 10 + number,
               .column = 1},
        .step = line->step,
        .in_transaction = line->step != 2,
        .summary = line->summary,
        .lock = line->lock,
    };
    struct orq_touched touched = {.table = line->table,
                                  .lock = line->lock,
                                  .scanned = line->scanned,
                                  .rewritten = line->rewritten};
    if (line->built)
        ORQ_PUSH(arena, &touched.built, line->built);
    ORQ_PUSH(arena, &observed.touched, touched);
    if (line->op < reviewed->ops.len)
        ORQ_PUSH(arena, &observed.ops, reviewed->ops.items[line->op]);
    ORQ_PUSH(arena, &reviewed->observed, observed);
}

static void find(struct orq_arena *arena, struct orq_review *review, size_t rule,
                 struct orq_finding finding)
{
    finding.rule = &rules[rule];
    finding.level = rules[rule].level;
    finding.dialect = review->dialect;
    finding.at.file = review->migration->path;
    const char *text = orq_arena_printf(arena, "%s %s %zu", finding.rule->id, finding.object,
                                        review->findings.len);
    finding.fingerprint = orq_sha256(arena, text, strlen(text));
    ORQ_PUSH(arena, &review->findings, finding);
}

static struct orq_statistics *sizes(struct orq_arena *arena)
{
    struct orq_statistics *statistics = ORQ_NEW(arena, struct orq_statistics);
    static const struct orq_size users = {.table = "users",
                                          .rows = 2000000,
                                          .bytes = INT64_C(168820736),
                                          .index_bytes = 90000000,
                                          .indexes = 3};
    statistics->by_table = orq_map_new(arena, ORQ_KEYS_EXACT);
    struct orq_size *kept = ORQ_NEW(arena, struct orq_size);
    *kept = users;
    orq_map_put(statistics->by_table, "users", kept);
    return statistics;
}

/* -- each kind -- */

static void observe_down(struct orq_arena *arena, struct orq_reviewed *down)
{
    for (size_t i = 0; i < down->ops.len; i++) {
        const char *summary = orq_op_summary(arena, &down->ops.items[i]);
        const struct line line = {.sql = orq_arena_printf(arena, "-- undone\n%s", summary),
                                  .summary = summary,
                                  .step = 1,
                                  .op = i,
                                  .table = "users",
                                  .lock = ORQ_LOCK_ACCESS_EXCLUSIVE};
        observe(arena, &line, 30 + i, down);
    }
}

static void fill_plain(struct orq_arena *arena, struct orq_review *review)
{
    for (size_t i = 0; i < sizeof up_lines / sizeof up_lines[0]; i++)
        observe(arena, &up_lines[i], i, &review->up);
    observe_down(arena, &review->down);
    review->statistics = sizes(arena);
    ORQ_PUSH(arena, &review->up.loses, "users.nick (line 14)");
    find(arena, review, 0,
         (struct orq_finding){.object = "users.email",
                              .message = "SET NOT NULL reads all of users, which nobody reads or "
                                         "writes meanwhile",
                              .precheck = "SELECT count(*) FROM users WHERE email IS NULL;",
                              .at.line = 12,
                              .at.column = 1,
                              .statement = 2,
                              .rows = 2000000,
                              .bytes = INT64_C(168820736),
                              .low = 0.14,
                              .high = 1.05});
    find(arena, review, 1,
         (struct orq_finding){.object = "users.nick",
                              .message = "it goes, with its data: deploy the code that "
                                         "does without it first",
                              .at.line = 14,
                              .statement = 4,
                              .rows = 2000000,
                              .bytes = -1,
                              .allowed = "nobody has read it since spring"});
    find(arena, review, 3,
         (struct orq_finding){.object = "users.created_at",
                              .message = "timestamp knows no time zone: timestamptz does",
                              .rows = -1,
                              .bytes = -1,
                              .statement = SIZE_MAX});
    find(arena, review, 1,
         (struct orq_finding){.object = "users.rating",
                              .message = "it goes, with its data",
                              .at.line = 31,
                              .direction = ORQ_DOWNGRADE,
                              .statement = 1,
                              .rows = -1,
                              .bytes = -1});
}

static void fill_hostile(struct orq_arena *arena, struct orq_review *review)
{
    const struct line line = {HOSTILE, HOSTILE, 1,      0, HOSTILE, ORQ_LOCK_ACCESS_EXCLUSIVE,
                              true,    true,    HOSTILE};
    observe(arena, &line, 1, &review->up);
    review->up.observed.items[0].error = HOSTILE;
    observe_down(arena, &review->down);
    review->why_not = HOSTILE;
    ORQ_PUSH(arena, &review->not_judged, rules[0].id);
    ORQ_PUSH(arena, &review->up.loses, HOSTILE);
    for (size_t i = 0; i < 4; i++)
        find(arena, review, i,
             (struct orq_finding){.object = HOSTILE,
                                  .message = HOSTILE "\r\n::error::forged",
                                  .precheck = HOSTILE,
                                  .at.line = i,
                                  .rows = -1,
                                  .bytes = -1,
                                  .allowed = i == 3 ? HOSTILE : NULL});
}

static void fill_many(struct orq_arena *arena, struct orq_review *review)
{
    for (size_t i = 0; i < 900; i++) {
        const struct line line = {.sql = "UPDATE t SET c = 1 WHERE c IS NULL AND id BETWEEN 1 "
                                         "AND 100000 /* one of very many */",
                                  .summary = "UPDATE t SET c = 1 WHERE c IS NULL",
                                  .step = i + 1,
                                  .op = NO_OP,
                                  .table = "t",
                                  .lock = ORQ_LOCK_ROW_EXCLUSIVE};
        observe(arena, &line, i, &review->up);
        find(arena, review, i % 4,
             (struct orq_finding){.object = "t.c",
                                  .message = "one of very many findings, each with a message that "
                                             "takes its room on the page",
                                  .at.line = i + 1,
                                  .statement = i,
                                  .rows = -1,
                                  .bytes = -1});
    }
}

static const struct {
    const char *name;
    void (*fill)(struct orq_arena *arena, struct orq_review *review);
} samples[] = {
    [ORQ_SAMPLE_PLAIN] = {"plain", fill_plain},
    [ORQ_SAMPLE_HOSTILE] = {"hostile", fill_hostile},
    [ORQ_SAMPLE_MANY] = {"many", fill_many},
    [ORQ_SAMPLE_EMPTY] = {"empty", NULL},
};

int orq_sample_named(const char *name)
{
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        if (strcmp(samples[i].name, name) == 0)
            return (int)i;
    return -1;
}

static struct orq_file_section *section(struct orq_arena *arena, enum orq_direction direction,
                                        const char *sql)
{
    struct orq_section written = {.dialect = "postgresql"};
    struct orq_statement statement = {.sql = sql};
    struct orq_file_section *file = ORQ_NEW(arena, struct orq_file_section);
    ORQ_PUSH(arena, &written.statements, statement);
    *file = orq_file_section_of(arena, direction, &written);
    return file;
}

static struct orq_migration *migration(struct orq_arena *arena, enum orq_sample sample)
{
    struct orq_migration *made = ORQ_NEW(arena, struct orq_migration);
    bool hostile = sample == ORQ_SAMPLE_HOSTILE;
    made->revision = hostile ? "4f1c\"<b>" : "4f1c2a9be0d3";
    made->message = hostile ? HOSTILE : "Longer e-mail addresses, ratings and memberships";
    made->path = hostile ? "migrations/" HOSTILE ".sql"
                         : "migrations/20261122154300_4f1c2a9be0d3_users_email.sql";
    return made;
}

void orq_sample_reviews(struct orq_arena *arena, enum orq_sample sample,
                        struct orq_reviews *reviews)
{
    const struct making making = {arena, orq_diags_new(arena), orq_engine_find("sqlite")};
    static const struct orq_proof_line proof = {
        .dialect = "postgresql",
        .up_sha256 = "1",
        .down_sha256 = "2",
        .text = "up, down and up again on PostgreSQL 15 with 812 rows in 4 of 4 tables"};
    const char *sql = sample == ORQ_SAMPLE_HOSTILE ? HOSTILE "\n```\n</pre>" : "SELECT 1";
    struct orq_schema *before = schema_of(&making, befores[sample]);
    struct orq_schema *after = schema_of(&making, afters[sample]);
    struct orq_review review = {
        .migration = migration(arena, sample),
        .dialect = "postgresql",
        .version = 150018,
        .before = before,
        .after = after,
        .up = {.section = section(arena, ORQ_UPGRADE, sql),
               .ops = ops_between(&making, before, after)},
        .down = {.section = section(arena, ORQ_DOWNGRADE, sql),
                 .ops = ops_between(&making, after, before)},
        .proof = sample == ORQ_SAMPLE_EMPTY ? NULL : &proof,
        .proof_current = sample == ORQ_SAMPLE_PLAIN,
    };
    if (sample == ORQ_SAMPLE_EMPTY)
        review.down.section = NULL;
    if (samples[sample].fill)
        samples[sample].fill(arena, &review);
    *reviews = (struct orq_reviews){0};
    ORQ_PUSH(arena, reviews, review);
}
