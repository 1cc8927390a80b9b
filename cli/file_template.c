#include "cli/file_template.h"

#include "base/similar.h"
#include "base/str.h"

#include <string.h>

/* What history/migration.h fills in. */
static const char *const tokens[] = {"{created}", "{revision}", "{slug}"};
#define TOKENS (sizeof tokens / sizeof *tokens)

static enum orq_status unknown_token(struct orq_arena *arena, const char *token, struct orq_span at,
                                     struct orq_diags *diags)
{
    struct orq_strings known = {0};
    for (size_t i = 0; i < TOKENS; i++)
        ORQ_PUSH(arena, &known, tokens[i]);
    const char *near = orq_similar(token, &known);
    orq_error(diags, at, "file_template: unknown \"%s\"%s%s%s", token,
              near ? " (did you mean \"" : "", near ? near : "", near ? "\"?)" : "");
    orq_hint(diags, "it may hold {created}, {revision} and {slug}");
    return ORQ_INVALID;
}

static bool is_token(struct orq_slice word)
{
    for (size_t i = 0; i < TOKENS; i++)
        if (orq_slice_equal(word, tokens[i]))
            return true;
    return false;
}

static enum orq_status check_tokens(struct orq_arena *arena, const char *text, struct orq_span at,
                                    struct orq_diags *diags)
{
    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        size_t len = strcspn(open, "}");
        struct orq_slice word = {open, len + (open[len] == '}')};
        if (!is_token(word))
            return unknown_token(arena, orq_arena_strndup(arena, word.data, word.len), at, diags);
    }
    return ORQ_OK;
}

static bool has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            return true;
    return false;
}

/* A message without a letter makes an empty slug: what stands behind it then comes first. */
static bool is_hidden(const char *text)
{
    while (orq_starts_with(text, "{slug}"))
        text += strlen("{slug}");
    return *text == '.';
}

enum orq_status orq_file_template_check(struct orq_arena *arena, const char *text,
                                        struct orq_span at, struct orq_diags *diags)
{
    const char *problem = NULL;
    const char *hint = NULL;
    if (strchr(text, '/')) {
        problem = "must not hold a /: it names a file in the migrations folder";
        hint = "another folder is set with \"migrations\"";
    } else if (is_hidden(text)) {
        problem = "must not make a name that begins with a dot: hidden files are not read";
        hint = "begin it with {created} or {revision}";
    } else if (has_control(text) || !orq_utf8_valid(text, strlen(text))) {
        problem = "is not one line of text";
        hint = "it may hold {created}, {revision} and {slug}";
    } else if (check_tokens(arena, text, at, diags) != ORQ_OK) {
        return ORQ_INVALID;
    } else if (!strstr(text, "{revision}")) {
        problem = "must hold {revision}: else two migrations could get the same name";
        hint = "for example: \"{created}_{revision}_{slug}\"";
    }
    if (!problem)
        return ORQ_OK;
    orq_error(diags, at, "file_template \"%s\" %s", text, problem);
    orq_hint(diags, "%s", hint);
    return ORQ_INVALID;
}
