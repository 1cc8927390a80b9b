/* Where a statement can run: https://www.postgresql.org/docs/current/sql-commands.html */
#include "sql/classify_postgres_private.h"

#include <string.h>

enum { MOST = 4 };

struct place {
    const char *words[MOST]; /* "*": any name; the rest of them may be NULL */
    const char *with;        /* has to follow somewhere; NULL: nothing */
    enum orq_pg_place place;
};

static const struct place places[] = {
    {{"begin"}, NULL, ORQ_PG_TRANSACTION},
    {{"start", "transaction"}, NULL, ORQ_PG_TRANSACTION},
    {{"commit"}, NULL, ORQ_PG_TRANSACTION},
    {{"end"}, NULL, ORQ_PG_TRANSACTION},
    {{"rollback"}, NULL, ORQ_PG_TRANSACTION},
    {{"abort"}, NULL, ORQ_PG_TRANSACTION},
    {{"savepoint"}, NULL, ORQ_PG_TRANSACTION},
    {{"release"}, NULL, ORQ_PG_TRANSACTION},
    {{"prepare", "transaction"}, NULL, ORQ_PG_TRANSACTION},
    {{"vacuum"}, NULL, ORQ_PG_OUTSIDE},
    {{"create", "database"}, NULL, ORQ_PG_OUTSIDE},
    {{"drop", "database"}, NULL, ORQ_PG_OUTSIDE},
    {{"create", "tablespace"}, NULL, ORQ_PG_OUTSIDE},
    {{"drop", "tablespace"}, NULL, ORQ_PG_OUTSIDE},
    {{"alter", "system"}, NULL, ORQ_PG_OUTSIDE},
    {{"alter", "database"}, "tablespace", ORQ_PG_OUTSIDE},
    {{"create", "subscription"}, NULL, ORQ_PG_OUTSIDE},
    {{"drop", "subscription"}, NULL, ORQ_PG_OUTSIDE},
    {{"alter", "subscription"}, "refresh", ORQ_PG_OUTSIDE},
    {{"create", "index", "concurrently"}, NULL, ORQ_PG_OUTSIDE},
    {{"create", "unique", "index", "concurrently"}, NULL, ORQ_PG_OUTSIDE},
    {{"drop", "index", "concurrently"}, NULL, ORQ_PG_OUTSIDE},
    {{"alter", "table"}, "concurrently", ORQ_PG_OUTSIDE},
    {{"reindex"}, "concurrently", ORQ_PG_OUTSIDE},
    {{"reindex", "database"}, NULL, ORQ_PG_OUTSIDE},
    {{"reindex", "system"}, NULL, ORQ_PG_OUTSIDE},
    {{"reindex", "schema"}, NULL, ORQ_PG_OUTSIDE},
    {{"discard", "all"}, NULL, ORQ_PG_OUTSIDE},
    {{"copy"}, "stdin", ORQ_PG_CLIENT},
    {{"copy"}, "stdout", ORQ_PG_CLIENT},
};

static bool begins_with(const struct orq_pg_cursor *cursor, const struct place *place)
{
    for (size_t i = 0; i < MOST && place->words[i]; i++)
        if (!orq_pg_token_is(cursor->text, orq_pg_ahead(cursor, i), place->words[i]))
            return false;
    return !place->with || orq_pg_has_word(cursor, place->with);
}

static const char *words_of(struct orq_arena *arena, const struct place *place)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < MOST && place->words[i]; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? " " : "", place->words[i]);
    if (place->with)
        orq_str_addf(&out, " … %s", place->with);
    char *text = orq_arena_strdup(arena, orq_str_text(&out));
    for (char *at = text; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    return text;
}

/* COMMIT PREPARED and ROLLBACK PREPARED are among TRANSACTION too. */
enum orq_pg_place orq_pg_place_of(struct orq_arena *arena, const char *sql, const char **words)
{
    struct orq_pg_cursor cursor = orq_pg_cursor_new(arena, sql);
    struct orq_pg_token first = orq_pg_ahead(&cursor, 0);
    *words = "";
    if (first.kind == ORQ_PG_INVALID && sql[first.offset] == '\\') {
        const char *from = sql + first.offset;
        *words = orq_arena_strndup(arena, from, strcspn(from, " \t\r\n;"));
        return ORQ_PG_CLIENT;
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!begins_with(&cursor, &places[i]))
            continue;
        *words = words_of(arena, &places[i]);
        return places[i].place;
    }
    return ORQ_PG_ANYWHERE;
}
