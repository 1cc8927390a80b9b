/* What is wrong with a value although its shape is right. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/str.h"
#include "model/shape_parts.h"

#include <pcre2.h>
#include <string.h>

/* -- expressions: balanced, whatever the dialect -- */

static const char *past(const char *at, const char *end_mark)
{
    const char *end = strstr(at, end_mark);
    return end ? end + strlen(end_mark) : NULL;
}

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || (unsigned char)byte >= 0x80;
}

/* Behind $tag$…$tag$, PostgreSQL's quotes; at itself where a $ begins none. */
static const char *past_dollars(struct orq_arena *arena, const char *at)
{
    const char *end = at + 1;
    while (is_word(*end))
        end++;
    if (*end != '$')
        return at;
    size_t len = (size_t)(end - at) + 1;
    return past(end + 1, orq_arena_strndup(arena, at, len));
}

/* Behind E'…', where a backslash escapes the quote. */
static const char *past_escaped(const char *at)
{
    for (at += 2; *at && *at != '\''; at++)
        if (*at == '\\' && at[1] != '\0')
            at++;
    return *at ? at + 1 : NULL;
}

struct opening {
    const char *text, *end;
    const char *problem; /* where it is never closed */
};

static const struct opening openings[] = {
    {"--", "\n", "the expression ends in a comment"},
    {"/*", "*/", "a comment is not closed"},
    {"'", "'", "a quote is not closed"},
    {"\"", "\"", "a quote is not closed"},
    {"`", "`", "a quote is not closed"},
    {"[", "]", "a bracket is not closed"},
};

/* Behind what opens at `at`; NULL: it is never closed. At itself: nothing
 * opens. Brackets quote a name in SQLite, and are an array's in PostgreSQL. */
static const char *past_quoted(struct orq_arena *arena, const char *at, bool brackets,
                               const char **problem)
{
    *problem = "a quote is not closed";
    if ((*at == 'E' || *at == 'e') && at[1] == '\'')
        return past_escaped(at);
    if (*at == '$')
        return past_dollars(arena, at);
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        if (!orq_starts_with(at, openings[i].text) || (*at == '[' && !brackets))
            continue;
        *problem = openings[i].problem;
        return past(at + strlen(openings[i].text), openings[i].end);
    }
    return at;
}

static const char *past_word(const char *at)
{
    while (is_word(*at))
        at++;
    return at;
}

/* What keeps text from being one balanced expression; NULL: nothing. The
 * grammar is the dialect's: resolving looks at it. */
static const char *sql_problem(struct orq_arena *arena, const char *text, bool brackets)
{
    int depth = 0;
    bool empty = true;
    const char *problem = NULL;
    for (const char *at = text; *at;) {
        const char *next = past_quoted(arena, at, brackets, &problem);
        if (!next)
            return problem;
        bool comment = next != at && (*at == '-' || *at == '/');
        if (next == at)
            next = is_word(*at) ? past_word(at) : at + 1;
        if (*at == '(')
            depth++;
        if (*at == ')' && --depth < 0)
            return "a parenthesis is closed that was never opened";
        if (*at == ';')
            return "an expression holds no ;";
        empty = empty && (comment || strchr(" \t\r\n", *at));
        at = next;
    }
    if (empty)
        return "the expression is empty";
    return depth > 0 ? "a parenthesis is not closed" : NULL;
}

void orq_check_sql(struct orq_check *check, const struct orq_yaml *node)
{
    const char *problem = sql_problem(check->arena, node->text, false);
    if (problem && sql_problem(check->arena, node->text, true))
        orq_error(check->diags, orq_yaml_at(node), "%s: \"%s\"", problem, node->text);
}

/* -- defaults -- */

static bool looks_like_call(const char *text)
{
    size_t name = 0;
    while (is_word(text[name]) || text[name] == '.')
        name++;
    if (orq_ascii_equal_n(text, name < 8 ? name : 8, "current_", 8) && text[name] == '\0')
        return true;
    if (name == 0 || (text[0] >= '0' && text[0] <= '9'))
        return false;
    while (text[name] == ' ')
        name++;
    return text[name] == '(' && text[strlen(text) - 1] == ')';
}

/* The portable generator that the call is likely to mean; NULL: none. */
static const char *generator_for(const char *text)
{
    static const struct {
        const char *call, *generator;
    } rows[] = {{"now", "now"},      {"current_timestamp", "now"},
                {"datetime", "now"}, {"current_date", "today"},
                {"date", "today"},   {"gen_random_uuid", "uuid"},
                {"uuid", "uuid"},    {"uuid_generate_v4", "uuid"}};
    size_t name = 0;
    while (is_word(text[name]))
        name++;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (orq_ascii_equal_n(text, name, rows[i].call, strlen(rows[i].call)))
            return rows[i].generator;
    return NULL;
}

void orq_check_default(struct orq_check *check, const struct orq_yaml *node)
{
    if (node->kind != ORQ_YAML_TEXT || node->quoted || !looks_like_call(node->text))
        return;
    const char *generator = generator_for(node->text);
    orq_error(check->diags, orq_yaml_at(node),
              "\"%s\" looks like an expression, and a default is a literal", node->text);
    if (generator)
        orq_hint(check->diags, "as a portable generator: {generate: %s}", generator);
    orq_hint(check->diags, "as an expression:        {sql: \"%s\"}", node->text);
    orq_hint(check->diags, "as a text:               \"%s\"", node->text);
}

/* -- naming and exclude -- */

void orq_check_template(struct orq_check *check, const struct orq_yaml *node)
{
    static const char *const known[] = {"{table}", "{columns}"};
    if (node->text[0] == '\0')
        orq_error(check->diags, orq_yaml_at(node),
                  "a template is empty: null leaves the names out");
    for (const char *at = strchr(node->text, '{'); at; at = strchr(at + 1, '{')) {
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            found = found || orq_starts_with(at, known[i]);
        if (!found) {
            orq_error(check->diags, orq_yaml_at(node), "unknown placeholder in the template \"%s\"",
                      node->text);
            orq_hint(check->diags, "it takes {table} and {columns}");
            return;
        }
    }
}

void orq_check_patterns(struct orq_check *check, const struct orq_yaml *node)
{
    for (size_t i = 0; i < node->items->len; i++) {
        const struct orq_yaml *pattern = node->items->items[i];
        int code;
        PCRE2_SIZE offset;
        pcre2_code *compiled =
            pcre2_compile((PCRE2_SPTR)pattern->text, PCRE2_ZERO_TERMINATED,
                          PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &code, &offset, NULL);
        if (compiled) {
            pcre2_code_free(compiled);
            continue;
        }
        PCRE2_UCHAR message[256];
        pcre2_get_error_message(code, message, sizeof message);
        orq_error(check->diags, orq_yaml_at(pattern),
                  "the pattern \"%s\" is wrong behind \"%.*s\": %s", pattern->text, (int)offset,
                  pattern->text, (const char *)message);
    }
}

/* -- unique: [a, b]: one constraint, or two? -- */

bool orq_check_bare_names(struct orq_check *check, const struct orq_yaml *node)
{
    struct orq_str together = orq_str_new(check->arena);
    struct orq_str apart = orq_str_new(check->arena);
    const struct orq_yaml *bare = NULL;
    bool several = false;
    for (size_t i = 0; i < node->items->len; i++) {
        const struct orq_yaml *item = node->items->items[i];
        if (item->kind != ORQ_YAML_TEXT)
            continue;
        orq_str_addf(&together, "%s%s", bare ? ", " : "", item->text);
        orq_str_addf(&apart, "%s[%s]", bare ? ", " : "", item->text);
        several = bare != NULL;
        bare = bare ? bare : item;
    }
    if (!bare)
        return false;
    orq_error(check->diags, orq_yaml_at(bare),
              "\"%s\" is a bare name: an item here is itself a list of columns", bare->text);
    if (!several) {
        orq_hint(check->diags, "write [%s]", orq_str_text(&apart));
        return true;
    }
    orq_hint(check->diags, "one over all of them: [[%s]]", orq_str_text(&together));
    orq_hint(check->diags, "one for each of them: [%s]", orq_str_text(&apart));
    return true;
}
