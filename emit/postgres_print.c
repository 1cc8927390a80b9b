/* The sorted tasks as statements. */
#include "emit/postgres_parts.h"

#include "base/str.h"
#include "sql/quote.h"

#include <string.h>

/* Waiting for a lock holds up everyone who comes behind: it is given up soon, and the runner tries
 * again (https://www.postgresql.org/docs/current/runtime-config-client.html). */
#define LOCK_TIMEOUT "SET LOCAL lock_timeout = '3s'"

struct printer {
    struct orq_pg_emitter *emitter;
    struct orq_arena *arena;
    struct orq_statements *statements;
    struct orq_map *touched; /* names that section->touched has */
    struct orq_str actions;  /* of the ALTER that is being put together */
    const char *alter;       /* NULL: none */
    struct orq_statement joined;
    size_t joined_actions;
    bool commit; /* what comes next begins a new transaction */
    size_t step; /* where the present step begins */
    bool locks;  /* the present step touches a table that was there before */
};

/* -- what a task touches -- */

static void touch(struct printer *printer, const struct orq_table *table)
{
    struct orq_pg_emitter *emitter = printer->emitter;
    const char *name = orq_qualified(printer->arena, emitter->dialect, table->schema, table->name);
    if (!orq_schema_table(emitter->input->renamed, name) || orq_pg_is_fresh(emitter, table))
        return;
    printer->locks = true;
    const char *old = orq_pg_old_name(emitter, name);
    if (!orq_map_put(printer->touched, old, printer))
        ORQ_PUSH(printer->arena, &emitter->section->touched, old);
}

static void touch_named(struct printer *printer, const char *schema, const char *name)
{
    const struct orq_schema *renamed = printer->emitter->input->renamed;
    const struct orq_table *table =
        orq_schema_table(renamed, orq_qualified(printer->arena, renamed->dialect, schema, name));
    if (table)
        touch(printer, table);
}

static void touch_all(struct printer *printer, const struct orq_pg_task *task)
{
    const struct orq_side *side = &task->side;
    if (side->definition) {
        if (side->definition->on)
            touch_named(printer, NULL, side->definition->on);
        return;
    }
    touch(printer, side->table);
    if (side->constraint && side->constraint->kind == ORQ_KIND_FOREIGN_KEY)
        touch_named(printer,
                    side->constraint->ref_schema ? side->constraint->ref_schema
                                                 : side->table->schema,
                    side->constraint->ref_table);
}

/* -- steps -- */

bool orq_step_stands_alone(enum orq_step_mark mark)
{
    return mark == ORQ_STEP_NO_TRANSACTION || mark == ORQ_STEP_BACKFILL;
}

/* A transaction that waits for tables others use says for how long. */
static void finish_step(struct printer *printer)
{
    struct orq_statements *all = printer->statements;
    size_t at = printer->step;
    bool wanted = printer->locks && !printer->emitter->input->plain && at < all->len &&
                  !orq_step_stands_alone(all->items[at].step);
    printer->locks = false;
    if (!wanted)
        return;
    struct orq_statement first = {.step = all->items[at].step, .sql = LOCK_TIMEOUT};
    ORQ_PUSH(printer->arena, all, first);
    for (size_t i = all->len - 1; i > at; i--)
        all->items[i] = all->items[i - 1];
    all->items[at] = first;
    all->items[at + 1].step = ORQ_STEP_SAME;
}

/* How the next statement stands in the steps, and a new step where it begins one. */
static enum orq_step_mark next_step(struct printer *printer, enum orq_step_mark mark)
{
    const struct orq_statements *all = printer->statements;
    bool alone = all->len > 0 && orq_step_stands_alone(all->items[all->len - 1].step);
    if (mark == ORQ_STEP_SAME && (printer->commit || alone))
        mark = ORQ_STEP_NEW;
    if (mark == ORQ_STEP_NEW && all->len == 0)
        mark = ORQ_STEP_SAME;
    printer->commit = false;
    if (mark != ORQ_STEP_SAME) {
        finish_step(printer);
        printer->step = all->len;
    }
    return mark;
}

/* -- statements -- */

static void append_once(struct orq_arena *arena, struct orq_strings *to,
                        const struct orq_strings *from)
{
    for (size_t i = 0; i < from->len; i++) {
        bool there = false;
        for (size_t k = 0; k < to->len && !there; k++)
            there = strcmp(to->items[k], from->items[i]) == 0;
        if (!there)
            ORQ_PUSH(arena, to, from->items[i]);
    }
}

static void finish_alter(struct printer *printer)
{
    if (!printer->alter)
        return;
    const char *actions = orq_str_text(&printer->actions);
    printer->joined.sql =
        orq_arena_printf(printer->arena, printer->joined_actions == 1 ? "%s %s" : "%s\n    %s",
                         printer->alter, actions);
    ORQ_PUSH(printer->arena, printer->statements, printer->joined);
    printer->alter = NULL;
}

static void begin_alter(struct printer *printer, const struct orq_pg_piece *piece)
{
    finish_alter(printer);
    printer->joined = (struct orq_statement){.step = next_step(printer, piece->step), .notes = {0}};
    printer->alter = piece->alter;
    printer->actions = orq_str_new(printer->arena);
    printer->joined_actions = 0;
}

/* https://www.postgresql.org/docs/current/sql-alterdomain.html */
static bool takes_one_action(const char *alter)
{
    return orq_starts_with(alter, "ALTER DOMAIN ");
}

static void print_action(struct printer *printer, const struct orq_pg_piece *piece)
{
    bool goes_on = printer->alter && strcmp(printer->alter, piece->alter) == 0 &&
                   piece->step == ORQ_STEP_SAME && !printer->commit &&
                   printer->joined.step != ORQ_STEP_NO_TRANSACTION &&
                   !takes_one_action(piece->alter);
    if (!goes_on)
        begin_alter(printer, piece);
    orq_str_addf(&printer->actions, "%s%s", printer->joined_actions++ > 0 ? ",\n    " : "",
                 piece->sql);
    append_once(printer->arena, &printer->joined.notes, &piece->notes);
}

static void print_piece(struct printer *printer, const struct orq_pg_piece *piece)
{
    struct orq_section *section = printer->emitter->section;
    orq_strings_append(printer->arena, &section->loses, &piece->loses);
    orq_strings_append(printer->arena, &section->fill_in, &piece->fill_in);
    if (piece->alter) {
        print_action(printer, piece);
        return;
    }
    finish_alter(printer);
    struct orq_statement statement = {.step = next_step(printer, piece->step),
                                      .backfill = piece->backfill,
                                      .sql = piece->sql,
                                      .notes = piece->notes};
    ORQ_PUSH(printer->arena, printer->statements, statement);
}

/* New values of an enum count from the commit on. */
static void print_task(struct printer *printer, const struct orq_pg_task *task, bool *adding)
{
    bool adds = task->phase == ORQ_PG_PHASE_ADD_VALUE;
    if (task->pieces.len == 0)
        return;
    if (*adding && !adds)
        printer->commit = true;
    *adding = adds;
    for (size_t i = 0; i < task->pieces.len; i++) {
        print_piece(printer, &task->pieces.items[i]);
        touch_all(printer, task);
    }
}

void orq_pg_emit_tasks(struct orq_pg_emitter *emitter)
{
    struct printer printer = {.emitter = emitter,
                              .arena = emitter->arena,
                              .statements = &emitter->section->statements,
                              .touched = orq_map_new(emitter->arena, ORQ_KEYS_EXACT)};
    bool adding = false;
    for (size_t i = 0; i < emitter->section->touched.len; i++)
        orq_map_put(printer.touched, emitter->section->touched.items[i], emitter);
    printer.locks = printer.statements->len > 0;
    for (size_t i = 0; i < emitter->tasks.len; i++)
        print_task(&printer, emitter->tasks.items[i], &adding);
    finish_alter(&printer);
    finish_step(&printer);
}
