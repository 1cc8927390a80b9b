#include "history/runner_probe.h"

#include "sql/postgres_token.h"

#include <string.h>

/* CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] name ON [ONLY] table, and DROP INDEX
 * CONCURRENTLY [IF EXISTS] name. */
struct index_statement {
    bool creates, drops;
    const char *name;  /* as to_regclass takes it */
    const char *table; /* the same; NULL: of a DROP */
};

struct reading {
    struct orq_arena *arena;
    const char *text;
    struct orq_pg_tokens tokens;
    size_t at;
};

static bool take(struct reading *reading, const char *word)
{
    if (!orq_pg_token_is(reading->text, reading->tokens.items[reading->at], word))
        return false;
    reading->at++;
    return true;
}

/* A name with its schema, in the words of the statement. */
static const char *take_name(struct reading *reading)
{
    size_t from = reading->tokens.items[reading->at].offset, to;
    do {
        struct orq_pg_token token = reading->tokens.items[reading->at++];
        to = token.offset + token.len;
    } while (take(reading, "."));
    return orq_arena_strndup(reading->arena, reading->text + from, to - from);
}

static struct index_statement read_statement(struct orq_arena *arena, const char *text, size_t len)
{
    struct reading reading = {
        .arena = arena, .text = text, .tokens = orq_pg_tokens_of(arena, text, len)};
    struct index_statement found = {0};
    bool create = take(&reading, "create"), drop = !create && take(&reading, "drop");
    if (create)
        take(&reading, "unique");
    if (!take(&reading, "index") || !take(&reading, "concurrently"))
        return found;
    if (take(&reading, "if")) {
        take(&reading, "not");
        take(&reading, "exists");
    }
    found.name = take_name(&reading);
    if (drop)
        found.drops = true;
    if (create && take(&reading, "on")) {
        found.creates = true;
        take(&reading, "only");
        found.table = take_name(&reading);
    }
    return found;
}

/* An index is in the schema of its table. */
static const char *index_query(struct orq_arena *arena, const struct index_statement *statement)
{
    static const char columns[] =
        "SELECT CASE WHEN i.indisvalid THEN 'valid' ELSE 'invalid' END || ' ' ||"
        " quote_ident(n.nspname) || '.' || quote_ident(c.relname)"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace";
    if (statement->drops)
        return orq_arena_printf(arena, "%s WHERE c.oid = to_regclass(%s)", columns,
                                orq_pg_text(arena, statement->name));
    return orq_arena_printf(
        arena, "%s WHERE i.indrelid = to_regclass(%s) AND c.relname = (parse_ident(%s))[1]",
        columns, orq_pg_text(arena, statement->table), orq_pg_text(arena, statement->name));
}

/* The names mean what they mean to the statement itself. */
static enum orq_status ask_as_script(struct orq_arena *arena, struct orq_db *db, const char *sql,
                                     struct orq_diags *diags, const char **found)
{
    const char *schema = orq_db_schema(db);
    const struct orq_query set = {
        .sql = orq_arena_printf(arena, "SET search_path = %s",
                                orq_pg_name(arena, schema ? schema : "public"))};
    const struct orq_query put_back = {.sql = "SET search_path = ''"};
    enum orq_status status = orq_db_query(db, &set, diags);
    if (status == ORQ_OK)
        status = orq_db_value(arena, db, sql, diags, found);
    enum orq_status after = orq_db_query(db, &put_back, diags);
    return status == ORQ_OK ? after : status;
}

enum orq_status orq_probe_statement(struct orq_arena *arena, struct orq_db *db,
                                    struct orq_slice statement, struct orq_diags *diags,
                                    struct orq_probe *probe)
{
    struct index_statement index = read_statement(arena, statement.data, statement.len);
    const char *found = NULL;
    *probe = (struct orq_probe){.drops = index.drops, .index = index.name};
    if (!index.creates && !index.drops)
        return ORQ_OK;
    enum orq_status status = ask_as_script(arena, db, index_query(arena, &index), diags, &found);
    probe->result = ORQ_PROBE_ABSENT;
    if (found) {
        probe->result = strncmp(found, "valid", 5) == 0 ? ORQ_PROBE_VALID : ORQ_PROBE_INVALID;
        probe->index = strchr(found, ' ') + 1;
    }
    return status;
}

static enum orq_status cannot_probe(struct orq_runner *runner, const struct orq_step *step,
                                    size_t at)
{
    orq_error(runner->diags, step->section->steps.items[at].at,
              "step %zu of %s was under way when a run ended, and whether it was done cannot be "
              "told from the database",
              at + 1, step->migration->revision);
    orq_hint(runner->diags, "look for yourself: if it was not, run its statement by hand");
    orq_hint(runner->diags, "then take the step out of the file, and: %s",
             orq_runner_command(runner, runner->typed));
    return ORQ_PARTIAL;
}

static enum orq_status drop_invalid(struct orq_runner *runner, const char *index)
{
    const struct orq_query drop = {
        .sql = orq_arena_printf(runner->arena, "DROP INDEX CONCURRENTLY %s", index)};
    enum orq_status status = orq_db_query(runner->db, &drop, runner->diags);
    if (status == ORQ_OK)
        orq_note(runner->diags, ORQ_NOWHERE,
                 "%s was left INVALID by a run that ended early: dropped, to be built anew", index);
    return status;
}

enum orq_status orq_probe_step(struct orq_runner *runner, const struct orq_step *step, size_t at,
                               bool *done)
{
    const struct orq_file_step *file_step = &step->section->steps.items[at];
    const struct orq_slice text = {step->section->text + file_step->offset, file_step->len};
    struct orq_probe probe;
    enum orq_status status =
        orq_probe_statement(runner->arena, runner->db, text, runner->diags, &probe);
    *done = probe.drops ? probe.result == ORQ_PROBE_ABSENT
                        : probe.result == ORQ_PROBE_VALID && !step->failed;
    if (status != ORQ_OK)
        return status;
    if (probe.result == ORQ_PROBE_UNKNOWN && step->failed) /* the server refused it */
        return ORQ_OK;
    if (probe.result == ORQ_PROBE_UNKNOWN)
        return cannot_probe(runner, step, at);
    return probe.result == ORQ_PROBE_INVALID && !probe.drops ? drop_invalid(runner, probe.index)
                                                             : ORQ_OK;
}
