#include "sql/classify.h"

#include "sql/cursor_private.h"

typedef void reader(struct orq_cursor *cursor, struct orq_statement_class *class);

static void read_object(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    if (!orq_cursor_at_name(cursor, true))
        return;
    class->object = orq_cursor_name(cursor, NULL);
    if (!orq_cursor_accept(cursor, '.'))
        return;
    class->schema = class->object;
    class->object = orq_cursor_name(cursor, NULL);
    class->temporary |= orq_ascii_equal(class->schema, "temp");
}

/* IF EXISTS, IF NOT EXISTS */
static void read_if_exists(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    if (cursor->word != ORQ_KW_IF ||
        (cursor->ahead_word != ORQ_KW_EXISTS && cursor->ahead_word != ORQ_KW_NOT))
        return;
    orq_cursor_advance(cursor);
    orq_cursor_accept_word(cursor, ORQ_KW_NOT);
    class->if_exists = orq_cursor_accept_word(cursor, ORQ_KW_EXISTS);
}

static enum orq_statement_kind kind_of(enum orq_keyword word, bool create)
{
    static const struct {
        enum orq_keyword word;
        enum orq_statement_kind create, drop;
    } kinds[] = {{ORQ_KW_TABLE, ORQ_SQL_CREATE_TABLE, ORQ_SQL_DROP_TABLE},
                 {ORQ_KW_INDEX, ORQ_SQL_CREATE_INDEX, ORQ_SQL_DROP_INDEX},
                 {ORQ_KW_VIEW, ORQ_SQL_CREATE_VIEW, ORQ_SQL_DROP_VIEW},
                 {ORQ_KW_TRIGGER, ORQ_SQL_CREATE_TRIGGER, ORQ_SQL_DROP_TRIGGER},
                 {ORQ_KW_VIRTUAL, ORQ_SQL_CREATE_VIRTUAL, ORQ_SQL_OTHER}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].word == word)
            return create ? kinds[i].create : kinds[i].drop;
    return ORQ_SQL_OTHER;
}

static void read_create(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    class->temporary = orq_cursor_accept_word(cursor, ORQ_KW_TEMP) ||
                       orq_cursor_accept_word(cursor, ORQ_KW_TEMPORARY);
    orq_cursor_accept_word(cursor, ORQ_KW_UNIQUE);
    class->kind = kind_of(cursor->word, true);
    if (class->kind == ORQ_SQL_OTHER)
        return;
    orq_cursor_advance(cursor);
    if (class->kind == ORQ_SQL_CREATE_VIRTUAL)
        orq_cursor_accept_word(cursor, ORQ_KW_TABLE);
    read_if_exists(cursor, class);
    read_object(cursor, class);
    if (class->kind == ORQ_SQL_CREATE_TABLE && cursor->word == ORQ_KW_AS)
        class->kind = ORQ_SQL_CREATE_TABLE_AS;
}

static void read_drop(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    class->kind = kind_of(cursor->word, false);
    if (class->kind == ORQ_SQL_OTHER)
        return;
    orq_cursor_advance(cursor);
    read_if_exists(cursor, class);
    read_object(cursor, class);
}

static void read_rename(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    class->kind = ORQ_SQL_RENAME_TABLE;
    if (cursor->word != ORQ_KW_TO) {
        class->kind = ORQ_SQL_RENAME_COLUMN;
        orq_cursor_accept_word(cursor, ORQ_KW_COLUMN);
        class->column = orq_cursor_name(cursor, NULL);
    }
    if (orq_cursor_accept_word(cursor, ORQ_KW_TO))
        class->renamed = orq_cursor_name(cursor, NULL);
}

static void read_alter(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    if (!orq_cursor_accept_word(cursor, ORQ_KW_TABLE))
        return;
    read_object(cursor, class);
    if (orq_cursor_accept_word(cursor, ORQ_KW_RENAME)) {
        read_rename(cursor, class);
    } else if (orq_cursor_accept_word(cursor, ORQ_KW_ADD)) {
        orq_cursor_accept_word(cursor, ORQ_KW_COLUMN);
        if (orq_cursor_at_name(cursor, true))
            class->kind = ORQ_SQL_ADD_COLUMN;
    } else if (orq_cursor_accept_word(cursor, ORQ_KW_DROP)) {
        orq_cursor_accept_word(cursor, ORQ_KW_COLUMN);
        if (!orq_cursor_at_name(cursor, true))
            return;
        class->kind = ORQ_SQL_DROP_COLUMN;
        class->column = orq_cursor_name(cursor, NULL);
    }
}

/* OR REPLACE, and the other resolutions of a conflict. */
static void read_resolution(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    if (!orq_cursor_accept_word(cursor, ORQ_KW_OR))
        return;
    class->replaces = cursor->word == ORQ_KW_REPLACE;
    orq_cursor_advance(cursor);
}

/* Is there a WHERE outside all parentheses? */
static bool has_where(struct orq_cursor *cursor)
{
    size_t depth = 0;
    for (; cursor->token.kind != ORQ_TOKEN_END; orq_cursor_advance(cursor)) {
        if (orq_cursor_at(cursor, '('))
            depth++;
        else if (orq_cursor_at(cursor, ')') && depth > 0)
            depth--;
        else if (cursor->word == ORQ_KW_WHERE && depth == 0)
            return true;
    }
    return false;
}

static void read_insert(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    class->kind = ORQ_SQL_INSERT;
    read_resolution(cursor, class);
    orq_cursor_accept_word(cursor, ORQ_KW_INTO);
    read_object(cursor, class);
}

static void read_replace(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    read_insert(cursor, class);
    class->replaces = true;
}

static void read_update(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    class->kind = ORQ_SQL_UPDATE;
    read_resolution(cursor, class);
    read_object(cursor, class);
    class->filtered = has_where(cursor);
}

static void read_delete(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    class->kind = ORQ_SQL_DELETE;
    orq_cursor_accept_word(cursor, ORQ_KW_FROM);
    read_object(cursor, class);
    class->filtered = has_where(cursor);
}

static void read_select(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    (void)cursor;
    class->kind = ORQ_SQL_SELECT;
}

static void read_pragma(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    class->kind = ORQ_SQL_PRAGMA;
    read_object(cursor, class);
}

static void read_transaction(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    (void)cursor;
    class->kind = ORQ_SQL_TRANSACTION;
}

static void read_attach(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    (void)cursor;
    class->kind = ORQ_SQL_ATTACH;
}

static void read_reindex(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    class->kind = ORQ_SQL_REINDEX;
    read_object(cursor, class);
}

static reader read_with;

static const struct {
    enum orq_keyword word;
    bool after_with;
    reader *read;
} statements[] = {
    {ORQ_KW_CREATE, false, read_create},        {ORQ_KW_DROP, false, read_drop},
    {ORQ_KW_ALTER, false, read_alter},          {ORQ_KW_INSERT, true, read_insert},
    {ORQ_KW_REPLACE, true, read_replace},       {ORQ_KW_UPDATE, true, read_update},
    {ORQ_KW_DELETE, true, read_delete},         {ORQ_KW_SELECT, true, read_select},
    {ORQ_KW_VALUES, true, read_select},         {ORQ_KW_WITH, false, read_with},
    {ORQ_KW_PRAGMA, false, read_pragma},        {ORQ_KW_BEGIN, false, read_transaction},
    {ORQ_KW_COMMIT, false, read_transaction},   {ORQ_KW_END, false, read_transaction},
    {ORQ_KW_ROLLBACK, false, read_transaction}, {ORQ_KW_SAVEPOINT, false, read_transaction},
    {ORQ_KW_RELEASE, false, read_transaction},  {ORQ_KW_ATTACH, false, read_attach},
    {ORQ_KW_DETACH, false, read_attach},        {ORQ_KW_VACUUM, false, read_attach},
    {ORQ_KW_REINDEX, false, read_reindex},      {ORQ_KW_ANALYZE, false, read_reindex},
};

static reader *reader_of(enum orq_keyword word, bool after_with)
{
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        if (statements[i].word == word && (!after_with || statements[i].after_with))
            return statements[i].read;
    return NULL;
}

/* WITH name AS (…), …: what comes behind decides. A table of it may be called replace. */
static void read_with(struct orq_cursor *cursor, struct orq_statement_class *class)
{
    size_t depth = 0;
    for (; cursor->token.kind != ORQ_TOKEN_END; orq_cursor_advance(cursor)) {
        if (orq_cursor_at(cursor, '('))
            depth++;
        else if (orq_cursor_at(cursor, ')') && depth > 0)
            depth--;
        bool named = cursor->word == ORQ_KW_REPLACE && cursor->ahead_word != ORQ_KW_INTO;
        reader *read = depth == 0 && !named ? reader_of(cursor->word, true) : NULL;
        if (!read)
            continue;
        orq_cursor_advance(cursor);
        read(cursor, class);
        return;
    }
}

struct orq_statement_class orq_statement_classify(struct orq_arena *arena, const char *sql,
                                                  size_t len)
{
    struct orq_statement_class class = {.kind = ORQ_SQL_OTHER};
    struct orq_cursor cursor = orq_cursor_new(arena, sql, len, NULL);
    reader *read = cursor.word == ORQ_KW_NONE ? NULL : reader_of(cursor.word, false);
    if (!read)
        return class;
    orq_cursor_advance(&cursor);
    read(&cursor, &class);
    return class;
}
