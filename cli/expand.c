#include "cli/config.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static bool name_char(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

/* Expands the variable whose ${ ends in front of at; gives what is behind its }, or NULL. */
static const char *expand_one(struct orq_str *out, const char *at, struct orq_span span,
                              struct orq_diags *diags)
{
    size_t len = 0;
    while (name_char(at[len]))
        len++;
    const char *behind = at + len;
    bool fallback = behind[0] == ':' && behind[1] == '-';
    const char *end = strchr(behind, '}');
    if (len == 0 || !end || (!fallback && *behind != '}')) {
        orq_error(diags, span, "\"${%s\" is no variable", at);
        orq_hint(diags, "write ${NAME} or ${NAME:-default}");
        return NULL;
    }
    const char *name = orq_arena_strndup(out->arena, at, len);
    const char *value = getenv(name);
    if (fallback) {
        if (value && *value)
            orq_str_add(out, value);
        else
            orq_str_addn(out, behind + 2, (size_t)(end - behind) - 2);
    } else if (value) {
        orq_str_add(out, value);
    } else {
        orq_error(diags, span, "the variable %s is not set", name);
        orq_hint(diags, "set it, or give a default: ${%s:-default}", name);
        return NULL;
    }
    return end + 1;
}

enum orq_status orq_expand(struct orq_arena *arena, const char *text, struct orq_span at,
                           struct orq_diags *diags, const char **expanded)
{
    struct orq_str out = orq_str_new(arena);
    while (text) {
        const char *dollar = strstr(text, "${");
        if (!dollar) {
            orq_str_add(&out, text);
            *expanded = orq_str_text(&out);
            return ORQ_OK;
        }
        orq_str_addn(&out, text, (size_t)(dollar - text));
        text = expand_one(&out, dollar + 2, at, diags);
    }
    return ORQ_INVALID;
}
