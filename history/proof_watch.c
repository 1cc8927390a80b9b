#include "history/proof_watch.h"

#include "model/dialect.h"
#include "model/identity.h"
#include "sql/quote.h"

ORQ_VEC_OF(op_list, const struct orq_op *);

struct watcher {
    struct orq_arena *arena;
    const struct orq_plan *plan;
    struct orq_map *renamed; /* "table", or "table\ncolumn" by the new table's name -> new name */
    struct orq_map *ops;     /* table, by its name after renames -> struct op_list */
    struct orq_map *parted;  /* new names of tables that partitions leave, or come to, with rows */
};

static const char *column_key(struct orq_arena *arena, const char *table, const char *column)
{
    return orq_arena_printf(arena, "%s\n%s", table, column);
}

static const char *table_key(const struct watcher *watcher, const struct orq_table *table)
{
    return orq_qualified(watcher->arena, watcher->plan->have->dialect, table->schema, table->name);
}

static void index_renames(struct watcher *watcher)
{
    const struct orq_renames *renames = &watcher->plan->up.renames;
    watcher->renamed = orq_map_new(watcher->arena, orq_name_keys(watcher->plan->have->dialect));
    for (size_t i = 0; i < renames->len; i++) {
        const struct orq_rename *rename = &renames->items[i];
        char *to = orq_arena_strdup(watcher->arena, rename->to);
        if (rename->kind == ORQ_KIND_TABLE)
            orq_map_put(watcher->renamed, rename->from, to);
        if (rename->kind == ORQ_KIND_COLUMN)
            orq_map_put(watcher->renamed, column_key(watcher->arena, rename->table, rename->from),
                        to);
    }
}

static void index_ops(struct watcher *watcher)
{
    const struct orq_ops *ops = &watcher->plan->up.ops;
    watcher->ops = orq_map_new(watcher->arena, orq_name_keys(watcher->plan->have->dialect));
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_table *table = ops->items[i].from.table;
        if (!table)
            continue;
        const char *key = table_key(watcher, table);
        struct op_list *list = orq_map_get(watcher->ops, key);
        if (!list) {
            list = ORQ_NEW(watcher->arena, struct op_list);
            orq_map_put(watcher->ops, key, list);
        }
        ORQ_PUSH(watcher->arena, list, &ops->items[i]);
    }
}

static const char *name_after(const struct watcher *watcher, const char *key, const char *name)
{
    const char *renamed = orq_map_get(watcher->renamed, key);
    return renamed ? renamed : name;
}

/* Dropped: its data goes. Altered in a way that may change its values: the upgrade itself asserts
 * that they survive (emit/), or the model says how they change. */
static bool may_change(const struct op_list *ops, const char *column)
{
    const unsigned changes =
        ORQ_CHANGE_TYPE | ORQ_CHANGE_NULLABLE | ORQ_CHANGE_GENERATED | ORQ_CHANGE_STRICT;
    for (size_t i = 0; ops && i < ops->len; i++) {
        const struct orq_op *op = ops->items[i];
        if (op->kind == ORQ_OP_DROP_TABLE ||
            (op->kind == ORQ_OP_ALTER_TABLE && (op->changed & ORQ_CHANGE_STRICT) != 0))
            return true;
        if ((op->kind == ORQ_OP_DROP_COLUMN ||
             (op->kind == ORQ_OP_ALTER_COLUMN && (op->changed & changes) != 0)) &&
            orq_ascii_equal(op->from.column->name, column))
            return true;
    }
    return false;
}

static void watch(struct orq_arena *arena, struct orq_watched *watched, const char *before,
                  const char *after, const char *what)
{
    ORQ_PUSH(arena, &watched->before.columns, before);
    ORQ_PUSH(arena, &watched->after.columns, after);
    ORQ_PUSH(arena, &watched->what, what);
}

static void watch_column(const struct watcher *watcher, struct orq_watched *watched,
                         const struct orq_column *column)
{
    struct orq_arena *arena = watcher->arena;
    const struct orq_table *table = watched->after.table;
    const char *name = name_after(
        watcher, column_key(arena, table_key(watcher, table), column->name), column->name);
    const struct orq_column *after = orq_table_column(table, name);
    if (column->generated != ORQ_NOT_GENERATED || !after || after->generated != ORQ_NOT_GENERATED ||
        may_change(orq_map_get(watcher->ops, table_key(watcher, table)), name))
        return;
    watch(arena, watched, orq_quoted_name(arena, column->name), orq_quoted_name(arena, name),
          orq_arena_printf(arena, "the values of %s.%s",
                           orq_shown_name(arena, watched->before.table->name),
                           orq_shown_name(arena, column->name)));
}

/* A name of the rowid; NULL: it has none, or a column of the table is it. */
static const char *rowid_name(const struct orq_table *table)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    if (table->without_rowid || orq_table_rowid_alias(table))
        return NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!orq_table_column(table, names[i]))
            return names[i];
    }
    return NULL;
}

static void watch_rowid(const struct watcher *watcher, struct orq_watched *watched)
{
    const char *before = rowid_name(watched->before.table);
    const char *after = rowid_name(watched->after.table);
    if (before && after)
        watch(watcher->arena, watched, before, after,
              orq_arena_printf(watcher->arena, "the rowids of %s",
                               orq_shown_name(watcher->arena, watched->before.table->name)));
}

/* The rows of a partitioned table are those of its partitions: one that leaves it, or comes to it,
 * has rows of its own, and so with all that are above it. parent: as it is called in the schema. */
static void put_parted(const struct watcher *watcher, const struct orq_schema *schema,
                       const char *parent)
{
    while (parent) {
        const struct orq_table *table = orq_schema_table(schema, parent);
        bool before = schema == watcher->plan->have;
        orq_map_put(watcher->parted, before ? name_after(watcher, parent, parent) : parent,
                    watcher->parted);
        parent = table ? orq_table_postgres(table)->partition_of : NULL;
    }
}

static void index_parted(struct watcher *watcher)
{
    const struct orq_plan *plan = watcher->plan;
    watcher->parted = orq_map_new(watcher->arena, orq_name_keys(plan->have->dialect));
    for (size_t i = 0; i < plan->have->tables.len; i++) {
        const struct orq_table *table = plan->have->tables.items[i];
        const char *name = table_key(watcher, table);
        const struct orq_table *after =
            orq_schema_table(plan->after, name_after(watcher, name, name));
        const char *was = orq_table_postgres(table)->partition_of;
        const char *is = after ? orq_table_postgres(after)->partition_of : NULL;
        if (orq_str_equal(was ? name_after(watcher, was, was) : NULL, is))
            continue;
        put_parted(watcher, plan->have, was);
        put_parted(watcher, plan->after, is);
    }
}

void orq_watch_tables(struct orq_arena *arena, const struct orq_plan *plan,
                      struct orq_watch_list *list)
{
    const struct orq_dialect *dialect = plan->have->dialect;
    struct watcher watcher = {.arena = arena, .plan = plan};
    index_renames(&watcher);
    index_ops(&watcher);
    index_parted(&watcher);
    for (size_t i = 0; i < plan->have->tables.len; i++) {
        const struct orq_table *table = plan->have->tables.items[i];
        const char *name = orq_qualified(arena, dialect, table->schema, table->name);
        struct orq_watched watched = {
            .before.table = table,
            .after.table = orq_schema_table(plan->after, name_after(&watcher, name, name))};
        if (!watched.after.table || orq_table_postgres(table)->partition_of ||
            orq_map_get(watcher.parted, table_key(&watcher, watched.after.table)))
            continue;
        for (size_t k = 0; k < table->columns.len; k++)
            watch_column(&watcher, &watched, table->columns.items[k]);
        if (dialect->stores_texts)
            watch_rowid(&watcher, &watched);
        watched.counter =
            orq_table_autoincrement(table) && orq_table_autoincrement(watched.after.table);
        ORQ_PUSH(arena, list, watched);
    }
}

static void watch_archive(struct orq_arena *arena, const struct orq_archive *archive,
                          struct orq_watched *watched)
{
    const struct orq_table *table = watched->before.table;
    for (size_t i = 0; i < archive->key.len; i++) {
        const char *name = orq_quoted_name(arena, archive->key.items[i]);
        watch(arena, watched, name, name,
              orq_arena_printf(arena, "the keys of %s", orq_shown_name(arena, table->name)));
    }
    for (size_t i = 0; i < archive->columns.len; i++) {
        const char *name = orq_quoted_name(arena, archive->columns.items[i]);
        watch(arena, watched, name, name,
              orq_arena_printf(arena, "the archived values of %s.%s",
                               orq_shown_name(arena, table->name),
                               orq_shown_name(arena, archive->columns.items[i])));
    }
    if (archive->rowid)
        watch(arena, watched, rowid_name(table), rowid_name(table),
              orq_arena_printf(arena, "the rowids of %s", orq_shown_name(arena, table->name)));
}

void orq_watch_archives(struct orq_arena *arena, const struct orq_plan *plan,
                        struct orq_watch_list *list)
{
    const struct orq_archives *archives = &plan->up_section.archives;
    for (size_t i = 0; i < archives->len; i++) {
        const struct orq_archive *archive = &archives->items[i];
        struct orq_watched watched = {.before.table = orq_schema_table(plan->have, archive->table)};
        if (archive->what == ORQ_ARCHIVED_COUNTER || !watched.before.table)
            continue;
        watched.counter = archive->what == ORQ_ARCHIVED_TABLE &&
                          plan->have->dialect->stores_texts &&
                          orq_table_autoincrement(watched.before.table);
        watch_archive(arena, archive, &watched);
        ORQ_PUSH(arena, list, watched);
    }
}

struct looking {
    struct orq_arena *arena;
    struct orq_db *db;
    struct orq_diags *diags;
    struct orq_strings *digests;
};

/* No counter yet is as good as one at 0. */
static enum orq_status read_counter(const struct looking *looking, const char *table)
{
    const char *value = NULL;
    const char *sql = orq_arena_printf(
        looking->arena,
        "SELECT ifnull(max(seq), 0) FROM main.sqlite_sequence WHERE name = %s COLLATE NOCASE",
        orq_quoted_text(looking->arena, table));
    enum orq_status status = orq_db_value(looking->arena, looking->db, sql, looking->diags, &value);
    ORQ_PUSH(looking->arena, looking->digests, value ? value : "");
    return status;
}

static enum orq_status look(const struct looking *looking, const struct orq_row_values *values,
                            bool counter)
{
    enum orq_status status =
        orq_rows_digest(looking->arena, looking->db, values, looking->diags, looking->digests);
    return status == ORQ_OK && counter ? read_counter(looking, values->table->name) : status;
}

static enum orq_status look_at_all(const struct looking *looking, const struct orq_watch_list *list,
                                   bool after)
{
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < list->len && status == ORQ_OK; i++) {
        const struct orq_watched *watched = &list->items[i];
        status = look(looking, after ? &watched->after : &watched->before, watched->counter);
    }
    return status;
}

enum orq_status orq_watch_before(struct orq_arena *arena, struct orq_db *db,
                                 const struct orq_watch_list *list, struct orq_diags *diags,
                                 struct orq_strings *digests)
{
    const struct looking looking = {arena, db, diags, digests};
    return look_at_all(&looking, list, false);
}

enum orq_status orq_watch_after(struct orq_arena *arena, struct orq_db *db,
                                const struct orq_watch_list *list, struct orq_diags *diags,
                                struct orq_strings *digests)
{
    const struct looking looking = {arena, db, diags, digests};
    return look_at_all(&looking, list, true);
}

const char *orq_watch_difference(struct orq_arena *arena, const struct orq_watch_list *list,
                                 const struct orq_strings *was, const struct orq_strings *is)
{
    size_t at = 0;
    for (size_t i = 0; i < list->len; i++) {
        const struct orq_watched *watched = &list->items[i];
        for (size_t k = 0; k < watched->what.len; k++, at++) {
            if (!orq_str_equal(was->items[at], is->items[at]))
                return orq_arena_printf(arena, "%s are not the same", watched->what.items[k]);
        }
        if (watched->counter && !orq_str_equal(was->items[at], is->items[at]))
            return orq_arena_printf(arena, "the counter of %s is not the same",
                                    orq_shown_name(arena, watched->before.table->name));
        at += watched->counter;
    }
    return NULL;
}
