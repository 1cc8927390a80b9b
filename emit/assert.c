#include "emit/rebuild.h"

#include "sql/quote.h"

/* Values are compared with their types, without the affinity and collation that the new column
 * would lend: `=` and `IS` call '0012' and 12 equal there. */

static const char *sql_name(const struct orq_rebuild *rebuild, const char *name)
{
    return orq_name_sql(rebuild->emitter, name);
}

/* Does the value live on in another affinity? It does when it is equal, or reads the same; a real
 * that became text must read back as the same real, a text that became a real must be its integer.
 */
static const char *survives(const struct orq_rebuild *rebuild, const struct orq_carry *carry)
{
    const char *o =
        orq_arena_printf(rebuild->emitter->arena, "o.%s", sql_name(rebuild, carry->have->name));
    const char *n =
        orq_arena_printf(rebuild->emitter->arena, "n.%s", sql_name(rebuild, carry->want->name));
    return orq_arena_printf(rebuild->emitter->arena,
                            "(+%s IS +%s\n     OR (CAST(%s AS TEXT) IS CAST(%s AS TEXT)"
                            " AND (typeof(%s) <> 'real' OR CAST(%s AS REAL) IS %s))\n"
                            "     OR (typeof(%s) = 'text' AND typeof(%s) = 'real'"
                            " AND CAST(CAST(%s AS INTEGER) AS TEXT) IS %s))",
                            o, n, o, n, o, n, o, o, n, n, o);
}

static void add_values(const struct orq_rebuild *rebuild, struct orq_strings *values, char side,
                       const char *column)
{
    const char *name = sql_name(rebuild, column);
    ORQ_PUSH(
        rebuild->emitter->arena, values,
        orq_arena_printf(rebuild->emitter->arena, "+%c.%s, typeof(%c.%s)", side, name, side, name));
}

static const char *row_differs(const struct orq_rebuild *rebuild, const struct orq_strings *old,
                               const struct orq_strings *new)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    return orq_arena_printf(arena, "(%s)\n    IS NOT (%s)", orq_items_sql(arena, old, "       "),
                            orq_items_sql(arena, new, "       "));
}

/* The conditions under which a joined pair of rows has changed, joined by OR; "0": none can. */
static const char *changed(const struct orq_rebuild *rebuild)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    struct orq_strings old = {0}, new = {0}, conditions = {0};
    for (size_t i = 0; i < rebuild->carries.len; i++) {
        const struct orq_carry *carry = &rebuild->carries.items[i];
        struct orq_strings one_old = {0}, one_new = {0};
        if (carry->how == ORQ_CARRIED_SAME) {
            add_values(rebuild, &old, 'o', carry->have->name);
            add_values(rebuild, &new, 'n', carry->want->name);
        } else if (carry->how == ORQ_CARRIED_CONVERTED) {
            ORQ_PUSH(arena, &conditions,
                     orq_arena_printf(arena, "NOT %s", survives(rebuild, carry)));
        } else if (carry->how == ORQ_CARRIED_FILLED) {
            add_values(rebuild, &one_old, 'o', carry->have->name);
            add_values(rebuild, &one_new, 'n', carry->want->name);
            const char *differs = carry->converted
                                      ? orq_arena_printf(arena, "NOT %s", survives(rebuild, carry))
                                      : row_differs(rebuild, &one_old, &one_new);
            ORQ_PUSH(arena, &conditions,
                     orq_arena_printf(arena, "(o.%s IS NOT NULL AND %s)",
                                      sql_name(rebuild, carry->have->name), differs));
        }
    }
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, old.len > 0 ? row_differs(rebuild, &old, &new) : "0");
    for (size_t i = 0; i < conditions.len; i++)
        orq_str_addf(&out, "\n   OR %s", conditions.items[i]);
    return orq_str_text(&out);
}

/* -- which new row is which old one -- */

static const struct orq_carry *carry_of(const struct orq_rebuild *rebuild, const char *column)
{
    for (size_t i = 0; i < rebuild->carries.len; i++)
        if (orq_ascii_equal(rebuild->carries.items[i].want->name, column))
            return &rebuild->carries.items[i];
    return NULL;
}

static bool keeps_value(const struct orq_carry *carry)
{
    return carry && (carry->how == ORQ_CARRIED_SAME || carry->how == ORQ_CARRIED_CONVERTED);
}

static const char *joined_by_rowid(const struct orq_rebuild *rebuild)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    const struct orq_column *alias = orq_table_rowid_alias(rebuild->plan->want);
    const struct orq_carry *carry = alias ? carry_of(rebuild, alias->name) : NULL;
    if (keeps_value(carry))
        return orq_arena_printf(arena, "n.%s = o.%s", sql_name(rebuild, alias->name),
                                sql_name(rebuild, carry->have->name));
    if (!rebuild->copied_rowid || (carry && carry->how != ORQ_CARRIED_ROWID))
        return NULL;
    const char *name = alias ? sql_name(rebuild, alias->name) : rebuild->new_rowid;
    return name ? orq_arena_printf(arena, "n.%s = o.%s", name,
                                   sql_name(rebuild, rebuild->copied_rowid))
                : NULL;
}

static const char *joined_by_key(const struct orq_rebuild *rebuild)
{
    const struct orq_constraint *key = orq_table_primary_key(rebuild->plan->want);
    struct orq_str out = orq_str_new(rebuild->emitter->arena);
    if (!rebuild->plan->want->without_rowid || !key)
        return NULL;
    for (size_t i = 0; i < key->parts.len; i++) {
        const struct orq_key_part *part = &key->parts.items[i];
        const struct orq_carry *carry = carry_of(rebuild, part->column);
        if (!keeps_value(carry))
            return NULL;
        orq_str_addf(&out, "%sn.%s = o.%s", i > 0 ? " AND " : "", sql_name(rebuild, part->column),
                     sql_name(rebuild, carry->have->name));
        if (part->collation)
            orq_str_addf(&out, " COLLATE %s", sql_name(rebuild, part->collation));
    }
    return orq_str_text(&out);
}

static const char *compared_by_join(const struct orq_rebuild *rebuild, const char *on)
{
    return orq_arena_printf(rebuild->emitter->arena,
                            "SELECT count(*) FROM temp.%s AS o LEFT JOIN main.%s AS n ON %s\n"
                            "WHERE %s\n",
                            sql_name(rebuild, rebuild->copy),
                            sql_name(rebuild, rebuild->plan->have->name), on, changed(rebuild));
}

/* Where no key ties the rows: as sets, both ways. A value that changes its affinity is compared as
 * text, and a whole number as an integer. */
static const char *set_of(const struct orq_rebuild *rebuild, const char *from, bool new)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    struct orq_strings values = {0};
    for (size_t i = 0; i < rebuild->carries.len; i++) {
        const struct orq_carry *carry = &rebuild->carries.items[i];
        if (!keeps_value(carry))
            continue;
        const char *name = sql_name(rebuild, (new ? carry->want : carry->have)->name);
        ORQ_PUSH(arena, &values,
                 carry->how == ORQ_CARRIED_SAME
                     ? orq_arena_printf(arena, "+%s COLLATE BINARY, typeof(%s)", name, name)
                     : orq_arena_printf(arena,
                                        "CAST(CASE WHEN typeof(%s) = 'real' AND CAST(%s AS INTEGER)"
                                        " = %s THEN CAST(%s AS INTEGER) ELSE %s END AS TEXT)"
                                        " COLLATE BINARY",
                                        name, name, name, name, name));
    }
    return values.len == 0 ? NULL
                           : orq_arena_printf(arena, "SELECT %s FROM %s",
                                              orq_items_sql(arena, &values, "       "), from);
}

static const char *compared_as_sets(const struct orq_rebuild *rebuild)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    const char *copy = orq_arena_printf(arena, "temp.%s", sql_name(rebuild, rebuild->copy));
    const char *table =
        orq_arena_printf(arena, "main.%s", sql_name(rebuild, rebuild->plan->have->name));
    const char *old = set_of(rebuild, copy, false), *new = set_of(rebuild, table, true);
    if (!old)
        return "SELECT 0\n";
    return orq_arena_printf(arena,
                            "SELECT count(*) FROM (%s\nEXCEPT %s)\nUNION ALL\n"
                            "SELECT count(*) FROM (%s\nEXCEPT %s)\n",
                            old, new, new, old);
}

void orq_rebuild_assert(const struct orq_rebuild *rebuild)
{
    struct orq_emitter *emitter = rebuild->emitter;
    struct orq_arena *arena = emitter->arena;
    const char *table = rebuild->plan->have->name;
    const char *message = orq_arena_printf(arena, "rows of %s changed", orq_shown(emitter, table));
    orq_emit_noted(
        emitter, "stop here, with everything as it was, unless all rows came back unchanged",
        orq_arena_printf(arena,
                         "CREATE TEMP TABLE %s (\n"
                         "    changed INTEGER CONSTRAINT %s CHECK (changed = 0)\n)",
                         sql_name(rebuild, rebuild->check), orq_quoted_name(arena, message)));
    const char *on = joined_by_rowid(rebuild);
    on = on ? on : joined_by_key(rebuild);
    orq_emit_noted(emitter, NULL,
                   orq_arena_printf(arena,
                                    "INSERT INTO temp.%s\n%sUNION ALL\n"
                                    "SELECT (SELECT count(*) FROM main.%s) - "
                                    "(SELECT count(*) FROM temp.%s)",
                                    sql_name(rebuild, rebuild->check),
                                    on ? compared_by_join(rebuild, on) : compared_as_sets(rebuild),
                                    sql_name(rebuild, table), sql_name(rebuild, rebuild->copy)));
}
