#include "emit/definitions.h"

#include "emit/notes.h"

#include <string.h>

static const struct {
    enum orq_kind kind;
    const char *drop;
    bool holds_data;
} definition_kinds[] = {
    /* in the order in which they can go */
    {ORQ_KIND_TRIGGER, "DROP TRIGGER", false},
    {ORQ_KIND_VIEW, "DROP VIEW", false},
    {ORQ_KIND_VIRTUAL_TABLE, "DROP TABLE", true},
};
enum { KINDS = sizeof definition_kinds / sizeof *definition_kinds };

static const char *key_of(struct orq_emitter *emitter, const struct orq_definition *definition)
{
    return orq_arena_printf(emitter->arena, "%s:%s", orq_kind_key(definition->kind),
                            definition->name);
}

static bool is_in(const struct orq_map *map, struct orq_emitter *emitter,
                  const struct orq_definition *definition)
{
    return orq_map_get(map, key_of(emitter, definition)) != NULL;
}

static void put(struct orq_map *map, struct orq_emitter *emitter,
                const struct orq_definition *definition)
{
    struct orq_definition *value = ORQ_NEW(emitter->arena, struct orq_definition);
    *value = *definition;
    orq_map_put(map, key_of(emitter, definition), value);
}

void orq_definitions_settle(struct orq_emitter *emitter)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; ops && i < ops->len; i++) {
        if (ops->items[i].from.definition)
            put(emitter->settled, emitter, ops->items[i].from.definition);
        if (ops->items[i].to.definition)
            put(emitter->settled, emitter, ops->items[i].to.definition);
    }
}

/* -- going -- */

static const char *drop_sql(struct orq_emitter *emitter, const struct orq_definition *definition)
{
    size_t kind = 0;
    while (kind + 1 < KINDS && definition_kinds[kind].kind != definition->kind)
        kind++;
    return orq_arena_printf(emitter->arena, "%s %s", definition_kinds[kind].drop,
                            orq_name_sql(emitter, definition->name));
}

static struct orq_map *index_triggers(struct orq_emitter *emitter)
{
    const struct orq_definitions *all = &emitter->input->renamed->definitions;
    struct orq_map *index = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; i < all->len; i++) {
        if (all->items[i]->kind != ORQ_KIND_TRIGGER)
            continue;
        struct orq_definitions *list = orq_map_get(index, all->items[i]->on);
        if (!list) {
            list = ORQ_NEW(emitter->arena, struct orq_definitions);
            orq_map_put(index, all->items[i]->on, list);
        }
        ORQ_PUSH(emitter->arena, list, all->items[i]);
    }
    return index;
}

/* The triggers on a table or view, after the renames; NULL: none. */
static const struct orq_definitions *triggers_on(struct orq_emitter *emitter, const char *on)
{
    if (!emitter->triggers)
        emitter->triggers = index_triggers(emitter);
    return orq_map_get(emitter->triggers, on);
}

/* The INSTEAD OF triggers of a view go with it. */
static void note_triggers_gone(struct orq_emitter *emitter, const char *view)
{
    const struct orq_definitions *gone = triggers_on(emitter, view);
    for (size_t i = 0; gone && i < gone->len; i++)
        put(emitter->down, emitter, gone->items[i]);
}

static void take_down(struct orq_emitter *emitter, const struct orq_definition *definition,
                      const char *why)
{
    if (is_in(emitter->down, emitter, definition))
        return;
    const char *note = orq_arena_printf(
        emitter->arena,
        is_in(emitter->settled, emitter, definition) ? "drop %s %s: %s"
                                                     : "take %s %s down for now: %s",
        orq_kind_word(definition->kind), orq_shown(emitter, definition->name), why);
    orq_emit_noted(emitter, note, drop_sql(emitter, definition));
    put(emitter->down, emitter, definition);
    if (definition->kind == ORQ_KIND_VIEW)
        note_triggers_gone(emitter, definition->name);
}

void orq_definitions_take_down_broken(struct orq_emitter *emitter)
{
    const struct orq_definitions *all = &emitter->input->have->definitions;
    struct orq_map *broken = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED);
    for (size_t i = 0; emitter->input->broken && i < emitter->input->broken->len; i++)
        orq_names_take(broken, emitter->arena, emitter->input->broken->items[i]);
    for (size_t i = 0; i < all->len && orq_map_len(broken) > 0; i++)
        if (all->items[i]->kind != ORQ_KIND_VIRTUAL_TABLE &&
            orq_map_get(broken, all->items[i]->name))
            take_down(emitter, all->items[i], "it does not compile, and stops ALTER TABLE");
}

void orq_definitions_take_down_users(struct orq_emitter *emitter, const char *table)
{
    const struct orq_definitions *all = &emitter->input->have->definitions;
    for (size_t i = 0; i < all->len; i++) {
        const struct orq_definition *definition = all->items[i];
        if (definition->kind == ORQ_KIND_VIRTUAL_TABLE ||
            (definition->on && orq_ascii_equal(definition->on, table)))
            continue;
        for (size_t m = 0; m < definition->mentions.len; m++)
            if (orq_ascii_equal(definition->mentions.items[m], table))
                take_down(emitter, definition, "it may use a table that is dropped");
    }
}

void orq_definitions_drop_view(struct orq_emitter *emitter, const struct orq_definition *view)
{
    orq_definitions_take_down_users(emitter, view->name);
    put(emitter->settled, emitter, view);
    take_down(emitter, view, "its name is taken by a table");
    orq_definitions_lost_with_table(emitter, view->name, false);
}

void orq_definitions_lost_with_table(struct orq_emitter *emitter, const char *table,
                                     bool comes_back)
{
    const struct orq_definitions *lost = triggers_on(emitter, table);
    for (size_t i = 0; lost && i < lost->len; i++) {
        put(emitter->down, emitter, lost->items[i]);
        if (!comes_back)
            put(emitter->settled, emitter, lost->items[i]);
    }
}

static void drop_of_kind(struct orq_emitter *emitter, size_t kind)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        const struct orq_definition *definition = op->from.definition;
        if (!definition || definition->kind != definition_kinds[kind].kind ||
            is_in(emitter->down, emitter, definition))
            continue;
        struct orq_strings notes = {0};
        orq_note_op(emitter, &notes, op);
        if (definition_kinds[kind].holds_data)
            orq_section_loses(emitter, &notes, definition->name, NULL);
        orq_emit(emitter, &notes, drop_sql(emitter, definition));
        put(emitter->down, emitter, definition);
        if (definition->kind == ORQ_KIND_VIEW)
            note_triggers_gone(emitter, definition->name);
    }
}

void orq_definitions_drop(struct orq_emitter *emitter)
{
    for (size_t kind = 0; kind < KINDS; kind++)
        drop_of_kind(emitter, kind);
}

/* -- coming -- */

struct views {
    struct orq_emitter *emitter;
    struct orq_op_refs ops;
    struct orq_map *index; /* view name -> its op */
    struct orq_map *done;
};

static void create(struct orq_emitter *emitter, const struct orq_op *op)
{
    struct orq_strings notes = {0};
    if (op->kind == ORQ_OP_CREATE_DEFINITION)
        orq_note_op(emitter, &notes, op);
    else
        orq_note_add(emitter, &notes, "the new %s %s", orq_kind_word(op->to.definition->kind),
                     orq_shown(emitter, op->to.definition->name));
    if (op->to.definition->kind == ORQ_KIND_VIRTUAL_TABLE)
        orq_note_filling(emitter, &notes, op->to.definition);
    orq_emit(emitter, &notes, op->to.definition->sql);
}

/* What a view mentions comes before it. */
static void create_view(struct views *views, struct orq_op *op)
{
    const struct orq_definition *view = op->to.definition;
    if (orq_map_put(views->done, view->name, op))
        return;
    for (size_t m = 0; m < view->mentions.len; m++) {
        struct orq_op *other = orq_map_get(views->index, view->mentions.items[m]);
        if (other)
            create_view(views, other);
    }
    create(views->emitter, op);
}

static void create_views(struct orq_emitter *emitter)
{
    struct views views = {.emitter = emitter,
                          .index = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED),
                          .done = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED)};
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++)
        if (ops->items[i].to.definition && ops->items[i].to.definition->kind == ORQ_KIND_VIEW)
            orq_map_put(views.index, ops->items[i].to.definition->name, &ops->items[i]);
    for (size_t i = 0; i < ops->len; i++)
        if (ops->items[i].to.definition && ops->items[i].to.definition->kind == ORQ_KIND_VIEW)
            create_view(&views, &ops->items[i]);
}

static void create_of_kind(struct orq_emitter *emitter, enum orq_kind kind)
{
    const struct orq_ops *ops = emitter->input->ops;
    for (size_t i = 0; i < ops->len; i++)
        if (ops->items[i].to.definition && ops->items[i].to.definition->kind == kind)
            create(emitter, &ops->items[i]);
}

void orq_definitions_create(struct orq_emitter *emitter)
{
    create_of_kind(emitter, ORQ_KIND_VIRTUAL_TABLE);
    create_views(emitter);
    create_of_kind(emitter, ORQ_KIND_TRIGGER);
}

/* A trigger that did not compile was not there when its table was renamed. */
static const char *text_now(struct orq_emitter *emitter, const struct orq_definition *definition)
{
    struct orq_arena *arena = emitter->arena;
    const struct orq_renames *renames = emitter->input->renames;
    const struct orq_definition *renamed =
        emitter->input->rename_only ? NULL
                                    : orq_schema_definition(arena, emitter->input->renamed,
                                                            definition->kind, definition->name);
    if (renamed)
        return renamed->sql;
    struct orq_expr_error error = {0};
    const struct orq_ddl_trigger *trigger =
        definition->kind == ORQ_KIND_TRIGGER ? orq_ddl_parse_trigger(arena, definition->sql, &error)
                                             : NULL;
    for (size_t i = 0; trigger && renames && i < renames->len; i++)
        if (renames->items[i].kind == ORQ_KIND_TABLE &&
            orq_ascii_equal(renames->items[i].from, trigger->table))
            return orq_arena_printf(arena, "%.*s%s%s", (int)trigger->table_text.from, trigger->text,
                                    orq_name_sql(emitter, renames->items[i].to),
                                    trigger->text + trigger->table_text.to);
    return definition->sql;
}

static void put_back(struct orq_emitter *emitter, const struct orq_definition *definition,
                     const char *sql)
{
    orq_emit_noted(emitter,
                   orq_arena_printf(emitter->arena, "put %s %s back as it was",
                                    orq_kind_word(definition->kind),
                                    orq_shown(emitter, definition->name)),
                   sql);
}

void orq_definitions_put_triggers_back(struct orq_emitter *emitter, const char *table)
{
    const struct orq_definitions *all = &emitter->input->have->definitions;
    for (size_t i = 0; i < all->len; i++)
        if (all->items[i]->kind == ORQ_KIND_TRIGGER && orq_ascii_equal(all->items[i]->on, table) &&
            !is_in(emitter->down, emitter, all->items[i]))
            put_back(emitter, all->items[i], all->items[i]->sql);
}

static void put_back_of_kind(struct orq_emitter *emitter, const struct orq_schema *schema,
                             enum orq_kind kind)
{
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *definition = schema->definitions.items[i];
        if (definition->kind != kind || !is_in(emitter->down, emitter, definition) ||
            is_in(emitter->settled, emitter, definition))
            continue;
        put_back(emitter, definition, text_now(emitter, definition));
    }
}

void orq_definitions_put_back(struct orq_emitter *emitter)
{
    const struct orq_schema *schema =
        emitter->input->rename_only ? emitter->input->have : emitter->input->renamed;
    put_back_of_kind(emitter, schema, ORQ_KIND_VIEW);
    put_back_of_kind(emitter, schema, ORQ_KIND_TRIGGER);
}
