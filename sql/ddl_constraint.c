#include "sql/ddl_private.h"

typedef void body_reader(struct orq_cursor *cursor, enum orq_ddl_level level,
                         struct orq_ddl_constraint *constraint);

static const char *accept_any(struct orq_cursor *cursor, const enum orq_keyword *words, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (orq_cursor_accept_word(cursor, words[i]))
            return orq_keyword_text(words[i]);
    return NULL;
}

#define ACCEPT_ANY(cursor, words) accept_any((cursor), (words), sizeof(words) / sizeof *(words))

static void read_conflict(struct orq_cursor *cursor, struct orq_ddl_constraint *constraint)
{
    static const enum orq_keyword actions[] = {ORQ_KW_ROLLBACK, ORQ_KW_ABORT, ORQ_KW_FAIL,
                                               ORQ_KW_IGNORE, ORQ_KW_REPLACE};
    if (cursor->word != ORQ_KW_ON || cursor->ahead_word != ORQ_KW_CONFLICT)
        return;
    orq_cursor_advance(cursor);
    orq_cursor_advance(cursor);
    constraint->conflict = ACCEPT_ANY(cursor, actions);
    if (!constraint->conflict)
        orq_cursor_fail(cursor, "ON CONFLICT takes ROLLBACK, ABORT, FAIL, IGNORE or REPLACE");
}

static void read_primary_key(struct orq_cursor *cursor, enum orq_ddl_level level,
                             struct orq_ddl_constraint *constraint)
{
    constraint->kind = ORQ_DDL_PRIMARY_KEY;
    orq_cursor_advance(cursor);
    orq_cursor_expect_word(cursor, ORQ_KW_KEY, "KEY is expected behind PRIMARY");
    if (level == ORQ_DDL_OF_TABLE) {
        orq_ddl_read_parts(cursor, &constraint->parts, &constraint->autoincrement);
        read_conflict(cursor, constraint);
        return;
    }
    constraint->descending = cursor->word == ORQ_KW_DESC;
    if (constraint->descending || cursor->word == ORQ_KW_ASC)
        orq_cursor_advance(cursor);
    read_conflict(cursor, constraint);
    constraint->autoincrement = orq_cursor_accept_word(cursor, ORQ_KW_AUTOINCREMENT);
}

static void read_unique(struct orq_cursor *cursor, enum orq_ddl_level level,
                        struct orq_ddl_constraint *constraint)
{
    constraint->kind = ORQ_DDL_UNIQUE;
    orq_cursor_advance(cursor);
    if (level == ORQ_DDL_OF_TABLE)
        orq_ddl_read_parts(cursor, &constraint->parts, NULL);
    read_conflict(cursor, constraint);
}

static void read_check(struct orq_cursor *cursor, enum orq_ddl_level level,
                       struct orq_ddl_constraint *constraint)
{
    (void)level;
    constraint->kind = ORQ_DDL_CHECK;
    orq_cursor_advance(cursor);
    constraint->expr = orq_cursor_parentheses(cursor);
    read_conflict(cursor, constraint);
}

/* [NOT] DEFERRABLE [INITIALLY DEFERRED | IMMEDIATE]; the last one that is written holds. */
static void read_deferrable(struct orq_cursor *cursor, struct orq_ddl_constraint *constraint)
{
    constraint->deferrable_written = true;
    constraint->not_deferrable = orq_cursor_accept_word(cursor, ORQ_KW_NOT);
    constraint->initially_deferred = false;
    orq_cursor_expect_word(cursor, ORQ_KW_DEFERRABLE, "DEFERRABLE is expected here");
    if (!orq_cursor_accept_word(cursor, ORQ_KW_INITIALLY))
        return;
    if (orq_cursor_accept_word(cursor, ORQ_KW_DEFERRED))
        constraint->initially_deferred = !constraint->not_deferrable;
    else
        orq_cursor_expect_word(cursor, ORQ_KW_IMMEDIATE, "INITIALLY takes DEFERRED or IMMEDIATE");
}

static bool at_deferrable(const struct orq_cursor *cursor)
{
    return cursor->word == ORQ_KW_DEFERRABLE ||
           (cursor->word == ORQ_KW_NOT && cursor->ahead_word == ORQ_KW_DEFERRABLE);
}

static const char *read_action(struct orq_cursor *cursor)
{
    static const struct {
        enum orq_keyword first, second;
        const char *text;
    } actions[] = {{ORQ_KW_SET, ORQ_KW_NULL, "SET NULL"},
                   {ORQ_KW_SET, ORQ_KW_DEFAULT, "SET DEFAULT"},
                   {ORQ_KW_NO, ORQ_KW_ACTION, "NO ACTION"},
                   {ORQ_KW_CASCADE, ORQ_KW_NONE, "CASCADE"},
                   {ORQ_KW_RESTRICT, ORQ_KW_NONE, "RESTRICT"}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        bool two = actions[i].second != ORQ_KW_NONE;
        if (cursor->word != actions[i].first || (two && cursor->ahead_word != actions[i].second))
            continue;
        orq_cursor_advance(cursor);
        if (two)
            orq_cursor_advance(cursor);
        return actions[i].text;
    }
    orq_cursor_fail(cursor, "a foreign key's action is expected here");
    return NULL;
}

/* ON DELETE … and its like; ON INSERT is legal, and means nothing. */
static void read_event(struct orq_cursor *cursor, struct orq_ddl_constraint *constraint)
{
    orq_cursor_advance(cursor);
    if (orq_cursor_accept_word(cursor, ORQ_KW_DELETE))
        constraint->on_delete = read_action(cursor);
    else if (orq_cursor_accept_word(cursor, ORQ_KW_UPDATE))
        constraint->on_update = read_action(cursor);
    else if (orq_cursor_expect_word(cursor, ORQ_KW_INSERT, "ON takes DELETE or UPDATE here"))
        read_action(cursor);
}

static const char *upper(struct orq_arena *arena, const char *text)
{
    char *copy = orq_arena_strdup(arena, text ? text : "");
    for (char *at = copy; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    return copy;
}

static void read_references(struct orq_cursor *cursor, enum orq_ddl_level level,
                            struct orq_ddl_constraint *constraint)
{
    (void)level;
    struct orq_ddl_parts parents = {0};
    constraint->kind = ORQ_DDL_REFERENCES;
    orq_cursor_expect_word(cursor, ORQ_KW_REFERENCES, "REFERENCES is expected here");
    constraint->ref_table = orq_cursor_name(cursor, NULL);
    if (orq_cursor_at(cursor, '('))
        orq_ddl_read_names(cursor, &parents);
    for (size_t i = 0; i < parents.len; i++)
        ORQ_PUSH(cursor->arena, &constraint->ref_columns, parents.items[i].column);
    for (;;) {
        if (cursor->word == ORQ_KW_ON)
            read_event(cursor, constraint);
        else if (orq_cursor_accept_word(cursor, ORQ_KW_MATCH))
            constraint->match = upper(cursor->arena, orq_cursor_name(cursor, NULL));
        else if (at_deferrable(cursor))
            read_deferrable(cursor, constraint);
        else
            return;
    }
}

static void read_foreign_key(struct orq_cursor *cursor, enum orq_ddl_level level,
                             struct orq_ddl_constraint *constraint)
{
    orq_cursor_advance(cursor);
    orq_cursor_expect_word(cursor, ORQ_KW_KEY, "KEY is expected behind FOREIGN");
    orq_ddl_read_names(cursor, &constraint->parts);
    read_references(cursor, level, constraint);
}

static void read_not(struct orq_cursor *cursor, enum orq_ddl_level level,
                     struct orq_ddl_constraint *constraint)
{
    (void)level;
    if (at_deferrable(cursor)) {
        read_deferrable(cursor, constraint);
        return;
    }
    constraint->kind = ORQ_DDL_NOT_NULL;
    orq_cursor_advance(cursor);
    orq_cursor_expect_word(cursor, ORQ_KW_NULL, "NULL is expected behind NOT");
    read_conflict(cursor, constraint);
}

static void read_null(struct orq_cursor *cursor, enum orq_ddl_level level,
                      struct orq_ddl_constraint *constraint)
{
    (void)level;
    constraint->kind = ORQ_DDL_NULL;
    orq_cursor_advance(cursor);
    read_conflict(cursor, constraint);
}

static void read_default(struct orq_cursor *cursor, enum orq_ddl_level level,
                         struct orq_ddl_constraint *constraint)
{
    (void)level;
    constraint->kind = ORQ_DDL_DEFAULT;
    orq_cursor_advance(cursor);
    size_t from = cursor->token.offset;
    if (orq_cursor_at(cursor, '(')) {
        orq_cursor_parentheses(cursor);
    } else {
        if (orq_cursor_at(cursor, '-') || orq_cursor_at(cursor, '+'))
            orq_cursor_advance(cursor);
        if (cursor->token.kind == ORQ_TOKEN_PUNCT || cursor->token.kind == ORQ_TOKEN_INVALID ||
            cursor->token.kind == ORQ_TOKEN_END)
            orq_cursor_fail(cursor, "a default value is expected here");
        orq_cursor_advance(cursor);
    }
    constraint->expr = (struct orq_range){from, cursor->end};
}

static void read_collate(struct orq_cursor *cursor, enum orq_ddl_level level,
                         struct orq_ddl_constraint *constraint)
{
    (void)level;
    constraint->kind = ORQ_DDL_COLLATE;
    orq_cursor_advance(cursor);
    constraint->collation = orq_cursor_name(cursor, NULL);
}

/* [GENERATED ALWAYS] AS (…) [STORED | VIRTUAL]. Without an AS the words say nothing. */
static void read_generated(struct orq_cursor *cursor, enum orq_ddl_level level,
                           struct orq_ddl_constraint *constraint)
{
    (void)level;
    if (orq_cursor_accept_word(cursor, ORQ_KW_GENERATED))
        orq_cursor_expect_word(cursor, ORQ_KW_ALWAYS, "ALWAYS is expected behind GENERATED");
    if (!orq_cursor_accept_word(cursor, ORQ_KW_AS))
        return;
    constraint->kind = ORQ_DDL_GENERATED;
    constraint->expr = orq_cursor_parentheses(cursor);
    constraint->stored = orq_token_is(cursor->text, cursor->token, "STORED");
    if (constraint->stored || cursor->word == ORQ_KW_VIRTUAL)
        orq_cursor_advance(cursor);
}

static const struct {
    enum orq_keyword word;
    unsigned levels;
    body_reader *read;
} bodies[] = {
    {ORQ_KW_PRIMARY, ORQ_DDL_OF_COLUMN | ORQ_DDL_OF_TABLE, read_primary_key},
    {ORQ_KW_UNIQUE, ORQ_DDL_OF_COLUMN | ORQ_DDL_OF_TABLE, read_unique},
    {ORQ_KW_CHECK, ORQ_DDL_OF_COLUMN | ORQ_DDL_OF_TABLE, read_check},
    {ORQ_KW_FOREIGN, ORQ_DDL_OF_TABLE, read_foreign_key},
    {ORQ_KW_NOT, ORQ_DDL_OF_COLUMN, read_not},
    {ORQ_KW_DEFERRABLE, ORQ_DDL_OF_COLUMN, read_not},
    {ORQ_KW_NULL, ORQ_DDL_OF_COLUMN, read_null},
    {ORQ_KW_DEFAULT, ORQ_DDL_OF_COLUMN, read_default},
    {ORQ_KW_COLLATE, ORQ_DDL_OF_COLUMN, read_collate},
    {ORQ_KW_REFERENCES, ORQ_DDL_OF_COLUMN, read_references},
    {ORQ_KW_GENERATED, ORQ_DDL_OF_COLUMN, read_generated},
    {ORQ_KW_AS, ORQ_DDL_OF_COLUMN, read_generated},
};

static body_reader *body_at(const struct orq_cursor *cursor, enum orq_ddl_level level)
{
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (bodies[i].word == cursor->word && (bodies[i].levels & level) != 0)
            return bodies[i].read;
    return NULL;
}

bool orq_ddl_at_table_constraint(const struct orq_cursor *cursor)
{
    return cursor->word == ORQ_KW_CONSTRAINT || body_at(cursor, ORQ_DDL_OF_TABLE);
}

bool orq_ddl_read_constraint(struct orq_cursor *cursor, enum orq_ddl_level level,
                             struct orq_ddl_constraint *constraint)
{
    *constraint = (struct orq_ddl_constraint){.kind = ORQ_DDL_BODILESS};
    size_t from = cursor->token.offset;
    while (orq_cursor_accept_word(cursor, ORQ_KW_CONSTRAINT))
        constraint->name = orq_cursor_name(cursor, NULL);
    size_t body = cursor->token.offset;
    body_reader *read = body_at(cursor, level);
    if (read)
        read(cursor, level, constraint);
    else if (constraint->name)
        body = cursor->end;
    else
        orq_cursor_fail(cursor, "a constraint, a comma or a parenthesis is expected here");
    constraint->text = (struct orq_range){from, cursor->end};
    constraint->body = (struct orq_range){body, cursor->end};
    return !cursor->failed;
}
