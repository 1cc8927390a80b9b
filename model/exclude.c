/* Which objects the patterns of `exclude:` leave alone. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/str.h"
#include "model/schema.h"

#include <pcre2.h>
#include <string.h>

ORQ_VEC_OF(codes, pcre2_code *);

struct orq_excluder {
    struct codes patterns;
    pcre2_match_data *match;
};

struct orq_excluder *orq_excluder_new(struct orq_arena *arena, const struct orq_strings *patterns,
                                      struct orq_diags *diags)
{
    struct orq_excluder *excluder = ORQ_NEW(arena, struct orq_excluder);
    bool good = true;
    for (size_t i = 0; i < patterns->len; i++) {
        int error;
        PCRE2_SIZE offset;
        /* A name in a database may be no UTF-8: it must not stop the match. */
        pcre2_code *code =
            pcre2_compile((PCRE2_SPTR)patterns->items[i], PCRE2_ZERO_TERMINATED,
                          PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &error, &offset, NULL);
        if (code) {
            ORQ_PUSH(arena, &excluder->patterns, code);
            continue;
        }
        PCRE2_UCHAR reason[256];
        pcre2_get_error_message(error, reason, sizeof reason);
        orq_error(diags, ORQ_NOWHERE, "exclude: \"%s\" is no pattern: %s, at byte %zu",
                  patterns->items[i], (const char *)reason, (size_t)offset + 1);
        good = false;
    }
    if (!good) {
        orq_excluder_free(excluder);
        return NULL;
    }
    /* One pair is all that is asked for: only whether there is a match. */
    excluder->match = pcre2_match_data_create(1, NULL);
    return excluder;
}

bool orq_excluded(const struct orq_excluder *excluder, const char *name)
{
    if (!excluder || !excluder->match)
        return false;
    for (size_t i = 0; i < excluder->patterns.len; i++)
        if (pcre2_match(excluder->patterns.items[i], (PCRE2_SPTR)name, strlen(name), 0, 0,
                        excluder->match, NULL) >= 0)
            return true;
    return false;
}

void orq_excluder_free(struct orq_excluder *excluder)
{
    if (!excluder)
        return;
    for (size_t i = 0; i < excluder->patterns.len; i++)
        pcre2_code_free(excluder->patterns.items[i]);
    pcre2_match_data_free(excluder->match);
    excluder->patterns.len = 0;
    excluder->match = NULL;
}
