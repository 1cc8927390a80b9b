#include "history/backfill.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* More is no batch any more. */
#define MOST_ROWS 10000000

/* ---- the line ---- */

struct reading {
    struct orq_arena *arena;
    struct orq_slice text;
    struct orq_pg_lexer lexer;
    struct orq_pg_token token; /* the one to be taken */
    struct orq_backfill_fault *fault;
};

static void go_on(struct reading *reading)
{
    reading->token = orq_pg_lexer_next(&reading->lexer);
}

static bool fail(struct reading *reading, const char *message)
{
    reading->fault->message = message;
    reading->fault->offset = reading->token.offset;
    return false;
}

static bool take_name(struct reading *reading, const char **name)
{
    if (reading->token.kind != ORQ_PG_WORD && reading->token.kind != ORQ_PG_QUOTED)
        return fail(reading, "a name is wanted here");
    *name = orq_pg_token_value(reading->arena, reading->text.data, reading->token);
    go_on(reading);
    return true;
}

static bool take(struct reading *reading, const char *word)
{
    if (!orq_pg_token_is(reading->text.data, reading->token, word))
        return false;
    go_on(reading);
    return true;
}

static bool read_table(struct reading *reading, struct orq_backfill *backfill)
{
    if (!take_name(reading, &backfill->table))
        return false;
    if (!take(reading, "."))
        return true;
    backfill->schema = strcmp(backfill->table, "public") == 0 ? NULL : backfill->table;
    return take_name(reading, &backfill->table);
}

static bool read_key(struct reading *reading, struct orq_backfill *backfill)
{
    if (!take(reading, "key"))
        return fail(reading, "the word \"key\" is wanted here, and the columns to go by");
    do {
        const char *column = NULL;
        if (!take_name(reading, &column))
            return false;
        ORQ_PUSH(reading->arena, &backfill->key, column);
    } while (take(reading, ","));
    return true;
}

static bool read_batch(struct reading *reading, struct orq_backfill *backfill)
{
    static const char wrong[] = "the number of rows of a batch is wanted here: 1 to 10000000";
    if (!take(reading, "batch"))
        return fail(reading, "the word \"batch\" is wanted here, and how many rows at a time");
    struct orq_pg_token token = reading->token;
    const char *digits =
        orq_arena_strndup(reading->arena, reading->text.data + token.offset, token.len);
    if (token.kind != ORQ_PG_NUMBER || digits[strspn(digits, "0123456789")] != '\0' ||
        token.len > 8)
        return fail(reading, wrong);
    backfill->batch = (size_t)strtoul(digits, NULL, 10);
    if (backfill->batch == 0 || backfill->batch > MOST_ROWS)
        return fail(reading, wrong);
    go_on(reading);
    return reading->token.kind == ORQ_PG_END ||
           fail(reading, "nothing stands behind the number of rows");
}

const struct orq_backfill *orq_backfill_read(struct orq_arena *arena, struct orq_slice words,
                                             struct orq_backfill_fault *fault)
{
    struct orq_backfill *backfill = ORQ_NEW(arena, struct orq_backfill);
    struct reading reading = {.arena = arena,
                              .text = words,
                              .lexer = orq_pg_lexer_new(words.data, words.len),
                              .fault = fault};
    *fault = (struct orq_backfill_fault){0};
    go_on(&reading);
    return read_table(&reading, backfill) && read_key(&reading, backfill) &&
                   read_batch(&reading, backfill)
               ? backfill
               : NULL;
}

const char *orq_backfill_table(struct orq_arena *arena, const struct orq_backfill *backfill)
{
    return orq_pg_qualified_name(arena, backfill->schema, backfill->table);
}

const char *orq_backfill_key(struct orq_arena *arena, const struct orq_backfill *backfill)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < backfill->key.len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", orq_pg_name(arena, backfill->key.items[i]));
    return orq_str_text(&out);
}

const char *orq_backfill_words(struct orq_arena *arena, const struct orq_backfill *backfill)
{
    return orq_arena_printf(arena, ORQ_BACKFILL " %s key %s batch %zu",
                            orq_backfill_table(arena, backfill), orq_backfill_key(arena, backfill),
                            backfill->batch);
}

/* ---- the statement ---- */

const char *orq_backfill_refuses(struct orq_arena *arena, const struct orq_backfill *backfill,
                                 const char *sql, struct orq_pg_update *update)
{
    const char *table = orq_backfill_table(arena, backfill);
    if (!orq_pg_update_read(arena, sql, update))
        return orq_arena_printf(arena, "a backfill holds an UPDATE of %s, and nothing else", table);
    if (!orq_str_equal(update->schema, backfill->schema) ||
        !orq_str_equal(update->name, backfill->table))
        return orq_arena_printf(arena, "the backfill is of %s, and this is an UPDATE of %s", table,
                                orq_pg_qualified_name(arena, update->schema, update->name));
    if (update->returns || update->by_cursor)
        return "a backfill has neither RETURNING nor CURRENT OF";
    for (size_t i = 0; i < backfill->key.len; i++)
        if (orq_strings_hold(&update->columns, backfill->key.items[i]))
            return orq_arena_printf(
                arena, "it changes %s, which the backfill goes by: rows would be lost or met twice",
                orq_pg_name(arena, backfill->key.items[i]));
    return NULL;
}

/* ---- the ledger ---- */

/* What parts the words of a state, in the order in which they are written away. */
static const struct {
    char byte;
    const char *code;
} codes[] = {{'%', "%25"}, {' ', "%20"}, {',', "%2C"}, {':', "%3A"}};

#define CODES (sizeof codes / sizeof *codes)

static void add_word(struct orq_str *out, const char *text)
{
    for (; *text; text++) {
        size_t at = 0;
        while (at < CODES && codes[at].byte != *text)
            at++;
        if (at < CODES)
            orq_str_add(out, codes[at].code);
        else
            orq_str_addc(out, *text);
    }
}

static void add_words(struct orq_str *out, const struct orq_strings *words)
{
    for (size_t i = 0; i < words->len; i++) {
        orq_str_add(out, i > 0 ? "," : "");
        add_word(out, words->items[i]);
    }
}

const char *orq_filled_expression(struct orq_arena *arena, const char *value)
{
    const char *sql = value;
    for (size_t i = 0; i < CODES; i++)
        sql = orq_arena_printf(arena, "replace(%s, '%c', '%s')", sql, codes[i].byte, codes[i].code);
    return sql;
}

const char *orq_filled_head(struct orq_arena *arena, const struct orq_backfill *backfill)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, ORQ_BACKFILL " ");
    add_word(&out, orq_backfill_table(arena, backfill));
    orq_str_addc(&out, ' ');
    add_words(&out, &backfill->key);
    return orq_str_text(&out);
}

const char *orq_filled_text(struct orq_arena *arena, const struct orq_backfill *backfill,
                            const struct orq_filled *filled)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "%s %" PRId64 " ", orq_filled_head(arena, backfill), filled->rows);
    add_words(&out, &filled->last);
    return orq_str_text(&out);
}

static const char *read_word(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < len; i++) {
        size_t at = 0;
        while (at < CODES && strncmp(text + i, codes[at].code, 3) != 0)
            at++;
        orq_str_addc(&out, at < CODES ? codes[at].byte : text[i]);
        i += at < CODES ? 2 : 0;
    }
    return orq_str_text(&out);
}

static void read_words(struct orq_arena *arena, const char *text, struct orq_strings *words)
{
    for (;; text++) {
        size_t len = strcspn(text, ", ");
        ORQ_PUSH(arena, words, read_word(arena, text, len));
        text += len;
        if (*text != ',')
            return;
    }
}

/* What stands behind the next blank; "": none does. */
static const char *behind_blank(const char *text)
{
    text += strcspn(text, " ");
    return *text == ' ' ? text + 1 : text;
}

bool orq_filled_read(struct orq_arena *arena, const char *state, struct orq_filled *filled)
{
    *filled = (struct orq_filled){0};
    const char *text = orq_arena_strndup(
        arena, state, strstr(state, ": ") ? (size_t)(strstr(state, ": ") - state) : strlen(state));
    const char *word = behind_blank(behind_blank(text)); /* "up 2 backfill …" */
    if (!orq_starts_with(word, ORQ_BACKFILL " "))
        return false;
    word = behind_blank(word);
    filled->table = read_word(arena, word, strcspn(word, " "));
    word = behind_blank(word);
    read_words(arena, word, &filled->key);
    word = behind_blank(word);
    filled->rows = (int64_t)strtoll(word, NULL, 10);
    word = behind_blank(word);
    read_words(arena, word, &filled->last);
    return filled->last.len == filled->key.len;
}

bool orq_filled_is_of(struct orq_arena *arena, const struct orq_filled *filled,
                      const struct orq_backfill *backfill)
{
    bool same = orq_str_equal(filled->table, orq_backfill_table(arena, backfill)) &&
                filled->key.len == backfill->key.len;
    for (size_t i = 0; same && i < backfill->key.len; i++)
        same = strcmp(filled->key.items[i], backfill->key.items[i]) == 0;
    return same;
}

const char *orq_filled_shown(struct orq_arena *arena, const struct orq_filled *filled)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "%" PRId64 " row%s, up to", filled->rows, filled->rows == 1 ? "" : "s");
    for (size_t i = 0; i < filled->key.len; i++)
        orq_str_addf(&out, "%s %s = %s", i > 0 ? "," : "",
                     orq_shown_name(arena, filled->key.items[i]),
                     orq_shown_name(arena, filled->last.items[i]));
    return orq_str_text(&out);
}
