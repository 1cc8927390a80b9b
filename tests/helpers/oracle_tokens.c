#include "tests/helpers/oracle.h"

#include <ctype.h>
#include <string.h>

/* A quoted name or string from its first byte on; gives what follows it. */
static const char *quoted(struct orq_arena *arena, const char *at, struct oracle_tokens *tokens)
{
    char open = *at, close = open == '[' ? ']' : open;
    struct orq_str text = orq_str_new(arena);
    for (at++; *at != '\0'; at++) {
        if (*at == close && (open == '[' || at[1] != close)) {
            at++;
            break;
        }
        orq_str_addc(&text, *at);
        at += *at == close;
    }
    ORQ_PUSH(arena, tokens,
             open == '\'' ? orq_arena_printf(arena, "'%s'", orq_str_text(&text))
                          : orq_ascii_fold(arena, orq_str_text(&text)));
    return at;
}

static bool word_byte(char byte)
{
    unsigned char value = (unsigned char)byte;
    return isalnum(value) || value == '_' || value == '$' || value >= 0x80;
}

static const char *skip(const char *at)
{
    for (;;) {
        if (isspace((unsigned char)*at)) {
            at++;
        } else if (at[0] == '-' && at[1] == '-') {
            at += strcspn(at, "\n");
        } else if (at[0] == '/' && at[1] == '*') {
            const char *end = strstr(at + 2, "*/");
            at = end == NULL ? at + strlen(at) : end + 2;
        } else {
            return at;
        }
    }
}

static size_t operator_length(const char *at)
{
    static const char *const longer[] = {"->>", "||", "<=", ">=", "<>",
                                         "!=",  "==", "<<", ">>", "->"};
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
        if (orq_starts_with(at, longer[i]))
            return strlen(longer[i]);
    return 1;
}

void oracle_tokens_of(struct orq_arena *arena, const char *sql, struct oracle_tokens *tokens)
{
    for (const char *at = skip(sql); *at != '\0'; at = skip(at)) {
        if (strchr("'\"`[", *at) != NULL) {
            at = quoted(arena, at, tokens);
            continue;
        }
        size_t len = 0;
        while (word_byte(at[len]) || (at[len] == '.' && len > 0 && isdigit((unsigned char)at[0])))
            len++;
        len = len == 0 ? operator_length(at) : len;
        ORQ_PUSH(arena, tokens, orq_ascii_fold(arena, orq_arena_strndup(arena, at, len)));
        at += len;
    }
}
