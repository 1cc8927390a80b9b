/* https://www.postgresql.org/docs/current/sql-altersequence.html */
#include "emit/postgres_families.h"

#include "sql/quote.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    enum orq_attribute_key key;
    const char *format;
} options[] = {
    {ORQ_ATTRIBUTE_START, "START WITH %s"}, {ORQ_ATTRIBUTE_INCREMENT, "INCREMENT BY %s"},
    {ORQ_ATTRIBUTE_MINIMUM, "MINVALUE %s"}, {ORQ_ATTRIBUTE_MAXIMUM, "MAXVALUE %s"},
    {ORQ_ATTRIBUTE_CACHE, "CACHE %s"},
};
enum { OPTIONS = sizeof options / sizeof *options };

static void add_option(struct orq_str *out, const char *format, const char *value)
{
    const char *hole = strstr(format, "%s");
    if (out->len > 0)
        orq_str_addc(out, ' ');
    orq_str_addf(out, "%.*s%s", (int)(hole - format), format, value);
}

const char *orq_pg_sequence_options(struct orq_arena *arena,
                                    const struct orq_attributes *attributes)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < OPTIONS; i++) {
        const char *value = orq_attribute_text(attributes, options[i].key);
        if (value)
            add_option(&out, options[i].format, value);
    }
    if (orq_attribute_is_set(attributes, ORQ_ATTRIBUTE_CYCLE))
        orq_str_addf(&out, "%sCYCLE", out.len > 0 ? " " : "");
    return orq_str_text(&out);
}

const char *orq_pg_sequence_sql(struct orq_pg_emitter *emitter,
                                const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_attributes *attributes = &definition->attributes;
    const char *type = orq_attribute_text(attributes, ORQ_ATTRIBUTE_TYPE);
    const char *told = orq_pg_sequence_options(arena, attributes);
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "CREATE %sSEQUENCE %s",
                 orq_attribute_is_set(attributes, ORQ_ATTRIBUTE_UNLOGGED) ? "UNLOGGED " : "",
                 orq_pg_definition_sql(arena, definition));
    if (type)
        orq_str_addf(&out, " AS %s", type);
    if (*told)
        orq_str_addf(&out, " %s", told);
    return orq_str_text(&out);
}

/* -- owners -- */

static const char *owner_of(const struct orq_definition *definition)
{
    return orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_OWNED_BY);
}

/* Behind whatever makes the column. */
static void own(struct orq_pg_emitter *emitter, const struct orq_side *side, const char *name)
{
    struct orq_arena *arena = emitter->arena;
    const char *column = owner_of(side->definition), *dot = strrchr(column, '.');
    struct orq_pg_task *task =
        orq_pg_task_late(emitter, ORQ_PG_PHASE_CONSTRAINT, side, "\x1fowner");
    const char *table =
        orq_arena_strndup(arena, column, dot ? (size_t)(dot - column) : strlen(column));
    ORQ_PUSH(arena, &task->after,
             orq_arena_printf(arena, "%s:%s", orq_kind_key(ORQ_KIND_TABLE), table));
    orq_pg_piece(emitter, task, NULL,
                 orq_arena_printf(arena, "ALTER SEQUENCE %s OWNED BY %s", name,
                                  orq_pg_reference_sql(arena, column)));
}

void orq_pg_sequence_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                            const struct orq_definition *definition)
{
    (void)task;
    struct orq_side side = {.definition = definition};
    if (owner_of(definition))
        own(emitter, &side, orq_pg_definition_sql(emitter->arena, definition));
}

void orq_pg_sequence_settle(struct orq_pg_change *change)
{
    if (orq_pg_changes(change, ORQ_ATTRIBUTE_OWNED_BY) && owner_of(change->to))
        own(change->emitter, &change->op->to,
            orq_pg_definition_sql(change->emitter->arena, change->to));
}

enum orq_pg_phase orq_pg_sequence_phase(const struct orq_pg_change *change)
{
    bool leaves = orq_pg_changes(change, ORQ_ATTRIBUTE_OWNED_BY) && owner_of(change->from);
    return leaves ? ORQ_PG_PHASE_DROP_STATISTICS : ORQ_PG_PHASE_SEQUENCE;
}

/* -- ranges -- */

struct counter {
    bool descending;
    long long minimum, maximum, start;
};

static long long number(const struct orq_attributes *attributes, enum orq_attribute_key key,
                        long long otherwise)
{
    const char *text = orq_attribute_text(attributes, key);
    return text ? strtoll(text, NULL, 10) : otherwise;
}

static long long largest(const char *type)
{
    if (type && strcmp(type, "smallint") == 0)
        return INT16_MAX;
    return type && strcmp(type, "integer") == 0 ? INT32_MAX : INT64_MAX;
}

/* What the server makes of options that are not there. */
static struct counter counter_of(const struct orq_attributes *attributes)
{
    long long most = largest(orq_attribute_text(attributes, ORQ_ATTRIBUTE_TYPE));
    struct counter counter = {.descending = number(attributes, ORQ_ATTRIBUTE_INCREMENT, 1) < 0};
    counter.minimum = number(attributes, ORQ_ATTRIBUTE_MINIMUM, counter.descending ? -most - 1 : 1);
    counter.maximum = number(attributes, ORQ_ATTRIBUTE_MAXIMUM, counter.descending ? -1 : most);
    counter.start = number(attributes, ORQ_ATTRIBUTE_START,
                           counter.descending ? counter.maximum : counter.minimum);
    return counter;
}

/* A counter outside the new range would stop ALTER SEQUENCE: it is moved inside first. */
static const char *move_inside(struct orq_pg_change *change, const struct counter *from,
                               const struct counter *to)
{
    const char *name = orq_pg_definition_sql(change->emitter->arena, change->to);
    const char *quoted = orq_quoted_text(change->emitter->arena, name);
    bool apart = to->start < from->minimum || to->start > from->maximum;
    if (to->minimum > from->minimum && !apart)
        orq_pg_say(change, "SELECT setval(%s, %lld, false) FROM %s WHERE last_value < %lld", quoted,
                   to->start, name, to->minimum);
    if (to->maximum < from->maximum && !apart)
        orq_pg_say(change, "SELECT setval(%s, %lld, false) FROM %s WHERE last_value > %lld", quoted,
                   to->start, name, to->maximum);
    if (!apart)
        return "";
    ORQ_PUSH(change->emitter->arena, &change->notes,
             "the counter starts anew: its range is another");
    return " RESTART";
}

/* -- altering -- */

static void say_type(struct orq_pg_change *change, struct orq_str *out)
{
    const char *type = orq_attribute_text(&change->to->attributes, ORQ_ATTRIBUTE_TYPE);
    if (orq_pg_changes(change, ORQ_ATTRIBUTE_TYPE))
        orq_str_addf(out, " AS %s", type ? type : "bigint");
}

/* The options as one statement: each is judged together with the others. */
static void say_options(struct orq_pg_change *change)
{
    const struct orq_attributes *to = &change->to->attributes;
    struct counter old = counter_of(&change->from->attributes), new = counter_of(to);
    struct orq_str out = orq_str_new(change->emitter->arena);
    const char *restart = move_inside(change, &old, &new);
    say_type(change, &out);
    if (orq_pg_changes(change, ORQ_ATTRIBUTE_INCREMENT))
        orq_str_addf(&out, " INCREMENT BY %lld", number(to, ORQ_ATTRIBUTE_INCREMENT, 1));
    if (old.minimum != new.minimum)
        orq_str_addf(&out, " MINVALUE %lld", new.minimum);
    if (old.maximum != new.maximum)
        orq_str_addf(&out, " MAXVALUE %lld", new.maximum);
    if (old.start != new.start)
        orq_str_addf(&out, " START WITH %lld", new.start);
    orq_str_add(&out, restart);
    if (orq_pg_changes(change, ORQ_ATTRIBUTE_CACHE))
        orq_str_addf(&out, " CACHE %lld", number(to, ORQ_ATTRIBUTE_CACHE, 1));
    if (orq_pg_changes(change, ORQ_ATTRIBUTE_CYCLE))
        orq_str_add(&out, orq_attribute_is_set(to, ORQ_ATTRIBUTE_CYCLE) ? " CYCLE" : " NO CYCLE");
    if (out.len > 0)
        orq_pg_say(change, "%s%s", orq_pg_altered(change), orq_str_text(&out));
}

void orq_pg_sequence_alter(struct orq_pg_change *change)
{
    if (orq_pg_changes(change, ORQ_ATTRIBUTE_OWNED_BY) && owner_of(change->from))
        orq_pg_say(change, "%s OWNED BY NONE", orq_pg_altered(change));
    say_options(change);
    if (orq_pg_changes(change, ORQ_ATTRIBUTE_UNLOGGED))
        orq_pg_say(change, "%s SET %s", orq_pg_altered(change),
                   orq_attribute_is_set(&change->to->attributes, ORQ_ATTRIBUTE_UNLOGGED)
                       ? "UNLOGGED"
                       : "LOGGED");
}
