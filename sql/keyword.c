#include "sql/keyword_private.h"

#include <string.h>

struct keyword {
    const char *text;
    enum orq_keyword_class class;
};

#define KEYWORD_ROW(name, class) {#name, ORQ_KEYWORD_##class},
static const struct keyword keywords[ORQ_KW_COUNT] = {{"", ORQ_KEYWORD_FREE},
                                                      ORQ_KEYWORDS(KEYWORD_ROW)};
#undef KEYWORD_ROW

enum { LONGEST = 17 };

/* The first keyword of each length; the last entry ends the table. */
static const unsigned char starts[LONGEST + 2] = {
    [0] = 1,
    [1] = 1,
    [2] = ORQ_KW_AS,
    [3] = ORQ_KW_ADD,
    [4] = ORQ_KW_CASE,
    [5] = ORQ_KW_ABORT,
    [6] = ORQ_KW_ACTION,
    [7] = ORQ_KW_ANALYZE,
    [8] = ORQ_KW_CONFLICT,
    [9] = ORQ_KW_EXCLUSIVE,
    [10] = ORQ_KW_CONSTRAINT,
    [11] = ORQ_KW_TRANSACTION,
    [12] = ORQ_KW_CURRENT_DATE,
    [13] = ORQ_KW_AUTOINCREMENT,
    [14] = ORQ_KW_CURRENT_TIMESTAMP,
    [15] = ORQ_KW_CURRENT_TIMESTAMP,
    [16] = ORQ_KW_CURRENT_TIMESTAMP,
    [17] = ORQ_KW_CURRENT_TIMESTAMP,
    [18] = ORQ_KW_COUNT,
};

enum orq_keyword orq_keyword_of(const char *word, size_t len)
{
    if (len < 2 || len > LONGEST)
        return ORQ_KW_NONE;
    char upper[LONGEST];
    for (size_t i = 0; i < len; i++)
        upper[i] = word[i] >= 'a' && word[i] <= 'z' ? (char)(word[i] - 'a' + 'A') : word[i];
    size_t low = starts[len], high = starts[len + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(upper, keywords[middle].text, len);
        if (order == 0)
            return (enum orq_keyword)middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return ORQ_KW_NONE;
}

enum orq_keyword_class orq_keyword_class(enum orq_keyword keyword)
{
    return keywords[keyword].class;
}

const char *orq_keyword_text(enum orq_keyword keyword)
{
    return keywords[keyword].text;
}
