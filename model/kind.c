#include "model/kind.h"

static const struct {
    const char *word, *key;
} kinds[] = {
#define KIND_ROW(kind, word, key) [ORQ_KIND_##kind] = {word, key},
    ORQ_KINDS(KIND_ROW)
#undef KIND_ROW
};

_Static_assert(sizeof kinds / sizeof kinds[0] == ORQ_KIND_COUNT, "every kind has a row");

const char *orq_kind_word(enum orq_kind kind)
{
    return kinds[kind].word;
}

const char *orq_kind_key(enum orq_kind kind)
{
    return kinds[kind].key;
}
