#include "model/publication.h"

#include "base/str.h"

#include <string.h>

#define BEHIND_A_COMMA(action) ", " action
#define ACTION_ITEM(action) action,
const char *const orq_published_actions[] = {ORQ_PUBLISHED_ACTIONS(ACTION_ITEM) NULL};

const char *orq_publish_text(struct orq_arena *arena, const struct orq_strings *actions)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; orq_published_actions[i]; i++)
        if (orq_strings_hold(actions, orq_published_actions[i]))
            orq_str_addf(&out, "%s%s", out.len > 0 ? ", " : "", orq_published_actions[i]);
    const char *text = orq_str_text(&out);
    return strcmp(text, orq_publish_everything()) == 0 ? NULL : text;
}

const char *orq_publish_everything(void)
{
    return ORQ_PUBLISHED_ACTIONS(BEHIND_A_COMMA) + strlen(", ");
}
