#include "diff/explain.h"

#include "diff/manage.h"
#include "diff/state.h"
#include "sql/quote.h"

#include <string.h>

static bool is_part(const struct orq_side *side)
{
    return side->definition || side->column || side->constraint || side->index;
}

/* Does the side have the object? A part's table is there even where the part is not. */
static bool is_there(const struct orq_side *side, const struct orq_side *other)
{
    return is_part(side) || (!is_part(other) && side->table && side->table->name);
}

static bool is_excluded(const struct orq_diff *diff, const struct orq_side *side)
{
    if (side->definition)
        return orq_is_excluded_definition(diff, side->definition);
    return orq_is_excluded(diff, side->table->schema, side->table->name) ||
           (side->index && orq_is_excluded(diff, side->table->schema, side->index->name));
}

/* May an object that only the database has be dropped? With its table, if that goes. */
static bool may_drop(const struct orq_diff *diff, const struct orq_side *have)
{
    if (have->definition)
        return orq_may_drop_definition(diff, have->definition);
    const char *name = orq_table_name(diff->arena, diff->state->dialect, have->table);
    if (have->table->kind == ORQ_KIND_TABLE && !orq_schema_table(diff->want, name))
        return orq_may_drop_table(diff, have->table);
    if (have->column)
        return orq_may_drop_column(diff, have);
    return have->constraint ? orq_may_drop_constraint(diff, have) : orq_may_drop_index(diff, have);
}

/* The value in one line, and safe at a terminal. */
static const char *shown(struct orq_arena *arena, const char *value)
{
    return value ? orq_shown_name(arena, value) : "none";
}

static void tell_value(const struct orq_sides *sides, struct orq_str *out, const char *label,
                       const char *value)
{
    orq_str_addf(out, "    %-12s%s\n", label, shown(sides->arena, value));
}

static void tell_canonical(const struct orq_sides *sides, struct orq_str *out,
                           const struct orq_field *field, const char *const values[2])
{
    const char *want = values[0] ? field->canonical(sides, &sides->want) : NULL;
    const char *have = values[1] ? field->canonical(sides, &sides->have) : NULL;
    if (want && have && strcmp(want, have) == 0) {
        tell_value(sides, out, "canonical", want);
        return;
    }
    if (want)
        tell_value(sides, out, "canonical", want);
    if (have)
        tell_value(sides, out, want ? "and" : "canonical", have);
}

static const char *verdict_word(enum orq_verdict verdict)
{
    static const char *const words[] = {
        [ORQ_UNDECIDED] = "undecided",
        [ORQ_SAME] = "same",
        [ORQ_UNLIKE] = "DIFFERENT",
        [ORQ_UNVERIFIED] = "unverified",
    };
    return words[verdict];
}

static const char *field_word(struct orq_arena *arena, const struct orq_field *field)
{
    return field->word ? field->word : orq_changes_words(arena, 1u << field->bit);
}

/* One line where there is nothing to see, else the values below it. */
static void tell_field(const struct orq_sides *sides, struct orq_str *out,
                       const struct orq_field *field)
{
    struct orq_arena *arena = sides->arena;
    const char *reason = NULL;
    struct orq_sides asking = *sides;
    asking.reason = &reason;
    enum orq_rule rule = field->judge(&asking);
    const char *values[2] = {field->show(sides, &sides->want), field->show(sides, &sides->have)};
    bool equal = orq_str_equal(values[0], values[1]);
    if (equal && !values[0])
        return;
    if (equal && orq_rule_verdict(rule) == ORQ_SAME) {
        orq_str_addf(out, "  %-14s%s: %s\n", field_word(arena, field), shown(arena, values[0]),
                     orq_rule_text(rule));
        return;
    }
    orq_str_addf(out, "  %-14s%s: %s%s%s\n", field_word(arena, field),
                 verdict_word(orq_rule_verdict(rule)), orq_rule_text(rule), reason ? ": " : "",
                 reason ? orq_shown_name(arena, reason) : "");
    tell_value(sides, out, orq_side_span(&sides->want).file ? "model" : "wanted", values[0]);
    tell_value(sides, out, "database", values[1]);
    if (field->canonical)
        tell_canonical(sides, out, field, values);
}

static void tell_values(const struct orq_sides *sides, struct orq_str *out,
                        const struct orq_side *side)
{
    struct orq_arena *arena = sides->arena;
    /* The fields are those of the side that is there. */
    struct orq_sides alone = *sides;
    alone.want = *side;
    const struct orq_fields *fields = orq_sides_fields(&alone);
    for (size_t i = 0; i < fields->len; i++) {
        const struct orq_field *field = &fields->items[i];
        const char *value = orq_sides_have(&alone, field) ? field->show(sides, side) : NULL;
        if (value)
            orq_str_addf(out, "  %-14s%s\n", field_word(arena, field), shown(arena, value));
    }
}

static void tell_head(const struct orq_sides *sides, struct orq_str *out, const char *outcome)
{
    struct orq_arena *arena = sides->arena;
    const struct orq_side *side =
        is_there(&sides->want, &sides->have) ? &sides->want : &sides->have;
    struct orq_span at = orq_side_span(side);
    orq_str_addf(out, "%s %s: %s\n", orq_kind_word(orq_side_kind(side)),
                 orq_shown_name(arena, orq_side_object(arena, side)), outcome);
    if (at.file)
        orq_str_addf(out, "  %s:%zu:%zu\n", at.file, at.line, at.column);
}

/* What is to be done to the parts of a table; "" for nothing. */
static const char *parts_text(const struct orq_sides *sides)
{
    struct orq_arena *arena = sides->arena;
    const struct orq_pendings *pending = &sides->diff->state->pending;
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < pending->len; i++) {
        const struct orq_op *op = &pending->items[i].op;
        if (op->kind == ORQ_OP_ALTER_TABLE || op->from.table != sides->have.table ||
            op->to.table != sides->want.table ||
            (pending->items[i].open && !orq_pending_changed(sides->diff, &pending->items[i])))
            continue;
        orq_str_addf(&out, "  %s (ask for %s)\n", orq_op_summary(arena, op),
                     orq_shown_name(arena, orq_op_object(arena, op)));
    }
    return orq_str_text(&out);
}

static const char *outcome_of(const struct orq_sides *sides, bool parts)
{
    bool open = false;
    unsigned changed = orq_sides_changed(sides, &open);
    if (changed)
        return orq_arena_printf(sides->arena, "differs in %s",
                                orq_changes_words(sides->arena, changed));
    if (parts)
        return "differs in its parts";
    return open ? "no difference that is proven" : "no difference";
}

static void tell_both(const struct orq_sides *sides, struct orq_str *out)
{
    const struct orq_fields *fields = orq_sides_fields(sides);
    const char *parts = is_part(&sides->want) ? "" : parts_text(sides);
    tell_head(sides, out, outcome_of(sides, parts[0] != '\0'));
    for (size_t i = 0; i < fields->len; i++)
        if (orq_sides_have(sides, &fields->items[i]))
            tell_field(sides, out, &fields->items[i]);
    orq_str_add(out, parts);
}

const char *orq_explain(const struct orq_sides *sides)
{
    const struct orq_diff *diff = sides->diff;
    struct orq_str out = orq_str_new(diff->arena);
    bool have = is_there(&sides->have, &sides->want), want = is_there(&sides->want, &sides->have);
    if (is_excluded(diff, want ? &sides->want : &sides->have)) {
        tell_head(sides, &out, "excluded by a pattern of exclude:, so never compared");
    } else if (have && want) {
        tell_both(sides, &out);
    } else if (want) {
        tell_head(sides, &out, "the database does not have it, so it is created");
        tell_values(sides, &out, &sides->want);
    } else {
        tell_head(sides, &out,
                  may_drop(diff, &sides->have)
                      ? "the model does not have it, so it is dropped"
                      : "the model does not have it, nor manages its kind, so it is left alone");
        tell_values(sides, &out, &sides->have);
    }
    return orq_str_text(&out);
}
