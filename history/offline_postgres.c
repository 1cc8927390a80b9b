#include "history/offline_parts.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

/* Each transaction sets what it needs itself. */
static void prepare(struct orq_str *script, const struct orq_file_section *section)
{
    (void)script;
    (void)section;
}

static void require(struct orq_str *script, const char *condition, const char *message)
{
    const char *body = orq_arena_printf(
        script->arena,
        "BEGIN\n    IF NOT (%s) THEN\n        RAISE EXCEPTION '%%', %s;\n    END IF;\nEND",
        condition, orq_quoted_text(script->arena, message));
    orq_str_addf(script, "DO %s;\n", orq_pg_dollar_quoted(script->arena, body));
}

/* As the runner's session is: db/postgres_open.c, db/postgres_run.c. */
#define SETTINGS(set) set " search_path = public;\n" set " check_function_bodies = off;\n"

const struct orq_offline_engine orq_offline_postgres = {
    .dialect = "postgresql",
    .shell = "psql -X -d DATABASE -f SCRIPT",
    .checks = "",
    .start = "\\set ON_ERROR_STOP on\n"
             "SET client_encoding = 'UTF8';\n"
             "SET standard_conforming_strings = on;\n"
             "SET client_min_messages = warning;\n"
             "SET statement_timeout = 0;\n"
             "SET idle_in_transaction_session_timeout = 0;\n"
             "SET row_security = off;\n"
             "SET TimeZone = 'UTC';\n"
             "SET DateStyle = 'ISO';\n"
             "SET IntervalStyle = 'postgres';\n"
             "SET extra_float_digits = 3;\n"
             "SET bytea_output = 'hex';\n"
             "SET xmloption = 'content';\n",
    .prepare = prepare,
    .begin = "BEGIN;\n" SETTINGS("SET LOCAL") "SET LOCAL lock_timeout = '3s';\n",
    .alone = SETTINGS("SET") "SET lock_timeout = 0;\n",
    .batches = "-- in batches, each committed; where it ends early: orqgen upgrade\n" SETTINGS(
        "SET") "SET lock_timeout = '3s';\n",
    .require = require,
};
