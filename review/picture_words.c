#include "base/str.h"
#include "diff/sides.h"
#include "review/picture_parts.h"

const char *orq_column_text(struct orq_arena *arena, const struct orq_column *column)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, *column->type ? column->type : "(no type)");
    if (column->collation)
        orq_str_addf(&out, " COLLATE %s", column->collation);
    orq_str_add(&out, column->nullable ? " NULL" : " NOT NULL");
    if (column->default_expr.text)
        orq_str_addf(&out, " DEFAULT %s", column->default_expr.text);
    if (column->generated != ORQ_NOT_GENERATED)
        orq_str_addf(&out, " GENERATED (%s) %s", column->generated_expr.text,
                     column->generated == ORQ_GENERATED_STORED ? "STORED" : "VIRTUAL");
    if (column->postgres && column->postgres->identity)
        orq_str_addf(&out, " IDENTITY %s", column->postgres->identity);
    return orq_str_text(&out);
}

const char *orq_key_text(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    return orq_parts_text(arena, parts);
}

static void add_names(struct orq_str *out, const struct orq_strings *names)
{
    for (size_t i = 0; i < names->len; i++)
        orq_str_addf(out, "%s%s", i > 0 ? ", " : " (", names->items[i]);
    orq_str_add(out, names->len > 0 ? ")" : "");
}

static void add_reference(struct orq_str *out, const struct orq_constraint *key)
{
    orq_str_add(out, " -> ");
    if (key->ref_schema)
        orq_str_addf(out, "%s.", key->ref_schema);
    orq_str_add(out, key->ref_table);
    add_names(out, &key->ref_columns);
    if (key->on_delete != ORQ_NO_ACTION)
        orq_str_addf(out, ", on delete %s", orq_action_sql(key->on_delete));
    if (key->on_update != ORQ_NO_ACTION)
        orq_str_addf(out, ", on update %s", orq_action_sql(key->on_update));
    if (key->deferrable != ORQ_NOT_DEFERRABLE)
        orq_str_add(out, key->deferrable == ORQ_INITIALLY_DEFERRED ? ", deferred" : ", deferrable");
}

static void add_constraint(struct orq_str *out, const struct orq_constraint *constraint)
{
    if (constraint->expr.text)
        orq_str_addf(out, "(%s)", constraint->expr.text);
    if (constraint->parts.len > 0)
        orq_str_addf(out, "(%s)", orq_parts_text(out->arena, &constraint->parts));
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY)
        add_reference(out, constraint);
    if (constraint->where.text)
        orq_str_addf(out, " where %s", constraint->where.text);
    orq_str_add(out, constraint->not_valid ? ", not valid" : "");
}

const char *orq_part_text(struct orq_arena *arena, const struct orq_side *side)
{
    struct orq_str out = orq_str_new(arena);
    if (side->constraint) {
        add_constraint(&out, side->constraint);
        return orq_str_text(&out);
    }
    const struct orq_index *index = side->index;
    orq_str_add(&out, index->unique ? "unique " : "");
    if (index->method)
        orq_str_addf(&out, "%s ", index->method);
    orq_str_addf(&out, "(%s)", orq_parts_text(arena, &index->parts));
    if (index->include.len > 0) {
        orq_str_add(&out, " include");
        add_names(&out, &index->include);
    }
    if (index->where.text)
        orq_str_addf(&out, " where %s", index->where.text);
    return orq_str_text(&out);
}
