/* The tree of a stored CREATE TABLE or CREATE INDEX as a table or an index of
 * the model. What stands beside a column and what stands at the end of the table becomes the
 * same; `column` tells where it was. */
#include "introspect/sqlite_parts.h"

#include "model/dialect.h"
#include "sql/sqlite_ddl.h"

#include <string.h>

struct table_reader {
    struct orq_reading *reading;
    const char *text;
    struct orq_table *table;
};

/* ---- texts ---- */

static bool absent(struct orq_range range)
{
    return range.from == range.to;
}

static const char *cut(struct orq_reading *reading, const char *text, struct orq_range range)
{
    return orq_arena_strndup(reading->arena, text + range.from, range.to - range.from);
}

static struct orq_sql sql_of(struct orq_reading *reading, const char *text, struct orq_range range)
{
    return (struct orq_sql){.text = absent(range) ? NULL : cut(reading, text, range)};
}

/* The text, which may be the scratch's, kept for good; of equal texts there is one. */
static const char *word(struct orq_reading *reading, const char *text)
{
    if (!text)
        return NULL;
    char *known = orq_map_get(reading->words, text);
    if (known)
        return known;
    known = orq_arena_strdup(reading->arena, text);
    orq_map_put(reading->words, known, known);
    return known;
}

static const char *word_at(struct orq_reading *reading, const char *text, struct orq_range range)
{
    return word(reading,
                orq_arena_strndup(reading->scratch, text + range.from, range.to - range.from));
}

/* A text that few tables share. */
static const char *name(struct orq_reading *reading, const char *text)
{
    return text ? orq_arena_strdup(reading->arena, text) : NULL;
}

static struct orq_place place_of(struct orq_range range)
{
    return (struct orq_place){(uint32_t)range.from, (uint32_t)range.to};
}

/* ---- words ---- */

static enum orq_action action_of(const char *word)
{
    for (unsigned i = 0; word && i <= ORQ_SET_DEFAULT; i++)
        if (orq_ascii_equal(word, orq_action_sql(i)))
            return i;
    return ORQ_NO_ACTION;
}

/* SQLite takes any name behind MATCH, and heeds none. */
static enum orq_match match_of(const char *word)
{
    for (unsigned i = 0; word && i <= ORQ_MATCH_PARTIAL; i++)
        if (orq_ascii_equal(word, orq_match_sql(i)))
            return i;
    return ORQ_MATCH_SIMPLE;
}

static enum orq_conflict conflict_of(const char *word)
{
    for (unsigned i = 0; word && i <= ORQ_CONFLICT_REPLACE; i++)
        if (orq_ascii_equal(word, orq_conflict_sql(i)))
            return i;
    return ORQ_CONFLICT_ABORT;
}

static enum orq_deferrable deferrable_of(const struct orq_ddl_constraint *ddl)
{
    if (!ddl->deferrable_written || ddl->not_deferrable)
        return ORQ_NOT_DEFERRABLE;
    return ddl->initially_deferred ? ORQ_INITIALLY_DEFERRED : ORQ_INITIALLY_IMMEDIATE;
}

/* ---- constraints ---- */

static struct orq_key_parts room_for_parts(struct orq_reading *reading, size_t len)
{
    return (struct orq_key_parts){.items = ORQ_NEW_ARRAY(reading->arena, struct orq_key_part, len),
                                  .cap = len};
}

static void add_parts(struct orq_reading *reading, const char *text,
                      const struct orq_ddl_parts *ddl, struct orq_key_parts *parts)
{
    if (ddl->len == 0)
        return;
    *parts = room_for_parts(reading, ddl->len);
    for (size_t i = 0; i < ddl->len; i++) {
        const struct orq_ddl_part *from = &ddl->items[i];
        struct orq_key_part part = {.column = word(reading, from->column),
                                    .collation = word(reading, from->collation),
                                    .descending = from->descending};
        if (!from->column)
            part.expr = sql_of(reading, text, from->expr);
        ORQ_PUSH(reading->arena, parts, part);
    }
}

static void take_reference(struct orq_reading *reading, struct orq_constraint *constraint,
                           const struct orq_ddl_constraint *ddl)
{
    constraint->ref_table = name(reading, ddl->ref_table);
    for (size_t i = 0; i < ddl->ref_columns.len; i++)
        ORQ_PUSH(reading->arena, &constraint->ref_columns,
                 word(reading, ddl->ref_columns.items[i]));
    constraint->on_delete = action_of(ddl->on_delete);
    constraint->on_update = action_of(ddl->on_update);
    constraint->match = match_of(ddl->match);
    constraint->deferrable = deferrable_of(ddl);
}

static void add_constraint(struct table_reader *reader, enum orq_kind kind,
                           const struct orq_ddl_constraint *ddl, const char *column)
{
    struct orq_reading *reading = reader->reading;
    struct orq_constraint *constraint = ORQ_NEW(reading->arena, struct orq_constraint);
    constraint->kind = kind;
    constraint->name = name(reading, ddl->name);
    constraint->name_given = ddl->name != NULL;
    constraint->column = column;
    constraint->on_conflict = conflict_of(ddl->conflict);
    constraint->autoincrement = ddl->autoincrement;
    constraint->place = place_of(ddl->text);
    if (kind == ORQ_KIND_CHECK) {
        constraint->expr = sql_of(reading, reader->text, ddl->expr);
    } else if (column) {
        constraint->parts = room_for_parts(reading, 1);
        constraint->parts.items[constraint->parts.len++] =
            (struct orq_key_part){.column = column, .descending = ddl->descending};
    } else {
        add_parts(reading, reader->text, &ddl->parts, &constraint->parts);
    }
    if (kind == ORQ_KIND_FOREIGN_KEY)
        take_reference(reading, constraint, ddl);
    ORQ_PUSH(reading->arena, &reader->table->constraints, constraint);
}

/* ---- columns ---- */

/* Nearly every type is one word, with a size or without: it stands as it is. */
static bool plain_type(const char *text, struct orq_range range)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
    size_t len = range.to - range.from;
    size_t word = strspn(text + range.from, letters);
    if (word == len)
        return true;
    const char *size = text + range.from + word;
    size_t digits = word < len && size[0] == '(' ? strspn(size + 1, "0123456789") : 0;
    return word > 0 && digits > 0 && word + digits + 2 == len && size[1 + digits] == ')';
}

static const char *type_of(struct table_reader *reader, struct orq_range range)
{
    const char *problem = NULL;
    if (absent(range))
        return "";
    const char *written = word_at(reader->reading, reader->text, range);
    if (plain_type(reader->text, range))
        return written;
    const char *type = orq_sqlite.type_text(reader->reading->scratch, written, &problem);
    return type ? word(reader->reading, type) : written;
}

/* One clause beside a column. Repeated ones overwrite, as in the engine. */
static void take_clause(struct table_reader *reader, struct orq_column *column,
                        const struct orq_ddl_constraint *ddl)
{
    switch (ddl->kind) {
    case ORQ_DDL_PRIMARY_KEY:
        add_constraint(reader, ORQ_KIND_PRIMARY_KEY, ddl, column->name);
        break;
    case ORQ_DDL_NOT_NULL:
        column->nullable = false;
        column->not_null_conflict = conflict_of(ddl->conflict);
        break;
    case ORQ_DDL_UNIQUE:
        add_constraint(reader, ORQ_KIND_UNIQUE, ddl, column->name);
        break;
    case ORQ_DDL_CHECK:
        add_constraint(reader, ORQ_KIND_CHECK, ddl, column->name);
        break;
    case ORQ_DDL_DEFAULT:
        column->default_expr =
            (struct orq_sql){.text = word_at(reader->reading, reader->text, ddl->expr)};
        break;
    case ORQ_DDL_COLLATE:
        column->collation = word(reader->reading, ddl->collation);
        break;
    case ORQ_DDL_REFERENCES:
        add_constraint(reader, ORQ_KIND_FOREIGN_KEY, ddl, column->name);
        break;
    case ORQ_DDL_GENERATED:
        column->generated = ddl->stored ? ORQ_GENERATED_STORED : ORQ_GENERATED_VIRTUAL;
        column->generated_expr = sql_of(reader->reading, reader->text, ddl->expr);
        break;
    case ORQ_DDL_NULL:
    case ORQ_DDL_BODILESS:
        break;
    }
}

static void add_column(struct table_reader *reader, const struct orq_ddl_column *ddl)
{
    struct orq_column *column = ORQ_NEW(reader->reading->arena, struct orq_column);
    column->name = word(reader->reading, ddl->name);
    column->type = type_of(reader, ddl->type);
    column->nullable = true;
    column->place = place_of(ddl->text);
    for (size_t i = 0; i < ddl->constraints.len; i++)
        take_clause(reader, column, &ddl->constraints.items[i]);
    orq_table_add_column(reader->reading->arena, reader->table, column);
}

static void take_table_clause(struct table_reader *reader, const struct orq_ddl_constraint *ddl)
{
    static const struct {
        enum orq_ddl_kind from;
        enum orq_kind to;
    } kinds[] = {
        {ORQ_DDL_PRIMARY_KEY, ORQ_KIND_PRIMARY_KEY},
        {ORQ_DDL_UNIQUE, ORQ_KIND_UNIQUE},
        {ORQ_DDL_CHECK, ORQ_KIND_CHECK},
        {ORQ_DDL_REFERENCES, ORQ_KIND_FOREIGN_KEY},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].from == ddl->kind)
            add_constraint(reader, kinds[i].to, ddl, NULL);
}

/* Key columns of an ordinary table admit NULL unless they are declared NOT NULL, but for the
 * rowid's alias; those of WITHOUT ROWID and STRICT tables never do:
 * https://www.sqlite.org/lang_createtable.html#the_primary_key */
static void settle_key(struct orq_table *table)
{
    const struct orq_constraint *key = orq_table_primary_key(table);
    if (!key)
        return;
    bool always = table->without_rowid || table->strict || orq_table_rowid_alias(table);
    for (size_t i = 0; always && i < key->parts.len; i++) {
        struct orq_column *column = orq_table_column(table, key->parts.items[i].column);
        if (column)
            column->nullable = false;
    }
}

/* ---- statements ---- */

struct orq_reading orq_reading_begin(struct orq_arena *arena)
{
    struct orq_reading reading = {
        .arena = arena, .scratch = orq_arena_new(), .passing = orq_arena_new()};
    reading.words = orq_map_new(reading.passing, ORQ_KEYS_EXACT);
    return reading;
}

void orq_reading_end(struct orq_reading *reading)
{
    orq_arena_free(reading->scratch);
    orq_arena_free(reading->passing);
}

struct orq_table *orq_read_table(struct orq_reading *reading, const char *sql,
                                 struct orq_expr_error *error)
{
    orq_arena_reset(reading->scratch);
    const struct orq_ddl_table *ddl = orq_ddl_parse_table(reading->scratch, sql, error);
    if (!ddl)
        return NULL;
    struct orq_arena *arena = reading->arena;
    struct orq_table *table = orq_table_new(arena, name(reading, ddl->name));
    struct table_reader reader = {reading, sql, table};
    table->sql = sql;
    table->strict = ddl->strict;
    table->without_rowid = ddl->without_rowid;
    table->columns.items = ORQ_NEW_ARRAY(arena, struct orq_column *, ddl->columns.len);
    table->columns.cap = ddl->columns.len;
    for (size_t i = 0; i < ddl->columns.len; i++)
        add_column(&reader, &ddl->columns.items[i]);
    for (size_t i = 0; i < ddl->constraints.len; i++)
        take_table_clause(&reader, &ddl->constraints.items[i]);
    settle_key(table);
    return table;
}

struct orq_index *orq_read_index(struct orq_reading *reading, const char *sql,
                                 struct orq_expr_error *error)
{
    orq_arena_reset(reading->scratch);
    const struct orq_ddl_index *ddl = orq_ddl_parse_index(reading->scratch, sql, error);
    if (!ddl)
        return NULL;
    struct orq_index *index = ORQ_NEW(reading->arena, struct orq_index);
    index->name = name(reading, ddl->name);
    index->name_given = true;
    index->unique = ddl->unique;
    add_parts(reading, sql, &ddl->parts, &index->parts);
    index->where = sql_of(reading, sql, ddl->where);
    index->sql = sql;
    return index;
}

struct orq_table *orq_table_from_ddl(struct orq_arena *arena, const char *sql,
                                     struct orq_expr_error *error)
{
    struct orq_reading reading = orq_reading_begin(arena);
    struct orq_table *table = orq_read_table(&reading, sql, error);
    orq_reading_end(&reading);
    return table;
}

struct orq_index *orq_index_from_ddl(struct orq_arena *arena, const char *sql,
                                     struct orq_expr_error *error)
{
    struct orq_reading reading = orq_reading_begin(arena);
    struct orq_index *index = orq_read_index(&reading, sql, error);
    orq_reading_end(&reading);
    return index;
}
