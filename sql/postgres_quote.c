#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

/* The server's quote_identifier(): what it leaves bare stands for itself in any version. */
static bool is_plain_word(const char *name)
{
    if (!((*name >= 'a' && *name <= 'z') || *name == '_'))
        return false;
    for (; *name; name++) {
        bool word =
            (*name >= 'a' && *name <= 'z') || (*name >= '0' && *name <= '9') || *name == '_';
        if (!word)
            return false;
    }
    return true;
}

const char *orq_pg_name(struct orq_arena *arena, const char *name)
{
    if (is_plain_word(name) && !orq_pg_reserved(name))
        return name;
    return orq_quoted_name(arena, name);
}

const char *orq_pg_qualified_name(struct orq_arena *arena, const char *schema, const char *name)
{
    if (!schema)
        return orq_pg_name(arena, name);
    return orq_arena_printf(arena, "%s.%s", orq_pg_name(arena, schema), orq_pg_name(arena, name));
}

const char *orq_pg_text(struct orq_arena *arena, const char *text)
{
    if (!strchr(text, '\\'))
        return orq_quoted_text(arena, text);
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, "E'");
    for (; *text; text++) {
        if (*text == '\\' || *text == '\'')
            orq_str_addc(&out, *text);
        orq_str_addc(&out, *text);
    }
    orq_str_addc(&out, '\'');
    return orq_str_text(&out);
}

const char *orq_pg_dollar_quoted(struct orq_arena *arena, const char *text)
{
    const char *tag = "$";
    bool free = !strstr(text, "$$") && !orq_ends_with(text, "$");
    for (unsigned i = 0; !free; i++) {
        tag = i == 0 ? "$body" : orq_arena_printf(arena, "$body%u", i);
        free = !strstr(text, tag);
    }
    return orq_arena_printf(arena, "%s$%s%s$", tag, text, tag);
}
