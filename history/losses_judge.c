/* Following the tables of a section through its statements. A rebuild is one of
 *   copy out to a new table, drop, create under the old name, copy back;
 *   create and fill a new table, drop the old one, (rename the new one).
 * What a section copies to a table that stays is not lost when it drops the columns that were
 * copied; nor is an archive (ORQ_ARCHIVE_PREFIX) that something was filled from. */
#include "base/map.h"
#include "history/losses_dialect.h"
#include "history/losses_shape.h"
#include "sql/quote.h"

#include <string.h>

enum life {
    KNOWN,   /* it was there before */
    FRESH,   /* the section made it */
    DROPPED, /* it was there, its rows are in a fresh one, and it is gone */
    REBUILT  /* dropped, and made anew under its name */
};

struct table {
    const char *name;
    enum life life;
    bool temporary;
    bool gone;                   /* a fresh one that was dropped */
    const struct orq_copy *copy; /* a fresh one: all rows of another table are in it; NULL: none */
    struct table *source;        /* dropped, rebuilt: the fresh one that has its rows */
    bool read;                   /* an archive: a statement that fills another table reads it */
    const struct orq_copy *back; /* rebuilt: how the rows came back; NULL: they did not */
    struct orq_map *added;       /* the columns that the section added */
    size_t line;                 /* of its DROP TABLE */
};
ORQ_VEC_OF(table_list, struct table *);

/* Columns that are gone from a table, unless a table that stays has them. */
struct column_loss {
    const char *table, *column;
    size_t line;
    const struct table *keeper;
};
ORQ_VEC_OF(column_losses, struct column_loss);

struct judge {
    struct orq_arena *arena;
    struct orq_map *permanent, *temporary; /* by name, as the section leaves them so far */
    struct orq_map *copies;                /* name of a table -> the fresh one that has its rows */
    struct orq_map *keepers; /* name of a table -> struct table_list: fresh ones, not temporary,
                                with all its rows */
    struct table_list dropped;
    struct column_losses kept; /* columns that are lost if their keeper goes */
    struct orq_losses losses;
};

typedef void judge_fn(struct judge *judge, const struct orq_judged *statement);

static void lose(struct judge *judge, const char *table, const char *column, size_t line)
{
    ORQ_PUSH(judge->arena, &judge->losses.lines, orq_loss_line(judge->arena, table, column, line));
}

static void keep(struct judge *judge, const char *table, const char *column,
                 const struct table *keeper)
{
    const struct orq_kept kept = {table, column, keeper->name};
    ORQ_PUSH(judge->arena, &judge->losses.kept, kept);
}

/* What happens to rows of a table that stays. */
static void lose_rows(struct judge *judge, const struct orq_judged *statement, const char *what)
{
    const char *table = statement->is.object ? statement->is.object : "?";
    ORQ_PUSH(judge->arena, &judge->losses.lines,
             orq_arena_printf(judge->arena, "%s: %s (line %zu)",
                              orq_shown_name(judge->arena, table), what, statement->line));
}

/* A name without a schema means the temporary table first, as in SQLite. */
static struct table *find(const struct judge *judge, const char *schema, const char *name)
{
    struct table *temporary = orq_map_get(judge->temporary, name);
    if (schema && orq_ascii_equal(schema, "temp"))
        return temporary;
    return !schema && temporary ? temporary : orq_map_get(judge->permanent, name);
}

static struct table *find_object(const struct judge *judge, const struct orq_judged *statement)
{
    return find(judge, statement->is.schema, statement->is.object);
}

static struct table *add_table(struct judge *judge, const char *name, enum life life,
                               bool temporary)
{
    struct table *table = ORQ_NEW(judge->arena, struct table);
    table->name = name;
    table->life = life;
    table->temporary = temporary;
    orq_map_put(temporary ? judge->temporary : judge->permanent, name, table);
    return table;
}

/* May its rows be changed freely? They are the section's own, or counters and statistics. */
static bool is_own(const struct judge *judge, const struct orq_judged *statement)
{
    static const char *const internal[] = {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"};
    if (!statement->is.object)
        return false;
    for (size_t i = 0; i < sizeof internal / sizeof *internal; i++) {
        if (orq_ascii_equal(statement->is.object, internal[i]))
            return true;
    }
    const struct table *table = find_object(judge, statement);
    return table && table->life == FRESH && !table->copy;
}

/* With IF NOT EXISTS the table may be an older one, and have rows. */
static bool maybe_older(const struct orq_judged *statement)
{
    return orq_has_words(statement->sql, statement->len, "NOT", "EXISTS");
}

static void judge_create(struct judge *judge, const struct orq_judged *statement)
{
    if (!statement->is.object || maybe_older(statement))
        return;
    struct table *known = orq_map_get(judge->permanent, statement->is.object);
    if (!statement->is.temporary && known && known->life == DROPPED)
        known->life = REBUILT;
    else
        add_table(judge, statement->is.object, FRESH, statement->is.temporary);
}

/* One that was there before; also after a rebuild that put its rows back. */
static bool holds_its_rows(const struct table *table)
{
    return table->life == KNOWN || (table->life == REBUILT && table->back);
}

/* Remembers that all rows of the copied table are in the fresh one now. */
static void note_copy(struct judge *judge, struct table *fresh, const struct orq_copy *copy)
{
    const struct table *from = find(judge, copy->schema, copy->table);
    if (from && (from->temporary || !holds_its_rows(from)))
        return;
    fresh->copy = copy;
    orq_map_put(judge->copies, copy->table, fresh);
    if (fresh->temporary)
        return;
    struct table_list *keepers = orq_map_get(judge->keepers, copy->table);
    if (!keepers) {
        keepers = ORQ_NEW(judge->arena, struct table_list);
        orq_map_put(judge->keepers, copy->table, keepers);
    }
    ORQ_PUSH(judge->arena, keepers, fresh);
}

/* Does the copy hold this column, as it is? */
static bool copies_column(const struct orq_copy *copy, const char *column)
{
    for (size_t i = 0; i < copy->items.len; i++) {
        const struct orq_copy_item *item = &copy->items.items[i];
        if (item->star || (item->plain && orq_ascii_equal(item->columns.items[0], column)))
            return true;
    }
    return false;
}

/* The table that stays and has the column of that table; NULL: none. */
static const struct table *keeper_of(const struct judge *judge, const char *table,
                                     const char *column)
{
    const struct table_list *keepers = orq_map_get(judge->keepers, table);
    for (size_t i = 0; keepers && i < keepers->len; i++)
        if (!keepers->items[i]->gone && copies_column(keepers->items[i]->copy, column))
            return keepers->items[i];
    return NULL;
}

static bool is_read_archive(const struct table *table, const char *name)
{
    return table && table->read &&
           orq_ascii_equal_n(name, strlen(ORQ_ARCHIVE_PREFIX), ORQ_ARCHIVE_PREFIX,
                             strlen(ORQ_ARCHIVE_PREFIX));
}

static void judge_create_as(struct judge *judge, const struct orq_judged *statement)
{
    const char *name = statement->is.object;
    if (!name || maybe_older(statement))
        return;
    const struct table *known = orq_map_get(judge->permanent, name);
    /* In the place of a dropped table it puts nothing back: constraints are gone. */
    if (!statement->is.temporary && known && known->life == DROPPED)
        return;
    struct orq_copy *copy = ORQ_NEW(judge->arena, struct orq_copy);
    bool plain = orq_copy_read(judge->arena, statement->sql, statement->len, copy);
    struct table *fresh = add_table(judge, name, FRESH, statement->is.temporary);
    if (plain)
        note_copy(judge, fresh, copy);
}

static void judge_drop(struct judge *judge, const struct orq_judged *statement)
{
    const char *name = statement->is.object;
    if (!name) {
        lose_rows(judge, statement, "drops a table");
        return;
    }
    struct table *table = find_object(judge, statement);
    bool temporary = (table && table->temporary) ||
                     (statement->is.schema && orq_ascii_equal(statement->is.schema, "temp"));
    if (temporary || (table && table->life == FRESH)) {
        if (table)
            table->gone = true;
        orq_map_remove(temporary ? judge->temporary : judge->permanent, name);
        return;
    }
    struct table *source = orq_map_get(judge->copies, name);
    orq_map_remove(judge->permanent, name);
    if (is_read_archive(table, name))
        return;
    if (!source || source->gone || (table && !holds_its_rows(table))) {
        lose(judge, name, NULL, statement->line);
        return;
    }
    table = add_table(judge, name, DROPPED, false);
    table->line = statement->line;
    table->source = source;
    ORQ_PUSH(judge->arena, &judge->dropped, table);
}

static void judge_rename(struct judge *judge, const struct orq_judged *statement)
{
    const struct orq_statement_class *class = &statement->is;
    if (!class->object || !class->renamed)
        return;
    struct table *table = find_object(judge, statement);
    if (table && table->temporary)
        return;
    if (!table)
        table = add_table(judge, class->object, KNOWN, false);
    orq_map_remove(judge->permanent, class->object);
    orq_map_put(judge->permanent, class->renamed, table);
    struct table *copied = orq_map_get(judge->copies, class->object);
    if (copied && table->life == KNOWN)
        orq_map_put(judge->copies, class->renamed, copied);
    struct table_list *keepers = orq_map_get(judge->keepers, class->object);
    orq_map_remove(judge->keepers, class->object);
    orq_map_remove(judge->keepers, class->renamed);
    if (keepers && table->life == KNOWN)
        orq_map_put(judge->keepers, class->renamed, keepers);
}

static void judge_add_column(struct judge *judge, const struct orq_judged *statement)
{
    const char *column = orq_added_column(judge->arena, statement->sql, statement->len);
    if (!statement->is.object || !column)
        return;
    struct table *table = find_object(judge, statement);
    if (!table)
        table = add_table(judge, statement->is.object, KNOWN, false);
    if (!table->added)
        table->added = orq_map_new(judge->arena, ORQ_KEYS_FOLDED);
    orq_map_put(table->added, column, table);
}

/* At once, or at the end should the table go that keeps it. */
static void lose_column(struct judge *judge, const char *table, const char *column, size_t line)
{
    struct column_loss loss = {table, column, line, keeper_of(judge, table, column)};
    if (loss.keeper)
        ORQ_PUSH(judge->arena, &judge->kept, loss);
    else
        lose(judge, table, column, line);
}

static void judge_drop_column(struct judge *judge, const struct orq_judged *statement)
{
    const struct table *table = statement->is.object ? find_object(judge, statement) : NULL;
    const char *column = statement->is.column;
    if (is_own(judge, statement) || (table && table->added && orq_map_get(table->added, column)))
        return;
    const char *name = statement->is.object ? statement->is.object : "?";
    lose_column(judge, name, column, statement->line);
}

static void judge_delete(struct judge *judge, const struct orq_judged *statement)
{
    if (!is_own(judge, statement))
        lose_rows(judge, statement, "deletes rows");
}

/* Is it a column that the table did not have before the section? */
static bool is_new_column(const struct table *table, const char *column)
{
    if (table->added && orq_map_get(table->added, column))
        return true;
    if (table->life != REBUILT)
        return false;
    const struct orq_copy_items *items = &table->source->copy->items;
    for (size_t i = 0; i < items->len; i++) {
        for (size_t k = 0; k < items->items[i].columns.len; k++) {
            if (orq_ascii_equal(items->items[i].columns.items[k], column))
                return false;
        }
        if (items->items[i].star)
            return false;
    }
    return true;
}

/* OR REPLACE and OR IGNORE make rows vanish; the other words stop the section. */
static bool conflict_is_safe(struct judge *judge, const struct orq_judged *statement)
{
    const char *word = orq_conflict_kind_word(judge->arena, statement->sql, statement->len);
    return !statement->is.replaces &&
           (!word || (!orq_ascii_equal(word, "replace") && !orq_ascii_equal(word, "ignore")));
}

static void judge_update(struct judge *judge, const struct orq_judged *statement)
{
    struct orq_strings columns = {0};
    if (is_own(judge, statement))
        return;
    const struct table *table = statement->is.object ? find_object(judge, statement) : NULL;
    orq_update_columns(judge->arena, statement->sql, statement->len, &columns);
    bool backfill = table && columns.len > 0 && conflict_is_safe(judge, statement);
    for (size_t i = 0; i < columns.len; i++)
        backfill = backfill && is_new_column(table, columns.items[i]);
    if (!backfill)
        lose_rows(judge, statement, "changes rows");
}

static void judge_insert(struct judge *judge, const struct orq_judged *statement)
{
    bool upsert = orq_has_words(statement->sql, statement->len, "DO", "UPDATE");
    bool safe = conflict_is_safe(judge, statement) && !upsert;
    if ((statement->is.replaces || upsert) && !is_own(judge, statement))
        lose_rows(judge, statement, "replaces rows");
    struct table *table = statement->is.object ? find_object(judge, statement) : NULL;
    struct orq_copy *copy = ORQ_NEW(judge->arena, struct orq_copy);
    if (!table || !safe || !orq_copy_read(judge->arena, statement->sql, statement->len, copy))
        return;
    if (table->life == FRESH && !table->copy)
        note_copy(judge, table, copy);
    else if (table->life == REBUILT && find(judge, copy->schema, copy->table) == table->source)
        table->back = copy;
}

static void judge_other(struct judge *judge, const struct orq_judged *statement)
{
    if (orq_ascii_equal_n(statement->sql, statement->len < 7 ? statement->len : 7, "EXPLAIN", 7))
        return;
    ORQ_PUSH(judge->arena, &judge->losses.lines,
             orq_arena_printf(judge->arena, "a statement that is not understood (line %zu)",
                              statement->line));
}

/* NULL: no data is lost by it. */
static judge_fn *const rules[] = {
    [ORQ_SQL_OTHER] = judge_other,
    [ORQ_SQL_CREATE_TABLE] = judge_create,
    [ORQ_SQL_CREATE_TABLE_AS] = judge_create_as,
    [ORQ_SQL_CREATE_INDEX] = NULL,
    [ORQ_SQL_CREATE_VIEW] = NULL,
    [ORQ_SQL_CREATE_TRIGGER] = NULL,
    [ORQ_SQL_CREATE_VIRTUAL] = judge_create,
    [ORQ_SQL_DROP_TABLE] = judge_drop,
    [ORQ_SQL_DROP_INDEX] = NULL,
    [ORQ_SQL_DROP_VIEW] = NULL,
    [ORQ_SQL_DROP_TRIGGER] = NULL,
    [ORQ_SQL_RENAME_TABLE] = judge_rename,
    [ORQ_SQL_RENAME_COLUMN] = NULL,
    [ORQ_SQL_ADD_COLUMN] = judge_add_column,
    [ORQ_SQL_DROP_COLUMN] = judge_drop_column,
    [ORQ_SQL_INSERT] = judge_insert,
    [ORQ_SQL_UPDATE] = judge_update,
    [ORQ_SQL_DELETE] = judge_delete,
    [ORQ_SQL_SELECT] = NULL,
    [ORQ_SQL_PRAGMA] = NULL,
    [ORQ_SQL_TRANSACTION] = NULL,
    [ORQ_SQL_ATTACH] = NULL,
    [ORQ_SQL_REINDEX] = NULL,
};

static bool is_rowid(const struct orq_copy_item *item)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    for (size_t i = 0; item->columns.len == 1 && i < 3; i++) {
        if (orq_ascii_equal(item->columns.items[0], names[i]))
            return true;
    }
    return false;
}

/* Columns that were copied out and did not come back. */
static void judge_columns(struct judge *judge, const struct table *table)
{
    struct orq_map *back = orq_map_new(judge->arena, ORQ_KEYS_FOLDED);
    const struct orq_copy_items *returned = &table->back->items;
    for (size_t i = 0; i < returned->len; i++) {
        if (returned->items[i].star)
            return;
        for (size_t k = 0; k < returned->items[i].columns.len; k++)
            orq_map_put(back, returned->items[i].columns.items[k], judge);
    }
    const struct orq_copy_items *out = &table->source->copy->items;
    for (size_t i = 0; i < out->len; i++) {
        const struct orq_copy_item *item = &out->items[i];
        if (item->star)
            lose(judge, table->name, NULL, table->line);
        else if (!is_rowid(item) && !orq_map_get(back, item->name))
            lose_column(judge, table->name,
                        item->columns.len > 0 ? item->columns.items[0] : item->name, table->line);
    }
}

static void note_rebuild(struct judge *judge, const struct table *table)
{
    struct orq_rebuild rebuild = {.table = table->name,
                                  .kept_in = table->back ? NULL : table->source->name,
                                  .line = table->line};
    const struct orq_copy_items *out = &table->source->copy->items;
    for (size_t i = 0; i < out->len; i++) {
        rebuild.every_column = rebuild.every_column || out->items[i].star;
        for (size_t k = 0; k < out->items[i].columns.len; k++)
            ORQ_PUSH(judge->arena, &rebuild.copied, out->items[i].columns.items[k]);
    }
    ORQ_PUSH(judge->arena, &judge->losses.rebuilds, rebuild);
}

/* At the end: are the rows of a dropped table somewhere to stay? */
static void judge_dropped(struct judge *judge, const struct table *table)
{
    bool kept = table->back || (!table->source->temporary && !table->source->gone);
    if (!kept) {
        lose(judge, table->name, NULL, table->line);
        return;
    }
    if (table->back)
        judge_columns(judge, table);
    else if (orq_map_get(judge->permanent, table->name) != table->source)
        keep(judge, table->name, NULL, table->source);
    note_rebuild(judge, table);
}

/* What an archive holds was put somewhere, or back, when a row is written from it. */
static void note_read_archives(struct judge *judge, const struct orq_judged *statement)
{
    struct orq_strings names = {0};
    bool writes = statement->is.kind == ORQ_SQL_INSERT || statement->is.kind == ORQ_SQL_UPDATE;
    if (!writes)
        return;
    orq_archives_read(judge->arena, "sqlite", (struct orq_slice){statement->sql, statement->len},
                      &names);
    for (size_t i = 0; i < names.len; i++) {
        struct table *table = orq_map_get(judge->permanent, names.items[i]);
        if (!table)
            table = add_table(judge, names.items[i], KNOWN, false);
        table->read = true;
    }
}

struct orq_losses orq_sqlite_losses(struct orq_arena *arena,
                                    const struct orq_judged_list *statements)
{
    struct judge judge = {.arena = arena,
                          .permanent = orq_map_new(arena, ORQ_KEYS_FOLDED),
                          .temporary = orq_map_new(arena, ORQ_KEYS_FOLDED),
                          .copies = orq_map_new(arena, ORQ_KEYS_FOLDED),
                          .keepers = orq_map_new(arena, ORQ_KEYS_FOLDED)};
    for (size_t i = 0; i < statements->len; i++) {
        note_read_archives(&judge, &statements->items[i]);
        judge_fn *rule = rules[statements->items[i].is.kind];
        if (rule)
            rule(&judge, &statements->items[i]);
    }
    for (size_t i = 0; i < judge.dropped.len; i++)
        judge_dropped(&judge, judge.dropped.items[i]);
    for (size_t i = 0; i < judge.kept.len; i++) {
        const struct column_loss *loss = &judge.kept.items[i];
        if (loss->keeper->gone)
            lose(&judge, loss->table, loss->column, loss->line);
        else
            keep(&judge, loss->table, loss->column, loss->keeper);
    }
    return judge.losses;
}
