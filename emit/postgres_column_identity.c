/* Identity columns, and the way from a serial to one and back: https://www.postgresql.org/docs/
 * current/sql-altertable.html. The counter goes along. */
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"

#include <stdlib.h>
#include <string.h>

static const char *words(const char *identity)
{
    return strcmp(identity, "always") == 0 ? "ALWAYS" : "BY DEFAULT";
}

/* The name that the server gives where nothing is said, if it is not too long to be cut. */
static const char *sequence_of(struct orq_pg_work *work, const struct orq_side *side)
{
    struct orq_arena *arena = work->emitter->arena;
    const char *said = orq_column_postgres(side->column)->sequence_name;
    const char *name = orq_arena_printf(arena, "%s_%s_seq", side->table->name, side->column->name);
    if (said)
        return said;
    return orq_qualified(arena, work->emitter->dialect, side->table->schema, name);
}

/* The sequence that the column owns, by the name of the column; NULL: none. */
static const struct orq_definition *owned_sequence(struct orq_pg_work *work,
                                                   const struct orq_schema *schema,
                                                   const struct orq_side *side)
{
    struct orq_arena *arena = work->emitter->arena;
    const char *column = orq_arena_printf(
        arena, "%s.%s",
        orq_qualified(arena, schema->dialect, side->table->schema, side->table->name),
        side->column->name);
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *definition = schema->definitions.items[i];
        if (definition->kind == ORQ_KIND_SEQUENCE &&
            orq_str_equal(orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_OWNED_BY),
                          column))
            return definition;
    }
    return NULL;
}

const char *orq_pg_add_identity(struct orq_arena *arena, const struct orq_column *column)
{
    return orq_arena_printf(
        arena, "ALTER COLUMN %s ADD GENERATED %s AS IDENTITY%s", orq_pg_name(arena, column->name),
        words(orq_column_postgres(column)->identity), orq_pg_identity_options(arena, column));
}

static void add_identity(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    orq_pg_act(work, task, orq_pg_alter_head(arena, work->op->to.table), "%s",
               orq_pg_add_identity(arena, work->op->to.column));
}

static void move_counter(struct orq_pg_work *work, struct orq_pg_task *task, const char *to,
                         const char *from)
{
    struct orq_arena *arena = work->emitter->arena;
    orq_pg_act(work, task, NULL, "SELECT setval(%s, last_value, is_called) FROM %s",
               orq_pg_text(arena, to), from);
}

/* The owned sequence steps aside, the identity's takes its name and its counter. */
static void serial_to_identity(struct orq_pg_work *work, struct orq_pg_task *task,
                               const struct orq_definition *serial)
{
    struct orq_arena *arena = work->emitter->arena;
    const char *old = orq_pg_definition_sql(arena, serial);
    const char *aside = orq_pg_name(arena, orq_arena_printf(arena, "%.50s_before", serial->name));
    struct orq_definition renamed = *serial;
    renamed.name = orq_arena_printf(arena, "%.50s_before", serial->name);
    orq_pg_act(work, task, orq_pg_alter_head(arena, work->op->to.table),
               "ALTER COLUMN %s DROP DEFAULT", orq_pg_name(arena, work->op->to.column->name));
    orq_pg_act(work, task, NULL, "ALTER SEQUENCE %s OWNED BY NONE", old);
    orq_pg_act(work, task, NULL, "ALTER SEQUENCE %s RENAME TO %s", old, aside);
    add_identity(work, task);
    const char *kept = orq_pg_definition_sql(arena, &renamed);
    move_counter(work, task, orq_pg_reference_sql(arena, sequence_of(work, &work->op->to)), kept);
    orq_pg_act(work, task, NULL, "DROP SEQUENCE %s", kept);
}

/* The identity's sequence steps aside before the owned one is made under its name, and goes with
 * the identity when its counter is taken over. */
static void identity_to_serial(struct orq_pg_work *work, struct orq_pg_task *task,
                               const struct orq_definition *serial)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    const char *head = orq_pg_alter_head(arena, work->op->to.table);
    const char *name = orq_pg_name(arena, work->op->to.column->name);
    const char *old = sequence_of(work, &work->op->from);
    struct orq_definition *aside = ORQ_NEW(arena, struct orq_definition);
    const struct orq_side side = {.definition = aside};
    *aside = (struct orq_definition){.kind = ORQ_KIND_SEQUENCE,
                                     .schema = work->op->from.table->schema,
                                     .name = orq_arena_printf(arena, "%.50s_before", serial->name)};
    orq_pg_act(work, orq_pg_task(emitter, ORQ_PG_ALTER, ORQ_PG_PHASE_DROP_STATISTICS, &side), NULL,
               "ALTER SEQUENCE %s RENAME TO %s", orq_pg_reference_sql(arena, old),
               orq_pg_name(arena, aside->name));
    move_counter(work, task, orq_pg_definition_sql(arena, serial),
                 orq_pg_definition_sql(arena, aside));
    orq_pg_act(work, task, head, "ALTER COLUMN %s DROP IDENTITY", name);
    orq_pg_act(work, task, head, "ALTER COLUMN %s SET DEFAULT %s", name,
               work->op->to.column->default_expr.text);
}

/* -- from one identity to another -- */

static const struct {
    enum orq_attribute_key key;
    const char *word, *otherwise; /* otherwise: where nothing is said */
} options[] = {
    {ORQ_ATTRIBUTE_INCREMENT, "INCREMENT BY ", "INCREMENT BY 1"},
    {ORQ_ATTRIBUTE_MINIMUM, "MINVALUE ", "NO MINVALUE"},
    {ORQ_ATTRIBUTE_MAXIMUM, "MAXVALUE ", "NO MAXVALUE"},
    {ORQ_ATTRIBUTE_CACHE, "CACHE ", "CACHE 1"},
    {ORQ_ATTRIBUTE_CYCLE, "CYCLE", "NO CYCLE"},
};

static const char *text_or(const struct orq_attributes *attributes, enum orq_attribute_key key,
                           const char *otherwise)
{
    const char *text = orq_attribute_text(attributes, key);
    return text ? text : otherwise;
}

/* Where nothing is said, at the end that it counts from. */
static const char *start_of(const struct orq_attributes *attributes)
{
    bool down = text_or(attributes, ORQ_ATTRIBUTE_INCREMENT, "1")[0] == '-';
    const char *end = down ? text_or(attributes, ORQ_ATTRIBUTE_MAXIMUM, "-1")
                           : text_or(attributes, ORQ_ATTRIBUTE_MINIMUM, "1");
    return text_or(attributes, ORQ_ATTRIBUTE_START, end);
}

/* A counter that never counted stands where it started: it has to be in the new range. */
static void change_start(struct orq_str *out, const struct orq_attributes *had,
                         const struct orq_attributes *wanted)
{
    const char *from = start_of(had), *to = start_of(wanted);
    const char *least = orq_attribute_text(wanted, ORQ_ATTRIBUTE_MINIMUM);
    const char *most = orq_attribute_text(wanted, ORQ_ATTRIBUTE_MAXIMUM);
    long long start = strtoll(from, NULL, 10);
    if (strcmp(from, to) != 0)
        orq_str_addf(out, " SET START WITH %s", to);
    if ((least && start < strtoll(least, NULL, 10)) || (most && start > strtoll(most, NULL, 10)))
        orq_str_add(out, " RESTART");
}

static void change_options(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_attributes *had = &orq_column_postgres(work->op->from.column)->sequence;
    const struct orq_attributes *wanted = &orq_column_postgres(work->op->to.column)->sequence;
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *from = orq_attribute_text(had, options[i].key);
        const char *to = orq_attribute_text(wanted, options[i].key);
        bool flag = options[i].key == ORQ_ATTRIBUTE_CYCLE;
        if (!orq_str_equal(from, to))
            orq_str_addf(&out, " SET %s%s", to ? options[i].word : options[i].otherwise,
                         to && !flag ? to : "");
    }
    change_start(&out, had, wanted);
    if (out.len > 0)
        orq_pg_act(work, task, orq_pg_alter_head(arena, work->op->to.table), "ALTER COLUMN %s%s",
                   orq_pg_name(arena, work->op->to.column->name), orq_str_text(&out));
}

static void change_identity(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    const char *had = orq_column_postgres(work->op->from.column)->identity;
    const char *wanted = orq_column_postgres(work->op->to.column)->identity;
    const char *old = sequence_of(work, &work->op->from), *new = sequence_of(work, &work->op->to);
    const char *dot = strrchr(new, '.');
    if (strcmp(had, wanted) != 0)
        orq_pg_act(work, task, orq_pg_alter_head(arena, work->op->to.table),
                   "ALTER COLUMN %s SET GENERATED %s",
                   orq_pg_name(arena, work->op->to.column->name), words(wanted));
    change_options(work, task);
    if (orq_column_postgres(work->op->to.column)->sequence_name && strcmp(old, new) != 0)
        orq_pg_act(work, task, NULL, "ALTER SEQUENCE %s RENAME TO %s",
                   orq_pg_reference_sql(arena, old), orq_pg_name(arena, dot ? dot + 1 : new));
}

/* In a statement of its own where the type changes too: the server refuses a type that counts no
 * numbers before it looks at what else the ALTER holds. */
static void drop_identity(struct orq_pg_work *work, struct orq_pg_task *task)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_column *to = work->op->to.column;
    const char *head = orq_pg_alter_head(arena, work->op->to.table);
    const char *name = orq_pg_name(arena, to->name);
    if (work->op->changed & ORQ_CHANGE_TYPE)
        orq_pg_act(
            work,
            orq_pg_task(work->emitter, ORQ_PG_ALTER, ORQ_PG_PHASE_DROP_STATISTICS, &work->op->from),
            NULL, "%s ALTER COLUMN %s DROP IDENTITY", head, name);
    else
        orq_pg_act(work, task, head, "ALTER COLUMN %s DROP IDENTITY", name);
    if (to->default_expr.text)
        orq_pg_act(work, task, head, "ALTER COLUMN %s SET DEFAULT %s", orq_pg_name(arena, to->name),
                   to->default_expr.text);
}

void orq_pg_column_identity_change(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_side *from = &work->op->from, *to = &work->op->to;
    bool had = orq_column_postgres(from->column)->identity != NULL;
    bool wanted = orq_column_postgres(to->column)->identity != NULL;
    struct orq_pg_task *task = orq_pg_alter_task(emitter, from->table);
    const struct orq_definition *serial = had == wanted ? NULL
                                          : had
                                              ? owned_sequence(work, emitter->input->want, to)
                                              : owned_sequence(work, emitter->input->renamed, from);
    if (had && wanted) {
        change_identity(work, task);
    } else if (had && serial && to->column->default_expr.text) {
        identity_to_serial(work, task, serial);
    } else if (had) {
        drop_identity(work, task);
    } else if (serial) {
        serial_to_identity(work, task, serial);
    } else {
        if (from->column->default_expr.text)
            orq_pg_act(work, task, orq_pg_alter_head(emitter->arena, to->table),
                       "ALTER COLUMN %s DROP DEFAULT",
                       orq_pg_name(emitter->arena, to->column->name));
        add_identity(work, task);
    }
}
