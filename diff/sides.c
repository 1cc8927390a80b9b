#include "diff/sides.h"

#include "model/identity.h"

const struct orq_fields *orq_sqlite_fields(const struct orq_sides *sides)
{
    const struct orq_side *want = &sides->want;
    if (want->definition)
        return &orq_definition_fields;
    if (want->column)
        return &orq_column_fields;
    if (want->constraint)
        return &orq_constraint_fields;
    return want->index ? &orq_index_fields : &orq_table_fields;
}

const struct orq_fields *orq_sides_fields(const struct orq_sides *sides)
{
    return sides->dialect->fields(sides);
}

bool orq_sides_have(const struct orq_sides *sides, const struct orq_field *field)
{
    return !field->kinds || (field->kinds & (1u << sides->want.constraint->kind)) != 0;
}

unsigned orq_sides_changed(const struct orq_sides *sides, bool *open)
{
    const struct orq_fields *fields = orq_sides_fields(sides);
    unsigned changed = 0;
    for (size_t i = 0; i < fields->len; i++) {
        const struct orq_field *field = &fields->items[i];
        if (!orq_sides_have(sides, field))
            continue;
        enum orq_verdict verdict = orq_rule_verdict(field->judge(sides));
        if (verdict == ORQ_UNLIKE)
            changed |= 1u << field->bit;
        if ((verdict == ORQ_UNDECIDED || verdict == ORQ_UNVERIFIED) && open)
            *open = true;
    }
    return changed;
}

bool orq_sides_same_name(const struct orq_sides *sides, const char *have, const char *want)
{
    return orq_same_name(sides->dialect->names, have, want);
}

enum orq_rule orq_rule_of_flags(bool have, bool want)
{
    return have == want ? ORQ_RULE_EQUAL : ORQ_RULE_DIFFERENT;
}

enum orq_rule orq_rule_of_texts(const char *have, const char *want)
{
    if (!have && !want)
        return ORQ_RULE_NEITHER;
    if (!have || !want)
        return ORQ_RULE_ONE_SIDED;
    return orq_str_equal(have, want) ? ORQ_RULE_EQUAL : ORQ_RULE_DIFFERENT;
}

enum orq_rule orq_rule_of_words(const char *have, const char *want)
{
    if (!have && !want)
        return ORQ_RULE_NEITHER;
    if (!have || !want)
        return ORQ_RULE_ONE_SIDED;
    if (orq_str_equal(have, want))
        return ORQ_RULE_EQUAL;
    return orq_ascii_equal(have, want) ? ORQ_RULE_FOLDED : ORQ_RULE_DIFFERENT;
}

bool orq_sides_keep_comments(const struct orq_sides *sides)
{
    const struct orq_side *want = &sides->want;
    return want->table && want->table->comments_in_ddl && !want->constraint && !want->index;
}

enum orq_rule orq_rule_of_comments(const struct orq_sides *sides, const char *have,
                                   const char *want)
{
    if (!have && !want)
        return ORQ_RULE_NEITHER;
    if (!sides->dialect->comments && !orq_sides_keep_comments(sides))
        return ORQ_RULE_UNCOMMENTED;
    return orq_rule_of_texts(have, want);
}

const char *orq_table_name(struct orq_arena *arena, const struct orq_diff_dialect *dialect,
                           const struct orq_table *table)
{
    return orq_qualified(arena, dialect->names, table->schema, table->name);
}

const char *orq_folded_names(struct orq_arena *arena, const struct orq_strings *names)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < names->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", orq_ascii_fold(arena, names->items[i]));
    return orq_str_text(&out);
}

bool orq_same_columns(const struct orq_table *have, const struct orq_table *want)
{
    if (have->columns.len != want->columns.len)
        return false;
    for (size_t i = 0; i < want->columns.len; i++) {
        const char *name = want->columns.items[i]->name;
        if (!orq_str_equal(name, have->columns.items[i]->name) && !orq_table_column(have, name))
            return false;
    }
    return true;
}
