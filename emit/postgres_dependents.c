/* What cannot survive a task is dropped before it and made again after it, and so is what depends
 * on that.
 *
 * A column that is altered or dropped troubles those that hold it in a parsed text: views, rules,
 * policies, triggers, functions with a body of the SQL standard, generated columns. Its
 * constraints, indexes and default come along with it by themselves
 * (https://www.postgresql.org/docs/current/sql-altertable.html). Whatever else is dropped troubles
 * everything that depends on it. */
#include "emit/postgres_parts.h"

#include "base/str.h"
#include "model/dialect.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

/* Edges by what they lead to. */
struct users {
    const char *object;
    const struct users *next;
};

struct closure {
    struct orq_pg_emitter *emitter;
    struct orq_arena *arena;
    struct orq_map *users;    /* identity -> struct users */
    struct orq_map *sides;    /* identity -> struct orq_side, in `renamed` */
    struct orq_map *ops;      /* identity in `renamed` -> its operation */
    struct orq_map *down;     /* identities of what goes, for whatever reason */
    struct orq_map *defaults; /* of columns whose default alone goes */
    struct orq_map *stranded; /* of what was reported */
    size_t asked;             /* tasks that operations made stand in front of it */
};

static const char *identity_of(const struct closure *closure, const struct orq_side *side)
{
    return orq_pg_side_identity(closure->arena, closure->emitter->dialect, side);
}

static struct orq_pg_task *task_of(const struct closure *closure, char letter, const char *identity)
{
    return orq_map_get(closure->emitter->by_task,
                       orq_arena_printf(closure->arena, "%c:%s", letter, identity));
}

static bool is_column(const char *identity)
{
    return orq_starts_with(identity, "columns:");
}

/* -- what there is -- */

static void gather_users(struct closure *closure)
{
    const struct orq_depends *before = &closure->emitter->before;
    for (size_t i = before->len; i-- > 0;) {
        struct users *users = ORQ_NEW(closure->arena, struct users);
        users->object = before->items[i].object;
        users->next = orq_map_put(closure->users, before->items[i].on, users);
    }
}

static void put_side(struct closure *closure, struct orq_side side)
{
    struct orq_side *kept = ORQ_NEW(closure->arena, struct orq_side);
    *kept = side;
    orq_map_put(closure->sides, identity_of(closure, &side), kept);
}

static void put_parts(struct closure *closure, const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        if (table->columns.items[i]->generated_expr.text ||
            table->columns.items[i]->default_expr.text)
            put_side(closure, (struct orq_side){.table = table, .column = table->columns.items[i]});
    for (size_t i = 0; i < table->constraints.len; i++)
        if (!table->constraints.items[i]->inherited)
            put_side(closure,
                     (struct orq_side){.table = table, .constraint = table->constraints.items[i]});
    for (size_t i = 0; i < table->indexes.len; i++)
        if (!table->indexes.items[i]->implied)
            put_side(closure, (struct orq_side){.table = table, .index = table->indexes.items[i]});
}

static void gather_sides(struct closure *closure)
{
    const struct orq_schema *renamed = closure->emitter->input->renamed;
    for (size_t i = 0; i < renamed->tables.len; i++)
        put_parts(closure, renamed->tables.items[i]);
    for (size_t i = 0; i < renamed->definitions.len; i++) {
        put_side(closure, (struct orq_side){.definition = renamed->definitions.items[i]});
        if (renamed->definitions.items[i]->relation)
            put_parts(closure, renamed->definitions.items[i]->relation);
    }
}

static bool is_side_there(const struct orq_side *side)
{
    return side->table || side->definition;
}

static void gather_ops(struct closure *closure)
{
    const struct orq_ops *ops = closure->emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++)
        if (is_side_there(&ops->items[i].from) && ops->items[i].kind != ORQ_OP_ADD_COLUMN &&
            ops->items[i].kind != ORQ_OP_ADD_CONSTRAINT &&
            ops->items[i].kind != ORQ_OP_CREATE_INDEX)
            orq_map_put(closure->ops, identity_of(closure, &ops->items[i].from), &ops->items[i]);
}

static const struct orq_op *op_of(const struct closure *closure, const char *identity)
{
    return orq_map_get(closure->ops, identity);
}

/* -- the object as it is wanted -- */

static struct orq_side part_like(const struct orq_table *table, const struct orq_side *side)
{
    struct orq_side found = {.table = table};
    for (size_t i = 0; side->column && i < table->columns.len; i++)
        if (strcmp(table->columns.items[i]->name, side->column->name) == 0)
            found.column = table->columns.items[i];
    for (size_t i = 0; side->constraint && i < table->constraints.len; i++)
        if (orq_str_equal(table->constraints.items[i]->name, side->constraint->name))
            found.constraint = table->constraints.items[i];
    for (size_t i = 0; side->index && i < table->indexes.len; i++)
        if (strcmp(table->indexes.items[i]->name, side->index->name) == 0)
            found.index = table->indexes.items[i];
    bool there = found.column || found.constraint || found.index;
    return there ? found : (struct orq_side){0};
}

/* Nothing in it: want does not hold it. */
static struct orq_side wanted(const struct closure *closure, const struct orq_side *side)
{
    const struct orq_op *op = op_of(closure, identity_of(closure, side));
    if (op && is_side_there(&op->to))
        return op->to;
    if (side->definition)
        return (struct orq_side){
            .definition = orq_schema_definition_like(closure->arena, closure->emitter->input->want,
                                                     side->definition)};
    const struct orq_table *table = orq_pg_wanted_relation(closure->emitter, side->table);
    return table ? part_like(table, side) : (struct orq_side){0};
}

/* -- who is in trouble -- */

/* What a parsed text holds a column fast for. */
static bool is_troubled_by_column(const struct orq_side *side)
{
    if (!side->definition)
        return side->column && side->column->generated_expr.text;
    enum orq_kind kind = side->definition->kind;
    return kind == ORQ_KIND_VIEW || kind == ORQ_KIND_RULE || kind == ORQ_KIND_POLICY ||
           kind == ORQ_KIND_TRIGGER || kind == ORQ_KIND_FUNCTION || kind == ORQ_KIND_PUBLISHED;
}

/* What holds rows, or what rows are made of, is never dropped for another's sake. */
static bool can_come_back(const struct orq_side *side)
{
    if (!side->definition)
        return true;
    enum orq_kind kind = side->definition->kind;
    return is_troubled_by_column(side) || kind == ORQ_KIND_AGGREGATE || kind == ORQ_KIND_OPERATOR ||
           kind == ORQ_KIND_CAST || kind == ORQ_KIND_STATISTICS || kind == ORQ_KIND_FOREIGN_TABLE ||
           kind == ORQ_KIND_TEXT_SEARCH_DICTIONARY || kind == ORQ_KIND_TEXT_SEARCH_CONFIGURATION ||
           kind == ORQ_KIND_EVENT_TRIGGER;
}

/* Does the part go and come with the object that is dropped? */
static bool is_part_of(const struct closure *closure, const struct orq_side *side,
                       const char *identity)
{
    return !side->definition &&
           strcmp(orq_table_identity(closure->arena, closure->emitter->dialect, side->table),
                  identity) == 0;
}

/* Column t.a is dropped for good, or an object is that nobody creates again. */
static bool is_gone(const struct closure *closure, const char *identity)
{
    const struct orq_op *op = op_of(closure, identity);
    if (op && op->kind == ORQ_OP_DROP_COLUMN)
        return true;
    return task_of(closure, 'd', identity) && !task_of(closure, 'c', identity);
}

/* The relations that a name may mean, as identities. */
static bool is_ground_gone(const struct closure *closure, const char *name)
{
    static const enum orq_kind kinds[] = {ORQ_KIND_TABLE, ORQ_KIND_VIEW, ORQ_KIND_FOREIGN_TABLE};
    for (size_t i = 0; name && i < sizeof kinds / sizeof *kinds; i++)
        if (is_gone(closure,
                    orq_identity(closure->arena, closure->emitter->dialect, kinds[i], NULL, name)))
            return true;
    return false;
}

/* Is its whole relation dropped, or made again? What has a task of its own, as a trigger has, goes
 * without words only where its relation goes for good. */
static bool goes_with_relation(const struct closure *closure, const struct orq_side *side)
{
    if (side->definition)
        return is_ground_gone(closure, side->definition->on);
    return task_of(closure, 'd',
                   orq_table_identity(closure->arena, closure->emitter->dialect, side->table));
}

/* -- taking down and bringing back -- */

static const char *told(const struct closure *closure, const struct orq_side *side)
{
    return orq_arena_printf(closure->arena, "%s %s", orq_kind_word(orq_side_kind(side)),
                            orq_shown_name(closure->arena, orq_side_object(closure->arena, side)));
}

static void report_stranded(struct closure *closure, const struct orq_side *side, const char *on)
{
    struct orq_diags *diags = closure->emitter->diags;
    const char *name = strchr(on, ':') ? strchr(on, ':') + 1 : on;
    struct orq_str shown = orq_str_new(closure->arena);
    for (; *name; name++)
        orq_str_addc(&shown, *name == '\x1f' ? '.' : *name);
    orq_error(diags, orq_side_span(side),
              "%s uses %s, which is dropped, and the model does not have it", told(closure, side),
              orq_shown_name(closure->arena, orq_str_text(&shown)));
    orq_hint(diags, "Drop it first, or add it to the model as it shall be afterwards.");
    closure->emitter->failed = true;
}

static void note_first(struct closure *closure, char letter, const char *identity, const char *text)
{
    struct orq_pg_task *task = task_of(closure, letter, identity);
    if (task && task->index >= closure->asked && task->pieces.len > 0)
        orq_pg_note(closure->emitter, &task->pieces.items[0], "%s", text);
}

/* The default alone is what depends; the column stays. */
static void take_default(struct closure *closure, const struct orq_side *side,
                         const struct orq_side *again)
{
    struct orq_pg_emitter *emitter = closure->emitter;
    const char *head = orq_arena_printf(closure->arena, "ALTER TABLE %s",
                                        orq_pg_table_sql(closure->arena, side->table));
    const char *name = orq_pg_name(closure->arena, side->column->name);
    struct orq_pg_task *drop =
        orq_pg_task(emitter, ORQ_PG_DROP, ORQ_PG_PHASE_DROP_CONSTRAINT, side);
    orq_pg_piece(emitter, drop, head,
                 orq_arena_printf(closure->arena, "ALTER COLUMN %s DROP DEFAULT", name));
    drop->rebuilt = true;
    if (!again->column || !again->column->default_expr.text)
        return;
    struct orq_pg_task *create =
        orq_pg_task(emitter, ORQ_PG_CREATE, ORQ_PG_PHASE_ALTER_TABLE, again);
    orq_pg_piece(emitter, create, head,
                 orq_arena_printf(closure->arena, "ALTER COLUMN %s SET DEFAULT %s", name,
                                  again->column->default_expr.text));
    create->rebuilt = true;
}

/* A generated column that is made as it is wanted has nothing to alter any more. */
static void cancel_column(struct closure *closure, const struct orq_side *side)
{
    const struct orq_side whole = {.table = side->table};
    struct orq_pg_task *task = task_of(closure, 'a', identity_of(closure, &whole));
    const char *begin = orq_arena_printf(closure->arena, "ALTER COLUMN %s ",
                                         orq_pg_name(closure->arena, side->column->name));
    size_t kept = 0;
    for (size_t i = 0; task && i < task->pieces.len; i++)
        if (!orq_starts_with(task->pieces.items[i].sql, begin))
            task->pieces.items[kept++] = task->pieces.items[i];
    if (task)
        task->pieces.len = kept;
}

static void take_down(struct closure *closure, const char *identity, const struct orq_side *side,
                      const char *why)
{
    struct orq_side again = wanted(closure, side);
    const char *note =
        orq_arena_printf(closure->arena, "%s is made again: %s", told(closure, side), why);
    if (side->column)
        cancel_column(closure, side);
    orq_pg_drop(closure->emitter, side, true);
    orq_pg_create(closure->emitter, is_side_there(&again) ? &again : side, true);
    note_first(closure, 'd', identity, note);
    note_first(closure, 'c', identity, note);
}

/* Does the object's own operation see to it? */
static bool is_seen_to(const struct closure *closure, const char *identity,
                       const struct orq_side *side)
{
    const struct orq_op *op = op_of(closure, identity);
    if (task_of(closure, 'd', identity))
        return true;
    if (!op || !side->column)
        return false;
    return op->kind == ORQ_OP_DROP_COLUMN ||
           (op->changed & (ORQ_CHANGE_DEFAULT | ORQ_CHANGE_GENERATED)) != 0;
}

static void see_default(struct closure *closure, const char *identity, const struct orq_side *side)
{
    const struct orq_side again = wanted(closure, side);
    if (!is_seen_to(closure, identity, side) && !orq_map_put(closure->defaults, identity, closure))
        take_default(closure, side, is_side_there(&again) ? &again : side);
}

static void see_dependent(struct closure *closure, const char *identity, const char *on,
                          const char *why)
{
    const struct orq_side *side = orq_map_get(closure->sides, identity);
    bool column_only =
        is_column(on) && !task_of(closure, 'd', on) && !orq_map_get(closure->down, on);
    if (!side || (column_only ? !is_troubled_by_column(side) : !can_come_back(side)))
        return;
    if (is_part_of(closure, side, on) || goes_with_relation(closure, side))
        return;
    if (side->column && !side->column->generated_expr.text) {
        see_default(closure, identity, side);
        return;
    }
    if (orq_map_put(closure->down, identity, closure))
        return;
    if (!is_seen_to(closure, identity, side))
        take_down(closure, identity, side, why);
    orq_pg_dirty(closure->emitter, identity, why);
}

/* -- the closure -- */

/* What is dropped for its own sake takes its dependents along like everything else. Schemas and
 * extensions go last, when nothing is in them any more. */
static void dirty_dropped(struct closure *closure)
{
    struct orq_pg_emitter *emitter = closure->emitter;
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < closure->asked; i++) {
        const struct orq_pg_task *task = emitter->tasks.items[i];
        bool last = task->phase == ORQ_PG_PHASE_DROP_NAMESPACE ||
                    task->phase == ORQ_PG_PHASE_DROP_EXTENSION;
        if (task->does == ORQ_PG_DROP && !last)
            orq_pg_dirty(
                emitter, task->object,
                orq_arena_printf(closure->arena, "it depends on %s", told(closure, &task->side)));
    }
    for (size_t i = 0; i < ops->len; i++)
        if (ops->items[i].kind == ORQ_OP_DROP_COLUMN)
            orq_pg_dirty(emitter, identity_of(closure, &ops->items[i].from),
                         orq_arena_printf(closure->arena, "it depends on %s",
                                          told(closure, &ops->items[i].from)));
}

static bool is_rebuilt_later(const struct closure *closure, const char *identity)
{
    const struct orq_pg_task *drop = task_of(closure, 'd', identity);
    return drop && drop->rebuilt && drop->index >= closure->asked;
}

static bool is_cancelled(const struct closure *closure, const struct orq_pg_task *task)
{
    if (task->does != ORQ_PG_ALTER || task->index >= closure->asked)
        return false;
    bool in_table = task->side.table && !task->side.definition;
    return is_rebuilt_later(closure, task->object) ||
           (in_table &&
            is_rebuilt_later(closure, orq_table_identity(closure->arena, closure->emitter->dialect,
                                                         task->side.table)));
}

/* What was only to be altered is made as it is wanted instead. Its task has no place in the order
 * either: it would stand between the two that make the object again. */
static void cancel_alterations(struct closure *closure)
{
    struct orq_pg_tasks *tasks = &closure->emitter->tasks;
    size_t kept = 0;
    for (size_t i = 0; i < tasks->len; i++)
        if (!is_cancelled(closure, tasks->items[i]))
            tasks->items[kept++] = tasks->items[i];
    tasks->len = kept;
}

/* What nobody manages comes back as it was; that cannot be where it uses what is gone for good. */
static void find_stranded(struct closure *closure)
{
    const struct orq_depends *before = &closure->emitter->before;
    for (size_t i = 0; i < before->len; i++) {
        const struct orq_depend *depend = &before->items[i];
        const struct orq_side *side = orq_map_get(closure->down, depend->object)
                                          ? orq_map_get(closure->sides, depend->object)
                                          : NULL;
        const struct orq_pg_task *create = side ? task_of(closure, 'c', depend->object) : NULL;
        if (!create || !create->rebuilt || !side->definition || !is_gone(closure, depend->on))
            continue;
        const struct orq_side again = wanted(closure, side);
        if (is_side_there(&again) || orq_map_put(closure->stranded, create->object, closure))
            continue;
        report_stranded(closure, side, depend->on);
    }
}

void orq_pg_dependents(struct orq_pg_emitter *emitter)
{
    struct closure closure = {.emitter = emitter,
                              .arena = emitter->arena,
                              .users = orq_map_new(emitter->arena, ORQ_KEYS_EXACT),
                              .sides = orq_map_new(emitter->arena, ORQ_KEYS_EXACT),
                              .ops = orq_map_new(emitter->arena, ORQ_KEYS_EXACT),
                              .down = orq_map_new(emitter->arena, ORQ_KEYS_EXACT),
                              .defaults = orq_map_new(emitter->arena, ORQ_KEYS_EXACT),
                              .stranded = orq_map_new(emitter->arena, ORQ_KEYS_EXACT),
                              .asked = emitter->tasks.len};
    dirty_dropped(&closure);
    if (emitter->dirties.len == 0)
        return;
    gather_users(&closure);
    gather_sides(&closure);
    gather_ops(&closure);
    for (size_t i = 0; i < emitter->dirties.len; i++) {
        const char *on = emitter->dirties.items[i];
        const char *why = orq_map_get(emitter->dirty, on);
        const struct users *users = orq_map_get(closure.users, on);
        for (; users; users = users->next)
            see_dependent(&closure, users->object, on, why);
    }
    cancel_alterations(&closure);
    find_stranded(&closure);
}
