#include "emit/rebuild.h"

#include "sql/quote.h"

#include <string.h>

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
                            "(+%s IS +%s\n"
                            "           OR (CAST(%s AS TEXT) IS CAST(%s AS TEXT)\n"
                            "               AND (typeof(%s) <> 'real' OR CAST(%s AS REAL) IS %s))\n"
                            "           OR (typeof(%s) = 'text' AND typeof(%s) = 'real'\n"
                            "               AND CAST(CAST(%s AS INTEGER) AS TEXT) IS %s))",
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

/* Of the columns in rows, all at once; it begins at this column of its line. */
static const char *row_differs(const struct orq_rebuild *rebuild, const struct orq_strings *old,
                               const struct orq_strings *new, size_t indent)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    return orq_arena_printf(arena, "(%s)\n%*sIS NOT (%s)", orq_items_sql(arena, old, indent + 1),
                            (int)indent, "",
                            orq_items_sql(arena, new, indent + strlen("IS NOT (")));
}

/* A value that was there stays, where a backfill is only for those that were not. */
static const char *filled_differs(const struct orq_rebuild *rebuild, const struct orq_carry *carry)
{
    struct orq_strings old = {0}, new = {0};
    add_values(rebuild, &old, 'o', carry->have->name);
    add_values(rebuild, &new, 'n', carry->want->name);
    struct orq_arena *arena = rebuild->emitter->arena;
    const char *differs = carry->converted
                              ? orq_arena_printf(arena, "NOT %s", survives(rebuild, carry))
                              : row_differs(rebuild, &old, &new, strlen("       AND "));
    return orq_arena_printf(arena, "(o.%s IS NOT NULL\n       AND %s)",
                            sql_name(rebuild, carry->have->name), differs);
}

/* The conditions under which a joined pair of rows has changed, joined by OR; NULL: none can. */
static const char *changed(const struct orq_rebuild *rebuild)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    struct orq_strings old = {0}, new = {0}, others = {0};
    for (size_t i = 0; i < rebuild->carries.len; i++) {
        const struct orq_carry *carry = &rebuild->carries.items[i];
        if (carry->how == ORQ_CARRIED_SAME) {
            add_values(rebuild, &old, 'o', carry->have->name);
            add_values(rebuild, &new, 'n', carry->want->name);
        } else if (carry->how == ORQ_CARRIED_CONVERTED) {
            ORQ_PUSH(arena, &others, orq_arena_printf(arena, "NOT %s", survives(rebuild, carry)));
        } else if (carry->how == ORQ_CARRIED_FILLED) {
            ORQ_PUSH(arena, &others, filled_differs(rebuild, carry));
        }
    }
    struct orq_str out = orq_str_new(arena);
    if (old.len > 0)
        orq_str_add(&out, row_differs(rebuild, &old, &new, strlen("WHERE ")));
    for (size_t i = 0; i < others.len; i++)
        orq_str_addf(&out, "%s%s", old.len > 0 || i > 0 ? "\n   OR " : "", others.items[i]);
    return old.len + others.len > 0 ? orq_str_text(&out) : NULL;
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

/* The SELECT that counts changed rows; "" where no value can change. */
static const char *compared_by_join(const struct orq_rebuild *rebuild, const char *on)
{
    const char *condition = changed(rebuild);
    if (!condition)
        return "";
    return orq_arena_printf(rebuild->emitter->arena,
                            "SELECT count(*)\nFROM temp.%s AS o\nLEFT JOIN main.%s AS n ON %s\n"
                            "WHERE %s\nUNION ALL\n",
                            sql_name(rebuild, rebuild->copy),
                            sql_name(rebuild, rebuild->plan->have->name), on, condition);
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
                           : orq_arena_printf(arena, "SELECT %s\n      FROM %s",
                                              orq_items_sql(arena, &values, 13), from);
}

static const char *compared_as_sets(const struct orq_rebuild *rebuild)
{
    struct orq_arena *arena = rebuild->emitter->arena;
    const char *copy = orq_arena_printf(arena, "temp.%s", sql_name(rebuild, rebuild->copy));
    const char *table =
        orq_arena_printf(arena, "main.%s", sql_name(rebuild, rebuild->plan->have->name));
    const char *old = set_of(rebuild, copy, false), *new = set_of(rebuild, table, true);
    if (!old)
        return "";
    return orq_arena_printf(arena,
                            "SELECT count(*)\nFROM (%s\n      EXCEPT\n      %s)\nUNION ALL\n"
                            "SELECT count(*)\nFROM (%s\n      EXCEPT\n      %s)\nUNION ALL\n",
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
                                    "INSERT INTO temp.%s\n%s"
                                    "SELECT (SELECT count(*) FROM main.%s)\n"
                                    "     - (SELECT count(*) FROM temp.%s)",
                                    sql_name(rebuild, rebuild->check),
                                    on ? compared_by_join(rebuild, on) : compared_as_sets(rebuild),
                                    sql_name(rebuild, table), sql_name(rebuild, rebuild->copy)));
}
