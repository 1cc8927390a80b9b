#include "diff/op.h"

#include "base/str.h"
#include "model/trigger.h"
#include "sql/quote.h"

static const char *const words[] = {
#define OP_WORD(kind, word) [ORQ_OP_##kind] = (word),
    ORQ_OPS(OP_WORD)
#undef OP_WORD
};

/* -- names -- */

static const char *qualified(struct orq_arena *arena, const char *schema, const char *name)
{
    return schema ? orq_arena_printf(arena, "%s.%s", schema, name) : name;
}

/* "(a, lower(b))": what an unnamed constraint is known by. */
static const char *structure(struct orq_arena *arena, const struct orq_constraint *constraint)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addc(&out, '(');
    if (constraint->expr.text)
        orq_str_add(&out, constraint->expr.text);
    for (size_t i = 0; i < constraint->parts.len; i++) {
        const struct orq_key_part *part = &constraint->parts.items[i];
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "",
                     part->column ? part->column : part->expr.text);
    }
    orq_str_addc(&out, ')');
    return orq_str_text(&out);
}

static const char *constraint_name(struct orq_arena *arena, const struct orq_constraint *constraint)
{
    return constraint->name ? constraint->name : structure(arena, constraint);
}

static bool side_is_empty(const struct orq_side *side)
{
    return !side->column && !side->constraint && !side->index && !side->definition;
}

/* The side to speak of: the new one, unless the object is gone from it. A table's operations have
 * a table on both sides or on one. */
static const struct orq_side *told_side(const struct orq_op *op)
{
    if (!side_is_empty(&op->to))
        return &op->to;
    if (!side_is_empty(&op->from))
        return &op->from;
    return op->to.table ? &op->to : &op->from;
}

enum orq_kind orq_side_kind(const struct orq_side *side)
{
    if (side->definition)
        return side->definition->kind;
    if (side->column)
        return ORQ_KIND_COLUMN;
    if (side->constraint)
        return side->constraint->kind;
    return side->index ? ORQ_KIND_INDEX : ORQ_KIND_TABLE;
}

const char *orq_side_name(const struct orq_side *side)
{
    if (side->definition)
        return side->definition->name;
    if (side->column)
        return side->column->name;
    if (side->constraint)
        return side->constraint->name;
    return side->index ? side->index->name : side->table->name;
}

struct orq_span orq_side_span(const struct orq_side *side)
{
    if (side->definition)
        return side->definition->at;
    if (side->column)
        return side->column->at;
    if (side->constraint)
        return side->constraint->at;
    return side->index ? side->index->at : side->table->at;
}

/* PostgreSQL's triggers, rules and policies, which have attributes, are named in what they are on;
 * SQLite's triggers in the schema. */
static bool is_named_in_relation(const struct orq_definition *definition)
{
    return definition->on && definition->attributes.len > 0 &&
           definition->kind != ORQ_KIND_STATISTICS;
}

static const char *definition_object(struct orq_arena *arena,
                                     const struct orq_definition *definition)
{
    return is_named_in_relation(definition)
               ? orq_arena_printf(arena, "%s.%s", definition->on, definition->name)
               : qualified(arena, definition->schema, definition->name);
}

const char *orq_side_object(struct orq_arena *arena, const struct orq_side *side)
{
    if (side->definition)
        return definition_object(arena, side->definition);
    const char *table = qualified(arena, side->table->schema, side->table->name);
    if (side->column)
        return orq_arena_printf(arena, "%s.%s", table, side->column->name);
    if (side->index)
        return qualified(arena, side->table->schema, side->index->name);
    if (!side->constraint)
        return table;
    if (side->constraint->name)
        return orq_arena_printf(arena, "%s.%s", table, side->constraint->name);
    return orq_arena_printf(arena, "%s.%s %s", table, orq_kind_word(side->constraint->kind),
                            structure(arena, side->constraint));
}

const char *orq_op_object(struct orq_arena *arena, const struct orq_op *op)
{
    return orq_side_object(arena, told_side(op));
}

/* -- summaries -- */

/* An object's own name, without its table. */
static const char *own_name(struct orq_arena *arena, const struct orq_side *side)
{
    if (side->column)
        return side->column->name;
    if (side->constraint)
        return constraint_name(arena, side->constraint);
    if (side->index)
        return side->index->name;
    if (side->definition && is_named_in_relation(side->definition))
        return side->definition->name;
    return orq_side_object(arena, side);
}

/* What the name stands on: the table of a constraint or index, what a trigger is on; NULL: nothing.
 */
static const char *ground(struct orq_arena *arena, const struct orq_side *side)
{
    if (side->definition)
        return side->definition->on;
    if (side->constraint || side->index)
        return qualified(arena, side->table->schema, side->table->name);
    return NULL;
}

/* One name becomes another: not when an unnamed constraint gets its first. */
static bool is_rename(const struct orq_op *op)
{
    const struct orq_constraint *from = op->from.constraint, *to = op->to.constraint;
    if (op->changed != ORQ_CHANGE_NAME || (from && to && (!from->name || !to->name)))
        return false;
    return (!side_is_empty(&op->from) && !side_is_empty(&op->to)) ||
           op->kind == ORQ_OP_RENAME_TABLE;
}

static const char *rename_summary(struct orq_arena *arena, const struct orq_op *op)
{
    const char *on = ground(arena, &op->to);
    const char *from =
        op->to.column ? orq_side_object(arena, &op->from) : own_name(arena, &op->from);
    return orq_arena_printf(arena, "rename %s %s to %s%s%s", orq_kind_word(orq_side_kind(&op->to)),
                            orq_shown_name(arena, from),
                            orq_shown_name(arena, own_name(arena, &op->to)), on ? " on " : "",
                            on ? orq_shown_name(arena, on) : "");
}

/* "materialized view", "procedure": what the kind alone does not say. */
static const char *kind_word(const struct orq_side *side)
{
    const struct orq_definition *definition = side->definition;
    if (definition && orq_attribute_is_set(&definition->attributes, ORQ_ATTRIBUTE_MATERIALIZED))
        return "materialized view";
    if (definition && orq_attribute_is_set(&definition->attributes, ORQ_ATTRIBUTE_PROCEDURE))
        return "procedure";
    if (definition && orq_is_trigger_state(definition))
        return "state of trigger";
    return orq_kind_word(orq_side_kind(side));
}

/* Of these operations the word alone does not say the kind of the object. */
static bool word_needs_kind(const struct orq_side *side)
{
    return side->constraint || side->definition;
}

const char *orq_op_summary(struct orq_arena *arena, const struct orq_op *op)
{
    if (is_rename(op))
        return rename_summary(arena, op);
    const struct orq_side *side = told_side(op);
    const char *on = ground(arena, side);
    const char *name = side->column ? orq_side_object(arena, side) : own_name(arena, side);
    bool kind = word_needs_kind(side);
    return orq_arena_printf(arena, "%s%s%s %s%s%s", words[op->kind], kind ? " " : "",
                            kind ? kind_word(side) : "", orq_shown_name(arena, name),
                            on ? " on " : "", on ? orq_shown_name(arena, on) : "");
}

const char *orq_op_changes_words(struct orq_arena *arena, const struct orq_op *op)
{
    struct orq_str out = orq_str_new(arena);
    unsigned told =
        op->attributes != 0 ? op->changed & ~(unsigned)ORQ_CHANGE_ATTRIBUTES : op->changed;
    orq_str_add(&out, orq_changes_words(arena, told));
    for (unsigned key = 0; key < ORQ_ATTRIBUTE_COUNT; key++)
        if ((op->changed & ORQ_CHANGE_ATTRIBUTES) && (op->attributes & (1ull << key)))
            orq_str_addf(&out, "%s%s", out.len > 0 ? ", " : "",
                         orq_attribute_word((enum orq_attribute_key)key));
    return orq_str_text(&out);
}

bool orq_op_has(enum orq_op_kind kind, bool before)
{
    switch (kind) {
    case ORQ_OP_CREATE_TABLE:
    case ORQ_OP_ADD_COLUMN:
    case ORQ_OP_ADD_CONSTRAINT:
    case ORQ_OP_CREATE_INDEX:
    case ORQ_OP_CREATE_DEFINITION:
        return !before;
    case ORQ_OP_DROP_TABLE:
    case ORQ_OP_DROP_COLUMN:
    case ORQ_OP_DROP_CONSTRAINT:
    case ORQ_OP_DROP_INDEX:
    case ORQ_OP_DROP_DEFINITION:
        return before;
    case ORQ_OP_RENAME_TABLE:
    case ORQ_OP_RENAME_COLUMN:
    case ORQ_OP_ALTER_TABLE:
    case ORQ_OP_ALTER_COLUMN:
    case ORQ_OP_ALTER_CONSTRAINT:
    case ORQ_OP_ALTER_INDEX:
    case ORQ_OP_ALTER_DEFINITION:
        break;
    }
    return true;
}
