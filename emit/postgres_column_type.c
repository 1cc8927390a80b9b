/* Columns that change their type. */
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

/* -- types -- */

/* "character varying" of "character varying(20)"; its arguments, 0 for none. */
struct type {
    const char *base;
    long size, scale;
    bool array;
};

static struct type type_read(struct orq_arena *arena, const char *text)
{
    struct type type = {.array = orq_ends_with(text, "[]")};
    size_t len = strlen(text) - (type.array ? 2 : 0);
    const char *open = memchr(text, '(', len);
    const char *close = open ? memchr(open, ')', len - (size_t)(open - text)) : NULL;
    if (!close) {
        type.base = orq_arena_strndup(arena, text, len);
        return type;
    }
    char *comma = NULL;
    type.size = strtol(open + 1, &comma, 10);
    type.scale = *comma == ',' ? strtol(comma + 1, NULL, 10) : 0;
    type.base = orq_arena_printf(arena, "%.*s%.*s", (int)(open - text), text,
                                 (int)(text + len - close - 1), close + 1);
    return type;
}

const char *orq_pg_under_domains(const struct orq_pg_emitter *emitter,
                                 const struct orq_schema *schema, const char *type)
{
    const struct orq_definition *domain;
    const char *base = type;
    for (size_t depth = 0; base && depth < 16; depth++) {
        type = base;
        domain = orq_schema_definition(emitter->arena, schema, ORQ_KIND_DOMAIN, type);
        base = domain ? orq_attribute_text(&domain->attributes, ORQ_ATTRIBUTE_TYPE) : NULL;
    }
    return type;
}

/* Types between which the server has assignment casts both ways, or one way where a family is
 * given as `into`: pg_cast, castcontext a and i. */
static const struct {
    const char *base;
    char family, into;
    int rank; /* of numbers: what holds every value of those below it */
} types[] = {
    {"smallint", 'n', 0, 1},
    {"integer", 'n', 0, 2},
    {"bigint", 'n', 0, 3},
    {"numeric", 'n', 0, 9},
    {"real", 'n', 0, 0},
    {"double precision", 'n', 0, 0},
    {"money", 'm', 0, 0},
    {"text", 's', 0, 9},
    {"character varying", 's', 0, 8},
    {"character", 's', 0, 1},
    {"citext", 's', 0, 9},
    {"name", 's', 0, 1},
    {"date", 'd', 0, 1},
    {"timestamp without time zone", 'd', 't', 2},
    {"timestamp with time zone", 'd', 't', 2},
    {"time without time zone", 't', 'v', 1},
    {"time with time zone", 't', 0, 1},
    {"interval", 'v', 't', 0},
    {"json", 'j', 0, 1},
    {"jsonb", 'j', 0, 1},
    {"cidr", 'i', 0, 1},
    {"inet", 'i', 0, 2},
    {"bit", 'b', 0, 1},
    {"bit varying", 'b', 0, 2},
};
enum { TYPES = sizeof types / sizeof *types };

static size_t known(const char *base)
{
    for (size_t i = 0; i < TYPES; i++)
        if (strcmp(types[i].base, base) == 0)
            return i;
    return TYPES;
}

static bool is_assignable(const struct type *from, const struct type *to)
{
    size_t a = known(from->base), b = known(to->base);
    if (from->array != to->array)
        return !from->array ? false : b < TYPES && types[b].family == 's';
    if (strcmp(from->base, to->base) == 0)
        return true;
    if (b < TYPES && types[b].family == 's')
        return true; /* any value has a text */
    return a < TYPES && b < TYPES &&
           (types[a].family == types[b].family || types[a].into == types[b].family);
}

/* Explicit casts that the server has besides; everything else goes by way of text. */
static bool is_castable(const struct type *from, const struct type *to)
{
    static const struct {
        const char *from, *to;
    } casts[] = {
        {"integer", "boolean"}, {"boolean", "integer"}, {"bit", "integer"},    {"integer", "money"},
        {"bigint", "money"},    {"numeric", "money"},   {"money", "numeric"},  {"integer", "bit"},
        {"bit", "bigint"},      {"bigint", "bit"},      {"jsonb", "boolean"},  {"jsonb", "integer"},
        {"jsonb", "bigint"},    {"jsonb", "numeric"},   {"jsonb", "smallint"}, {"jsonb", "real"}};
    size_t a = known(from->base);
    if (a < TYPES && types[a].family == 's')
        return true;
    for (size_t i = 0; i < sizeof casts / sizeof *casts; i++)
        if (strcmp(casts[i].from, from->base) == 0 && strcmp(casts[i].to, to->base) == 0)
            return true;
    return false;
}

const char *orq_pg_using(const struct orq_pg_emitter *emitter, const struct orq_column *have,
                         const struct orq_column *want)
{
    struct orq_arena *arena = emitter->arena;
    const char *said = orq_column_change(want)->using_up.text;
    if (!said)
        said = orq_column_change(have)->using_down.text;
    if (said || strcmp(have->type, want->type) == 0)
        return said;
    const char *name = orq_pg_name(arena, want->name);
    struct type from =
        type_read(arena, orq_pg_under_domains(emitter, emitter->input->renamed, have->type));
    struct type to =
        type_read(arena, orq_pg_under_domains(emitter, emitter->input->want, want->type));
    if (is_assignable(&from, &to))
        return NULL;
    if (is_castable(&from, &to) && from.array == to.array)
        return orq_arena_printf(arena, "%s::%s", name, want->type);
    /* the text of an amount has its currency */
    size_t a = known(from.base), b = known(to.base);
    bool money = a < TYPES && b < TYPES && types[a].family != types[b].family &&
                 strchr("nm", types[a].family) && strchr("nm", types[b].family);
    const char *base = money ? "numeric" : "text";
    const char *way = from.array && to.array ? orq_arena_printf(arena, "%s[]", base) : base;
    return orq_arena_printf(arena, "%s::%s::%s", name, way, want->type);
}

/* -- what it costs -- */

static bool widens(const struct type *from, const struct type *to)
{
    size_t a = known(from->base), b = known(to->base);
    bool same = strcmp(from->base, to->base) == 0;
    if (!from->array && to->array)
        return false;
    if (same && from->array == to->array && from->scale == to->scale)
        return to->size == 0 || (from->size > 0 && from->size <= to->size);
    /* any value has a text */
    bool text = b < TYPES && types[b].family == 's' && to->size == 0 && types[b].rank >= 8;
    if (text || same || a == TYPES || b == TYPES)
        return text;
    bool number = types[a].family == 'n' && types[b].family == 'n' && types[a].rank > 0 &&
                  types[a].rank < types[b].rank && to->size == 0;
    return number;
}

/* https://www.postgresql.org/docs/15/sql-altertable.html, notes on ALTER TYPE: what is stored alike
 * is not written again. */
static bool keeps_bytes(const struct type *from, const struct type *to)
{
    size_t a = known(from->base), b = known(to->base);
    bool same = strcmp(from->base, to->base) == 0;
    bool bound = to->size > 0 && !(from->size > 0 && from->size <= to->size);
    if (from->array || to->array || a == TYPES || b == TYPES || strcmp(to->base, "character") == 0)
        return false;
    if (same)
        return !bound && from->scale == to->scale && types[a].rank != 0 &&
               strcmp(to->base, "bit") != 0;
    bool texts = types[a].family == 's' && types[b].family == 's' && types[a].rank >= 8 && !bound;
    bool addresses = strcmp(from->base, "cidr") == 0 && strcmp(to->base, "inet") == 0;
    return texts || addresses;
}

static void note_cost(struct orq_pg_work *work, struct orq_pg_piece *piece, bool computed)
{
    struct orq_pg_emitter *emitter = work->emitter;
    const struct orq_side *to = &work->op->to;
    struct type old =
        type_read(emitter->arena, orq_pg_under_domains(emitter, emitter->input->renamed,
                                                       work->op->from.column->type));
    const char *under = orq_pg_under_domains(emitter, emitter->input->want, to->column->type);
    struct type new = type_read(emitter->arena, under);
    if (computed || !keeps_bytes(&old, &new))
        orq_pg_note(emitter, piece, "REWRITES: %s", orq_pg_shown(emitter->arena, to->table, NULL));
    /* of a domain also its checks */
    bool domain = strcmp(under, to->column->type) != 0;
    if (domain || !widens(&old, &new))
        orq_pg_note(emitter, piece, "CAN FAIL: a value of %s that %s does not take",
                    orq_pg_shown(emitter->arena, to->table, to->column->name),
                    orq_shown_name(emitter->arena, to->column->type));
}

/* -- the change -- */

/* The server casts a default along, and keeps the cast in it: where the types are told apart in an
 * expression, it is taken off and set as it is wanted. */
static bool keeps_default(const struct orq_pg_work *work)
{
    const struct orq_column *from = work->op->from.column, *to = work->op->to.column;
    struct type old = type_read(work->emitter->arena, from->type);
    struct type new = type_read(work->emitter->arena, to->type);
    size_t a = known(old.base), b = known(new.base);
    bool integers = a < 3 && b < 3;
    return !(work->op->changed & ORQ_CHANGE_DEFAULT) && !old.array && !new.array &&
           (strcmp(old.base, new.base) == 0 || integers);
}

static bool is_plain_value(const struct orq_column *column)
{
    return column->generated == ORQ_NOT_GENERATED && column->default_expr.text &&
           !orq_column_postgres(column)->identity;
}

/* USING is no help for a generated column: it is computed anew. */
void orq_pg_column_type(struct orq_pg_work *work)
{
    struct orq_pg_emitter *emitter = work->emitter;
    struct orq_arena *arena = emitter->arena;
    const struct orq_column *from = work->op->from.column, *to = work->op->to.column;
    struct orq_pg_task *task = orq_pg_alter_task(emitter, work->op->from.table);
    const char *head = orq_pg_alter_head(arena, work->op->to.table);
    const char *name = orq_pg_name(arena, to->name);
    const char *using = to->generated == ORQ_NOT_GENERATED
                            ? orq_pg_using(work->emitter, work->op->from.column, to)
                            : NULL;
    bool keeps = keeps_default(work), identity = work->op->changed & ORQ_CHANGE_IDENTITY;
    if (is_plain_value(from) && !keeps && !identity)
        orq_pg_act(work, task, head, "ALTER COLUMN %s DROP DEFAULT", name);
    struct orq_pg_piece *piece =
        orq_pg_act(work, task, head, "ALTER COLUMN %s TYPE %s%s%s", name, orq_pg_typed(arena, to),
                   using ? " USING " : "", using ? using : "");
    note_cost(work, piece, using != NULL);
    if (is_plain_value(to) && !keeps && !identity)
        orq_pg_act(work, task, head, "ALTER COLUMN %s SET DEFAULT %s", name, to->default_expr.text);
    orq_pg_dirty(emitter, orq_pg_column_identity(arena, work->op->from.table, from->name),
                 "PostgreSQL cannot change the type of a column below it");
}

/* -- foreign keys of such columns -- */

/* Can keys of both types be compared, so that a foreign key survives when one side changes? */
static bool compare(const struct orq_pg_emitter *emitter, const char *from, const char *to)
{
    struct type a =
        type_read(emitter->arena, orq_pg_under_domains(emitter, emitter->input->renamed, from));
    struct type b =
        type_read(emitter->arena, orq_pg_under_domains(emitter, emitter->input->want, to));
    size_t old = known(a.base), new = known(b.base);
    bool integers = old < 3 && new < 3;
    bool texts = old < TYPES && new < TYPES &&types[old].family == 's' &&
                 types[new].family == 's' && types[old].rank >= 8 && types[new].rank >= 8;
    return a.array == b.array && (strcmp(a.base, b.base) == 0 || integers || texts);
}

static bool changes(const struct orq_map *changed, struct orq_arena *arena,
                    const struct orq_table *table, const char *column)
{
    return column && orq_map_get(changed, orq_pg_column_identity(arena, table, column));
}

static bool holds_changed(struct orq_pg_emitter *emitter, const struct orq_map *changed,
                          const struct orq_table *child, const struct orq_constraint *key)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *parent = orq_pg_parent(arena, emitter->input->renamed, child, key);
    const struct orq_constraint *primary = parent ? orq_table_primary_key(parent) : NULL;
    for (size_t i = 0; i < key->parts.len; i++)
        if (changes(changed, arena, child, key->parts.items[i].column))
            return true;
    for (size_t i = 0; parent && i < key->ref_columns.len; i++)
        if (changes(changed, arena, parent, key->ref_columns.items[i]))
            return true;
    for (size_t i = 0; primary && key->ref_columns.len == 0 && i < primary->parts.len; i++)
        if (changes(changed, arena, parent, primary->parts.items[i].column))
            return true;
    return false;
}

static const struct orq_constraint *constraint_like(const struct orq_table *table,
                                                    const struct orq_constraint *constraint)
{
    for (size_t i = 0; table && i < table->constraints.len; i++)
        if (orq_str_equal(table->constraints.items[i]->name, constraint->name))
            return table->constraints.items[i];
    return NULL;
}

static void rebuild(struct orq_pg_emitter *emitter, const struct orq_side *from)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_table *want = orq_schema_table(
        emitter->input->want,
        orq_qualified(arena, emitter->dialect, from->table->schema, from->table->name));
    struct orq_side to = {.table = want, .constraint = constraint_like(want, from->constraint)};
    struct orq_pg_work work = {.emitter = emitter};
    if (!to.constraint)
        return;
    work.told = orq_arena_printf(
        arena, "foreign key %s is made again: the types of its columns change in turn",
        orq_pg_shown(arena, from->table, from->constraint->name));
    orq_pg_constraint_drop(&work, from, true);
    orq_pg_constraint_create(&work, &to, true);
}

void orq_pg_column_type_keys(struct orq_pg_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    const struct orq_tables *tables = &emitter->input->renamed->tables;
    struct orq_map *changed = orq_map_new(emitter->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        if (op->kind == ORQ_OP_ALTER_COLUMN && (op->changed & ORQ_CHANGE_TYPE) &&
            !compare(emitter, op->from.column->type, op->to.column->type))
            orq_map_put(
                changed,
                orq_pg_column_identity(emitter->arena, op->from.table, op->from.column->name),
                emitter);
    }
    for (size_t i = 0; orq_map_len(changed) > 0 && i < tables->len; i++)
        for (size_t k = 0; k < tables->items[i]->constraints.len; k++) {
            const struct orq_side side = {.table = tables->items[i],
                                          .constraint = tables->items[i]->constraints.items[k]};
            if (side.constraint->kind == ORQ_KIND_FOREIGN_KEY && !side.constraint->inherited &&
                holds_changed(emitter, changed, side.table, side.constraint))
                rebuild(emitter, &side);
        }
}
