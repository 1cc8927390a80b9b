/* What cannot run in a schema that stands in the place of public: statements about what is the
 * whole database's, and SQL that a routine puts together and that names public. */
#include "history/runner_parts.h"
#include "sql/postgres_move.h"
#include "sql/postgres_token.h"
#include "sql/split.h"

/* What CREATE, ALTER and DROP say first of what is in no schema, or in every one. */
static const char *const shared[] = {
    "schema",      "extension",    "database", "role",     "user",  "group", "tablespace",
    "publication", "subscription", "server",   "language", "event", "cast",
};

static const char *shared_thing(struct orq_slice statement)
{
    struct orq_pg_lexer lexer = orq_pg_lexer_new(statement.data, statement.len);
    struct orq_pg_token verb = orq_pg_lexer_next(&lexer);
    struct orq_pg_token thing = orq_pg_lexer_next(&lexer);
    if (!orq_pg_token_is(statement.data, verb, "create") &&
        !orq_pg_token_is(statement.data, verb, "alter") &&
        !orq_pg_token_is(statement.data, verb, "drop"))
        return NULL;
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (orq_pg_token_is(statement.data, thing, shared[i]))
            return shared[i];
    return NULL;
}

static void check_statement(const struct orq_runner *runner, struct orq_slice statement,
                            struct orq_span at)
{
    const struct orq_pg_move move = {"public", orq_db_schema(runner->db)};
    const char *thing = shared_thing(statement);
    bool stuck = false;
    orq_pg_moved(runner->arena, statement, &move, &stuck);
    if (thing) {
        orq_error(runner->diags, at, "the schema %s cannot have %s %s of its own", move.to,
                  *thing == 'e' ? "an" : "a", thing);
        orq_hint(runner->diags, "make it in the database once, outside the migrations");
    } else if (stuck) {
        orq_error(
            runner->diags, at,
            "a routine puts SQL together that names the schema public, and it would run in %s",
            move.to);
        orq_hint(runner->diags, "leave public out of its texts, and give it a SET search_path");
    }
}

void orq_check_schema(const struct orq_runner *runner, const struct orq_step *step)
{
    const struct orq_file_section *section = step->section;
    struct orq_statement_texts statements = {0};
    if (!orq_db_schema(runner->db))
        return;
    orq_pg_split(runner->arena, section->text, section->len, &statements);
    for (size_t i = 0; i < statements.len; i++) {
        const struct orq_statement_text *statement = &statements.items[i];
        check_statement(runner,
                        (struct orq_slice){section->text + statement->offset, statement->len},
                        orq_section_line(section, section->at.line + statement->line));
    }
}
