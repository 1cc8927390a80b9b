#include "diff/change.h"

#include "base/str.h"

static const char *const change_words[] = {
#define CHANGE_WORD(name, word) [ORQ_BIT_##name] = (word),
    ORQ_CHANGES(CHANGE_WORD)
#undef CHANGE_WORD
};

const char *orq_changes_words(struct orq_arena *arena, unsigned changed)
{
    struct orq_str out = orq_str_new(arena);
    for (unsigned bit = 0; bit < ORQ_CHANGE_COUNT; bit++)
        if (changed & (1u << bit))
            orq_str_addf(&out, "%s%s", out.len > 0 ? ", " : "", change_words[bit]);
    return orq_str_text(&out);
}
