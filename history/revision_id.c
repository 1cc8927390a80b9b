#include "history/revision_id.h"

#include "base/str.h"

#include <ctype.h>
#include <string.h>

bool orq_revision_id_plain(const char *id)
{
    for (const char *at = id; *at; at++) {
        bool plain = isalnum((unsigned char)*at) || (unsigned char)*at >= 0x80;
        if (!plain && !strchr("_.", *at))
            return false;
    }
    return *id != '.' && orq_revision_id_valid(id);
}

const char *orq_revision_ids_text(struct orq_arena *arena, const struct orq_strings *ids)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < ids->len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? ", " : "", ids->items[i]);
    return orq_str_text(&text);
}
