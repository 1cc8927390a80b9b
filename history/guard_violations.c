/* Foreign keys that a section with enforcement off must not break. */
#include "history/guard_sqlite.h"
#include "sql/quote.h"

#include <string.h>

struct violation {
    const char *table, *row, *parent;
};
ORQ_VEC_OF(violation_list, struct violation);

struct checking {
    const struct orq_guarded *guarded;
    struct violation_list found;
};

struct times {
    size_t count;
};

static bool keep_violation(void *context, const struct orq_row *row)
{
    struct checking *checking = context;
    struct orq_arena *arena = checking->guarded->arena;
    struct violation violation = {
        .table = orq_arena_strdup(arena, row->values[0]),
        .row = orq_arena_strdup(arena, row->values[1] ? row->values[1] : ""),
        .parent = orq_arena_strdup(arena, row->values[2] ? row->values[2] : "")};
    ORQ_PUSH(arena, &checking->found, violation);
    return true;
}

/* Table by table: one that refers to columns that are no key makes the check of all fail. */
static enum orq_status check_table(struct checking *checking, const char *table,
                                   struct orq_diags *diags)
{
    const struct orq_guarded *guarded = checking->guarded;
    struct orq_query query = {.sql = orq_sqlite_sql(guarded->arena,
                                                    "SELECT \"table\", rowid, parent"
                                                    " FROM pragma_foreign_key_check(%s, 'main')",
                                                    table),
                              .fn = keep_violation,
                              .context = checking};
    return orq_db_query(guarded->db, &query, diags);
}

static enum orq_status tables_with_keys(const struct orq_guarded *guarded,
                                        struct orq_strings *tables)
{
    return orq_sqlite_rows(guarded,
                           "SELECT m.name FROM main.sqlite_master AS m WHERE m.type = 'table'"
                           " AND m.rootpage > 0 AND EXISTS"
                           " (SELECT 1 FROM pragma_foreign_key_list(m.name, 'main'))",
                           tables);
}

static const char *key_of(struct orq_arena *arena, const struct violation *violation)
{
    return orq_arena_printf(arena, "%s\t%s\t%s", violation->table, violation->row,
                            violation->parent);
}

/* Only whether the row has a rowid: where WITHOUT ROWID comes or goes, rows are known by no more.
 */
static const char *kind_key_of(struct orq_arena *arena, const struct violation *violation,
                               bool other)
{
    bool has_rowid = *violation->row != '\0';
    return orq_arena_printf(arena, "%s\t%s\t%s", violation->table,
                            has_rowid != other ? "some row" : "no rowid", violation->parent);
}

static void count_up(const struct orq_guarded *guarded, struct orq_map *counts, const char *key)
{
    struct times *times = orq_map_get(counts, key);
    if (!times) {
        times = ORQ_NEW(guarded->arena, struct times);
        orq_map_put(counts, key, times);
    }
    times->count++;
}

static bool count_down(struct orq_map *counts, const char *key)
{
    struct times *times = orq_map_get(counts, key);
    if (!times || times->count == 0)
        return false;
    times->count--;
    return true;
}

enum orq_status orq_note_violations(const struct orq_guarded *guarded,
                                    struct orq_sqlite_before *before)
{
    struct checking checking = {.guarded = guarded};
    struct orq_strings tables = {0};
    before->violations = orq_map_new(guarded->arena, ORQ_KEYS_FOLDED);
    before->unchecked = orq_map_new(guarded->arena, ORQ_KEYS_FOLDED);
    enum orq_status status = tables_with_keys(guarded, &tables);
    for (size_t i = 0; i < tables.len && status == ORQ_OK; i++) {
        struct orq_diags *ignored = orq_diags_new(guarded->arena);
        if (check_table(&checking, tables.items[i], ignored) != ORQ_OK)
            orq_map_put(before->unchecked, orq_name_afterwards(guarded, tables.items[i]), before);
    }
    for (size_t i = 0; i < checking.found.len; i++) {
        struct violation violation = checking.found.items[i];
        violation.table = orq_name_afterwards(guarded, violation.table);
        violation.parent = orq_name_afterwards(guarded, violation.parent);
        count_up(guarded, before->violations, key_of(guarded->arena, &violation));
        count_up(guarded, before->violations, kind_key_of(guarded->arena, &violation, false));
    }
    return status;
}

static enum orq_status report(const struct orq_guarded *guarded, const struct violation *violation)
{
    orq_error(guarded->diags, guarded->section->at,
              "the section breaks a foreign key: a row of %s%s%s has none in %s",
              orq_shown_name(guarded->arena, violation->table),
              *violation->row == '\0' ? "" : ", rowid ", violation->row,
              orq_shown_name(guarded->arena, violation->parent));
    return ORQ_FAILED;
}

enum orq_status orq_check_violations(const struct orq_guarded *guarded,
                                     const struct orq_sqlite_before *before)
{
    struct checking checking = {.guarded = guarded};
    struct orq_strings tables = {0};
    enum orq_status status = tables_with_keys(guarded, &tables);
    for (size_t i = 0; i < tables.len && status == ORQ_OK; i++) {
        struct orq_diags *ignored = orq_diags_new(guarded->arena);
        if (!orq_map_get(before->unchecked, tables.items[i]) &&
            check_table(&checking, tables.items[i], ignored) != ORQ_OK)
            orq_warning(guarded->diags, guarded->section->at,
                        "the foreign keys of %s cannot be checked: one refers to no key",
                        orq_shown_name(guarded->arena, tables.items[i]));
    }
    for (size_t i = 0; i < checking.found.len && status == ORQ_OK; i++) {
        const struct violation *found = &checking.found.items[i];
        if (!count_down(before->violations, key_of(guarded->arena, found)) &&
            !count_down(before->violations, kind_key_of(guarded->arena, found, true)))
            status = report(guarded, found);
    }
    return status;
}
