/* Any bytes as a script. Pieces stand inside it, in order, apart, each begins at a token and holds
 * one; what lies between them is blanks, comments and semicolons; a complete piece is
 * one piece when it is split again; and its class can be told. */
#include "sql/classify.h"
#include "sql/split.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static size_t lines_before(const char *text, size_t from, size_t to)
{
    size_t lines = 0;
    for (; from < to; from++)
        lines += text[from] == '\n';
    return lines;
}

/* Nothing but blanks, comments and semicolons. */
static void check_gap(const char *text, size_t from, size_t to)
{
    struct orq_lexer lexer = orq_lexer_new(text + from, to - from);
    struct orq_token token;
    while ((token = orq_lexer_next(&lexer)).kind != ORQ_TOKEN_END)
        must(orq_token_is(lexer.text, token, ";"));
}

static void check_again(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_statement_texts again = {0};
    orq_split(arena, text, len, &again);
    must(again.len == 1 && again.items[0].offset == 0 && again.items[0].complete);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orq_arena *arena = orq_arena_new();
    const char *text = orq_arena_strndup(arena, (const char *)data, size);
    struct orq_statement_texts pieces = {0};
    size_t at = 0, line = 1;
    orq_split(arena, text, size, &pieces);
    for (size_t i = 0; i < pieces.len; i++) {
        const struct orq_statement_text *piece = &pieces.items[i];
        must(piece->offset >= at && piece->len > 0 && piece->offset + piece->len <= size);
        check_gap(text, at, piece->offset);
        line += lines_before(text, i > 0 ? pieces.items[i - 1].offset : 0, piece->offset);
        must(piece->line == line);
        must(piece->complete || i + 1 == pieces.len);
        if (piece->complete)
            check_again(arena, text + piece->offset, piece->len);
        orq_statement_classify(arena, text + piece->offset, piece->len);
        at = piece->offset + piece->len;
    }
    check_gap(text, at, size);
    orq_arena_free(arena);
    return 0;
}
