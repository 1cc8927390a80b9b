#include "sql/classify_postgres_private.h"

#include <string.h>

typedef void reader(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects);

const char *orq_pg_take_relation(struct orq_pg_cursor *cursor)
{
    const char *schema, *name;
    if (orq_pg_at(cursor, "if")) {
        cursor->at++;
        orq_pg_accept(cursor, "not");
        orq_pg_accept(cursor, "exists");
    }
    orq_pg_accept(cursor, "only");
    if (!orq_pg_take_qualified(cursor, &schema, &name))
        return NULL;
    orq_pg_accept(cursor, "*");
    return schema ? orq_arena_printf(cursor->arena, "%s.%s", schema, name) : name;
}

void orq_pg_add_effect(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects,
                       struct orq_pg_effect effect)
{
    ORQ_PUSH(cursor->arena, effects, effect);
}

static void add(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects,
                enum orq_pg_effect_kind kind, const char *object)
{
    orq_pg_add_effect(cursor, effects, (struct orq_pg_effect){.kind = kind, .object = object});
}

bool orq_pg_has_word(const struct orq_pg_cursor *cursor, const char *word)
{
    struct orq_pg_cursor ahead = *cursor;
    for (; !orq_pg_at_kind(&ahead, ORQ_PG_END); ahead.at++)
        if (orq_pg_at(&ahead, word))
            return true;
    return false;
}

/* With IF NOT EXISTS the table may be an older one, and have rows. */
static void read_create(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    static const char *const words[] = {"global", "local", "temp", "temporary", "unlogged"};
    bool temporary = orq_pg_at(cursor, "global") || orq_pg_at(cursor, "local") ||
                     orq_pg_at(cursor, "temp") || orq_pg_at(cursor, "temporary");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        orq_pg_accept(cursor, words[i]);
    if (!orq_pg_accept(cursor, "table") || orq_pg_at(cursor, "if"))
        return;
    add(cursor, effects, ORQ_PG_MAKES_TABLE, orq_pg_take_relation(cursor));
    struct orq_pg_effect *made = &effects->items[effects->len - 1];
    made->temporary = temporary || (made->object && orq_starts_with(made->object, "pg_temp"));
}

/* Those that nothing but views, indexes and the like can hang on. */
static bool cascades_to_data(const struct orq_pg_cursor *cursor)
{
    static const char *const safe[] = {"view", "index",      "trigger", "policy",
                                       "rule", "sequence",   "server",  "role",
                                       "user", "statistics", "event"};
    if (orq_pg_at_two(cursor, "materialized", "view") || orq_pg_at_two(cursor, "foreign", "table"))
        return false;
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        if (orq_pg_at(cursor, safe[i]))
            return false;
    return true;
}

static void read_drop(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    if (orq_pg_accept(cursor, "table")) {
        do
            add(cursor, effects, ORQ_PG_DROPS_TABLE, orq_pg_take_relation(cursor));
        while (orq_pg_accept(cursor, ","));
        return;
    }
    bool owned = orq_pg_at_two(cursor, "owned", "by");
    bool cascades = orq_pg_has_word(cursor, "cascade") && cascades_to_data(cursor);
    if (owned || cascades)
        add(cursor, effects, ORQ_PG_CASCADES, NULL);
}

static void read_alter(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    if (orq_pg_accept(cursor, "table") || orq_pg_accept(cursor, "type"))
        orq_pg_alter_effects(cursor, effects);
}

static void read_truncate(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    orq_pg_accept(cursor, "table");
    do
        add(cursor, effects, ORQ_PG_EMPTIES, orq_pg_take_relation(cursor));
    while (orq_pg_accept(cursor, ","));
    if (orq_pg_has_word(cursor, "cascade"))
        add(cursor, effects, ORQ_PG_CASCADES, NULL);
}

static void read_delete(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    orq_pg_accept(cursor, "from");
    add(cursor, effects, ORQ_PG_DELETES, orq_pg_take_relation(cursor));
}

static void read_insert(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    orq_pg_accept(cursor, "into");
    const char *table = orq_pg_take_relation(cursor);
    for (; !orq_pg_at_kind(cursor, ORQ_PG_END); cursor->at++)
        if (orq_pg_at_two(cursor, "do", "update"))
            add(cursor, effects, ORQ_PG_REPLACES, table);
}

static void read_merge(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    orq_pg_accept(cursor, "into");
    add(cursor, effects, ORQ_PG_REPLACES, orq_pg_take_relation(cursor));
}

/* WITH x AS (DELETE …) SELECT …, and WITH … UPDATE. */
static void read_query(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    static const char *const words[] = {"delete", "update", "merge"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (orq_pg_has_word(cursor, words[i]))
            add(cursor, effects, ORQ_PG_UNKNOWN, NULL);
}

static void read_nothing(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    (void)cursor;
    (void)effects;
}

static void read_statement(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects);

/* EXPLAIN ANALYZE runs what it explains. */
static void read_explain(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    bool runs = orq_pg_at(cursor, "analyze") || orq_pg_at(cursor, "analyse");
    if (orq_pg_at(cursor, "(")) {
        runs = orq_pg_has_word(cursor, "analyze") || orq_pg_has_word(cursor, "analyse");
        orq_pg_skip_group(cursor);
    }
    static const char *const words[] = {"analyze", "analyse", "verbose"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        orq_pg_accept(cursor, words[i]);
    if (runs)
        read_statement(cursor, effects);
}

static const struct {
    const char *word;
    reader *read;
} verbs[] = {
    {"abort", read_nothing},      {"alter", read_alter},
    {"analyse", read_nothing},    {"analyze", read_nothing},
    {"begin", read_nothing},      {"checkpoint", read_nothing},
    {"close", read_nothing},      {"cluster", read_nothing},
    {"comment", read_nothing},    {"commit", read_nothing},
    {"copy", read_query},         {"create", read_create},
    {"deallocate", read_nothing}, {"declare", read_query},
    {"delete", read_delete},      {"discard", read_nothing},
    {"drop", read_drop},          {"end", read_nothing},
    {"explain", read_explain},    {"fetch", read_nothing},
    {"grant", read_nothing},      {"import", read_nothing},
    {"insert", read_insert},      {"listen", read_nothing},
    {"load", read_nothing},       {"lock", read_nothing},
    {"merge", read_merge},        {"move", read_nothing},
    {"notify", read_nothing},     {"reassign", read_nothing},
    {"refresh", read_nothing},    {"reindex", read_nothing},
    {"release", read_nothing},    {"reset", read_nothing},
    {"revoke", read_nothing},     {"rollback", read_nothing},
    {"savepoint", read_nothing},  {"security", read_nothing},
    {"select", read_nothing},     {"set", read_nothing},
    {"show", read_nothing},       {"start", read_nothing},
    {"table", read_nothing},      {"truncate", read_truncate},
    {"unlisten", read_nothing},   {"update", orq_pg_update_effects},
    {"vacuum", read_nothing},     {"values", read_nothing},
    {"with", read_query},
};

/* DO, CALL and EXECUTE can do anything. */
static void read_statement(struct orq_pg_cursor *cursor, struct orq_pg_effects *effects)
{
    while (orq_pg_accept(cursor, "("))
        continue;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (!orq_pg_accept(cursor, verbs[i].word))
            continue;
        verbs[i].read(cursor, effects);
        return;
    }
    add(cursor, effects, ORQ_PG_UNKNOWN, NULL);
}

struct orq_pg_effects orq_pg_effects_of(struct orq_arena *arena, const char *sql)
{
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, sql);
    struct orq_pg_effects effects = {0};
    read_statement(&cursor, &effects);
    return effects;
}

/* -- the class -- */

static const struct {
    const char *first, *second; /* second NULL: any */
    enum orq_statement_kind kind;
} kinds[] = {
    {"create", "table", ORQ_SQL_CREATE_TABLE}, {"create", "index", ORQ_SQL_CREATE_INDEX},
    {"create", "view", ORQ_SQL_CREATE_VIEW},   {"create", "trigger", ORQ_SQL_CREATE_TRIGGER},
    {"drop", "table", ORQ_SQL_DROP_TABLE},     {"drop", "index", ORQ_SQL_DROP_INDEX},
    {"drop", "view", ORQ_SQL_DROP_VIEW},       {"drop", "trigger", ORQ_SQL_DROP_TRIGGER},
    {"insert", "into", ORQ_SQL_INSERT},        {"update", NULL, ORQ_SQL_UPDATE},
    {"delete", "from", ORQ_SQL_DELETE},        {"select", NULL, ORQ_SQL_SELECT},
    {"values", NULL, ORQ_SQL_SELECT},          {"reindex", NULL, ORQ_SQL_REINDEX},
    {"analyze", NULL, ORQ_SQL_REINDEX},        {"alter", "table", ORQ_SQL_OTHER},
    {"truncate", "table", ORQ_SQL_DELETE},     {"truncate", NULL, ORQ_SQL_DELETE},
};

static void skip_decorations(struct orq_pg_cursor *cursor)
{
    static const char *const words[] = {"or",       "replace", "temp",       "temporary",
                                        "unlogged", "unique",  "constraint", "materialized"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        orq_pg_accept(cursor, words[i]);
}

static void read_class(struct orq_pg_cursor *cursor, struct orq_statement_class *class)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct orq_pg_cursor ahead = *cursor;
        if (!orq_pg_accept(&ahead, kinds[i].first))
            continue;
        skip_decorations(&ahead);
        if (kinds[i].second && !orq_pg_accept(&ahead, kinds[i].second))
            continue;
        class->kind = kinds[i].kind;
        if (class->kind == ORQ_SQL_SELECT)
            return;
        orq_pg_accept(&ahead, "concurrently");
        class->if_exists = orq_pg_at(&ahead, "if");
        if (orq_pg_at(&ahead, "on"))
            return;
        struct orq_pg_cursor name = ahead;
        if (orq_pg_take_relation(&ahead)) {
            if (class->if_exists)
                name.at += orq_pg_at_two(&name, "if", "not") ? 3 : 2;
            orq_pg_accept(&name, "only");
            orq_pg_take_qualified(&name, &class->schema, &class->object);
        }
        class->filtered = orq_pg_has_word(&ahead, "where");
        return;
    }
}

/* Of an ALTER TABLE's first action. */
static enum orq_statement_kind kind_of_action(enum orq_pg_effect_kind kind)
{
    switch (kind) {
    case ORQ_PG_RENAMES_TABLE:
        return ORQ_SQL_RENAME_TABLE;
    case ORQ_PG_RENAMES_COLUMN:
        return ORQ_SQL_RENAME_COLUMN;
    case ORQ_PG_ADDS_COLUMN:
        return ORQ_SQL_ADD_COLUMN;
    case ORQ_PG_DROPS_COLUMN:
        return ORQ_SQL_DROP_COLUMN;
    case ORQ_PG_MAKES_TABLE:
    case ORQ_PG_DROPS_TABLE:
    case ORQ_PG_EMPTIES:
    case ORQ_PG_DELETES:
    case ORQ_PG_UPDATES:
    case ORQ_PG_REPLACES:
    case ORQ_PG_CASCADES:
    case ORQ_PG_UNKNOWN:
        break;
    }
    return ORQ_SQL_OTHER;
}

struct orq_statement_class orq_pg_statement_classify(struct orq_arena *arena, const char *sql,
                                                     size_t len)
{
    struct orq_statement_class class = {.kind = ORQ_SQL_OTHER};
    const char *text = orq_arena_strndup(arena, sql, len), *words;
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, text);
    read_class(&cursor, &class);
    if (orq_pg_at_two(&cursor, "alter", "table")) {
        struct orq_pg_effects effects = orq_pg_effects_of(arena, text);
        if (effects.len > 0) {
            class.kind = kind_of_action(effects.items[0].kind);
            class.column = effects.items[0].column;
            class.renamed = effects.items[0].renamed;
        }
    }
    enum orq_pg_place place = orq_pg_place_of(arena, text, &words);
    if (place == ORQ_PG_TRANSACTION)
        class.kind = ORQ_SQL_TRANSACTION;
    else if (place == ORQ_PG_OUTSIDE && class.kind == ORQ_SQL_OTHER)
        class.kind = ORQ_SQL_ATTACH;
    return class;
}
