/* What libyaml complains of, in the user's words. */
#include "model/yaml_parts.h"

#include <string.h>

struct words {
    const char *problem; /* as libyaml says it */
    const char *message;
    const char *hint; /* NULL: none */
};

#define QUOTE_IT "a text that begins so has to stand in quotes"
#define FLOW_HINT \
    "inside { } and [ ] a text with a comma, a bracket or a brace has to stand in quotes"

static const struct words table[] = {
    {"could not find expected ':'", "a ':' is missing behind this key", NULL},
    {"mapping values are not allowed in this context", "a ':' cannot stand here",
     "a text with \": \" in it has to stand in quotes; or the indentation is wrong"},
    {"block sequence entries are not allowed in this context", "a '-' cannot stand here",
     "list items stand on lines of their own, indented alike"},
    {"mapping keys are not allowed in this context", "a key cannot stand here", NULL},
    {"found character that cannot start any token", "a text cannot begin with this character",
     QUOTE_IT},
    {"found unexpected end of stream", "the quote that opens here is never closed", NULL},
    {"found unexpected document indicator", "the quote is not closed before the document ends",
     NULL},
    {"found unknown escape character", "unknown escape in a \"…\" text",
     "write \\\\ for a backslash, or use '…', which has no escapes"},
    {"found a tab character that violates indentation", "a tab cannot indent", "use spaces"},
    {"found a tab character where an indentation space is expected", "a tab cannot indent",
     "use spaces"},
    {"did not find expected comment or line break", "the line has to end behind | or >", NULL},
    {"did not find expected alphabetic or numeric character", "an anchor or alias needs a name",
     "a text that begins with & or * has to stand in quotes"},
    {"did not find expected <document start>", "nothing may stand behind the document's end", NULL},
    {"did not find expected '-' indicator", "a list item ('-') has to stand here",
     "the indentation does not fit that of the list"},
    {"did not find expected key", "a key has to stand here",
     "the indentation does not fit the lines above; or a value that begins with a quote goes on "
     "behind it and has to be quoted as a whole"},
    {"did not find expected ',' or ']'", "a ',' or ']' is missing here", FLOW_HINT},
    {"did not find expected ',' or '}'", "a ',' or '}' is missing here", FLOW_HINT},
    {"did not find expected node content", "a value is missing here", FLOW_HINT},
    {"found undefined tag handle", "tags are not part of the model language", NULL},
    {"found incompatible YAML document", "this is not YAML 1.2", NULL},
};

static const struct words *words_of(const char *problem)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(table[i].problem, problem) == 0)
            return &table[i];
    return NULL;
}

struct orq_span orq_yaml_span(const struct orq_yaml_source *source, yaml_mark_t mark)
{
    return (struct orq_span){
        .file = source->file, .line = mark.line + 1, .column = mark.column + 1};
}

/* How far the expression that begins at text was meant to go: in its line, to
 * the comma or bracket behind its last parenthesis; 0 where they never close. */
static size_t meant_length(const char *text, size_t len)
{
    int depth = 0;
    char quote = '\0';
    size_t end = 0;
    for (size_t i = 0; i < len && text[i] != '\n'; i++) {
        if (quote) {
            if (text[i] == quote)
                quote = '\0';
        } else if (text[i] == '\'' || text[i] == '"') {
            quote = text[i];
        } else if (text[i] == '(') {
            depth++;
        } else if (text[i] == ')') {
            depth--;
        } else if (depth <= 0 && strchr(",]}", text[i])) {
            break;
        }
        if (depth == 0 && text[i] != ' ' && text[i] != '\r')
            end = i + 1;
    }
    return depth == 0 && !quote ? end : 0;
}

static const char *double_quoted(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addc(&out, '"');
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"' || text[i] == '\\')
            orq_str_addc(&out, '\\');
        orq_str_addc(&out, text[i]);
    }
    orq_str_addc(&out, '"');
    return orq_str_text(&out);
}

/* An expression in flow style was cut at its comma: the fault is the missing
 * quotes at its beginning, not what libyaml stumbled over behind it. */
const char *orq_yaml_report_cut(struct orq_yaml_source *source)
{
    const struct orq_yaml_cut cut = source->cut;
    source->cut.found = false;
    if (!cut.found)
        return NULL;
    const char *text = source->text + cut.byte;
    size_t len = meant_length(text, source->len - cut.byte);
    if (len == 0)
        return NULL;
    orq_error(source->diags, cut.at, "the expression is cut at its first comma or bracket");
    orq_hint(source->diags, "inside { } and [ ] it has to stand in quotes: %s%s%s",
             cut.key ? cut.key : "", cut.key ? ": " : "", double_quoted(source->arena, text, len));
    return orq_arena_strndup(source->arena, text, len);
}

void orq_yaml_report(struct orq_yaml_source *source, const yaml_parser_t *parser)
{
    const char *problem = parser->problem ? parser->problem : "this is no YAML";
    const char *context = parser->context ? parser->context : "";
    struct orq_span at = orq_yaml_span(source, parser->problem_mark);
    if (strstr(context, "flow") && orq_yaml_report_cut(source))
        return;
    orq_yaml_advance(source, parser->problem_mark.index, false);
    if (source->cursor.byte < source->len && source->text[source->cursor.byte] == '\t') {
        orq_error(source->diags, at, "a tab cannot indent");
        orq_hint(source->diags, "use spaces");
        return;
    }
    const struct words *words = words_of(problem);
    bool ended = source->cursor.byte >= source->len;
    if (ended && strstr(context, "flow")) {
        orq_error(source->diags, orq_yaml_span(source, parser->context_mark),
                  "the bracket that opens here is never closed");
        return;
    }
    if (strcmp(problem, "found unexpected end of stream") == 0)
        at = orq_yaml_span(source, parser->context_mark);
    orq_error(source->diags, at, "%s", words ? words->message : problem);
    if (words && words->hint)
        orq_hint(source->diags, "%s", words->hint);
}

/* The length of the character at text, 0 where it is no well-formed UTF-8. */
static size_t character(const char *text, size_t len)
{
    for (size_t size = 1; size <= 4 && size <= len; size++)
        if (orq_utf8_valid(text, size))
            return size;
    return 0;
}

/* Printable by YAML's rules: what libyaml would refuse without a position. */
static bool allowed(const char *text, size_t size)
{
    unsigned char byte = (unsigned char)text[0];
    if (size == 1)
        return byte == '\t' || byte == '\n' || byte == '\r' || (byte >= 0x20 && byte != 0x7f);
    if (size == 2 && byte == 0xc2)
        return (unsigned char)text[1] >= 0xa0 || (unsigned char)text[1] == 0x85;
    return !(size == 3 &&
             (memcmp(text, "\xef\xbb\xbf", 3) == 0 || memcmp(text, "\xef\xbf\xbe", 3) == 0 ||
              memcmp(text, "\xef\xbf\xbf", 3) == 0));
}

/* So many characters that need no second look: most of a file. */
static size_t plain_length(const char *text, size_t len)
{
    size_t plain = 0;
    while (plain < len && text[plain] >= 0x20 && text[plain] < 0x7f)
        plain++;
    return plain;
}

bool orq_yaml_report_bytes(struct orq_yaml_source *source)
{
    struct orq_span at = {.file = source->file, .line = 1, .column = 1};
    size_t size = 0;
    for (size_t i = 0; i < source->len; i += size) {
        size = plain_length(source->text + i, source->len - i);
        at.column += size;
        if (size > 0)
            continue;
        size = character(source->text + i, source->len - i);
        if (size == 0) {
            orq_error(source->diags, at, "the file is not UTF-8: byte 0x%02x",
                      (unsigned)(unsigned char)source->text[i]);
            orq_hint(source->diags, "save it as UTF-8");
            return true;
        }
        if (!allowed(source->text + i, size)) {
            orq_error(source->diags, at, "a control character cannot stand in YAML (byte 0x%02x)",
                      (unsigned)(unsigned char)source->text[i]);
            orq_hint(source->diags,
                     "in a \"…\" text it can be written as an escape, such as \\x07");
            return true;
        }
        at.column++;
        if (source->text[i] == '\n') {
            at.line++;
            at.column = 1;
        }
    }
    return false;
}
