/* Storage, compression, statistics and options of columns. */
#include "emit/postgres_object.h"
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"

#include <string.h>

static const struct orq_column_postgres nothing = {.local = true};

/* The storage that types have by themselves: what is of variable length is extended, and what is
 * not cannot be anything but plain (https://www.postgresql.org/docs/current/storage-toast.html). */
static const char *type_storage(const char *type)
{
    static const struct {
        const char *prefix, *storage;
    } types[] = {{"numeric", "MAIN"},
                 {"inet", "MAIN"},
                 {"cidr", "MAIN"},
                 {"int4range", "EXTENDED"},
                 {"text", "EXTENDED"},
                 {"character", "EXTENDED"},
                 {"json", "EXTENDED"},
                 {"bytea", "EXTENDED"},
                 {"bit", "EXTENDED"},
                 {"smallint", "PLAIN"},
                 {"integer", "PLAIN"},
                 {"bigint", "PLAIN"},
                 {"boolean", "PLAIN"},
                 {"date", "PLAIN"},
                 {"timestamp", "PLAIN"},
                 {"time", "PLAIN"},
                 {"uuid", "PLAIN"},
                 {"real", "PLAIN"},
                 {"double precision", "PLAIN"}};
    if (orq_ends_with(type, "[]"))
        return "EXTENDED";
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (orq_starts_with(type, types[i].prefix))
            return types[i].storage;
    return "EXTENDED";
}

static const char *under_domains(const struct orq_pg_work *work, const char *type)
{
    return orq_pg_under_domains(work->emitter, work->emitter->input->want, type);
}

static const char *upper(struct orq_arena *arena, const char *word)
{
    char *out = orq_arena_strdup(arena, word);
    for (char *at = out; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    return out;
}

static void set_options(struct orq_pg_work *work, struct orq_pg_task *task, const char *head,
                        const struct orq_strings *from, const struct orq_column *to)
{
    struct orq_arena *arena = work->emitter->arena;
    struct orq_strings set = {0}, reset = {0};
    orq_pg_with_change(arena, from, &orq_column_postgres(to)->options, &set, &reset);
    if (set.len > 0)
        orq_pg_act(work, task, head, "ALTER COLUMN %s SET %s", orq_pg_name(arena, to->name),
                   orq_pg_parameters_sql(arena, &set));
    if (reset.len > 0)
        orq_pg_act(work, task, head, "ALTER COLUMN %s RESET %s", orq_pg_name(arena, to->name),
                   orq_pg_parameters_sql(arena, &reset));
}

void orq_pg_column_storage(struct orq_pg_work *work, struct orq_pg_task *task,
                           const struct orq_table *table, const struct orq_column *from,
                           const struct orq_column *to)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_column_postgres *had = from ? orq_column_postgres(from) : &nothing;
    const struct orq_column_postgres *wanted = orq_column_postgres(to);
    const char *name = orq_pg_name(arena, to->name);
    /* children have settings of their own, which the parent's statement would change */
    const char *head =
        table->kind == ORQ_KIND_TABLE
            ? orq_arena_printf(arena, "ALTER TABLE ONLY %s", orq_pg_table_sql(arena, table))
            : orq_pg_alter_head(arena, table);
    /* another type has brought its own */
    bool retyped = from && strcmp(from->type, to->type) != 0;
    const char *storage = retyped ? NULL : had->storage;
    const char *compression = retyped ? NULL : had->compression;
    if (!orq_str_equal(storage, wanted->storage))
        orq_pg_act(work, task, head, "ALTER COLUMN %s SET STORAGE %s", name,
                   wanted->storage ? upper(arena, wanted->storage)
                                   : type_storage(under_domains(work, to->type)));
    if (!orq_str_equal(compression, wanted->compression))
        orq_pg_act(work, task, head, "ALTER COLUMN %s SET COMPRESSION %s", name,
                   wanted->compression ? wanted->compression : "default");
    if (!orq_str_equal(had->statistics, wanted->statistics))
        orq_pg_act(work, task, head, "ALTER COLUMN %s SET STATISTICS %s", name,
                   wanted->statistics ? wanted->statistics : "-1");
    set_options(work, task, head, &had->options, to);
}
