/* The sections of a migration file: their lines, and what stands in comments between the
 * statements. */
#include "base/similar.h"
#include "history/backfill.h"
#include "history/migration_parts.h"

#include <string.h>

#define MARK "+orqgen"
#define ALLOW "orqgen:allow"

typedef void read_words(struct orq_migration_reader *reader, struct orq_slice rest,
                        struct orq_span at);

struct directive {
    const char *word;
    read_words *read;
};

static const char *const dialects[] = {"sqlite", "postgresql"};
static const char foreign_keys_off[] = "foreign-keys-off";

static const char *copy(const struct orq_migration_reader *reader, struct orq_slice text)
{
    return orq_arena_strndup(reader->arena, text.data, text.len);
}

static void unknown_word(struct orq_migration_reader *reader, struct orq_slice word,
                         const struct orq_strings *known, struct orq_span at)
{
    const char *text = copy(reader, word);
    const char *meant = orq_similar(text, known);
    if (meant)
        orq_error(reader->diags, at, "unknown word \"%s\" (did you mean \"%s\"?)", text, meant);
    else
        orq_error(reader->diags, at, "unknown word \"%s\"", text);
}

static void read_section_words(struct orq_migration_reader *reader, struct orq_slice rest)
{
    struct orq_file_section *section = &reader->section;
    struct orq_strings known = {0};
    ORQ_PUSH(reader->arena, &known, foreign_keys_off);
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        ORQ_PUSH(reader->arena, &known, dialects[i]);
    for (struct orq_slice word = orq_take_word(&rest); word.len > 0; word = orq_take_word(&rest)) {
        const char *dialect = NULL;
        for (size_t i = 1; i < known.len; i++)
            dialect = orq_slice_equal(word, known.items[i]) ? known.items[i] : dialect;
        if (orq_slice_equal(word, foreign_keys_off))
            section->foreign_keys_off = true;
        else if (dialect && !section->dialect)
            section->dialect = dialect;
        else
            unknown_word(reader, word, &known, section->at);
    }
}

static void open_section(struct orq_migration_reader *reader, enum orq_direction direction,
                         struct orq_slice rest, struct orq_span at)
{
    reader->section = (struct orq_file_section){
        .direction = direction, .at = at, .text = reader->lines.text + reader->lines.at};
    read_section_words(reader, rest);
    reader->in_section = true;
    orq_lines_restart(&reader->lines, reader->section.dialect);
    const struct orq_file_sections *earlier = &reader->migration->sections;
    for (size_t i = 0; i < earlier->len; i++) {
        const struct orq_file_section *other = &earlier->items[i];
        if (other->direction == direction && orq_str_equal(other->dialect, reader->section.dialect))
            orq_error(reader->diags, at, "a second section of this kind (the first is line %zu)",
                      other->at.line);
    }
}

static void read_upgrade(struct orq_migration_reader *reader, struct orq_slice rest,
                         struct orq_span at)
{
    open_section(reader, ORQ_UPGRADE, rest, at);
}

static void read_downgrade(struct orq_migration_reader *reader, struct orq_slice rest,
                           struct orq_span at)
{
    open_section(reader, ORQ_DOWNGRADE, rest, at);
}

static int hex_value(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = digit ? strchr(digits, orq_ascii_lower(digit)) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* Undoes one \ escape at text[*at]; false: there is no such escape. */
static bool unescape(struct orq_str *name, struct orq_slice text, size_t *at)
{
    char next = *at + 1 < text.len ? text.data[*at + 1] : '\0';
    static const char codes[] = "\\nr";
    static const char bytes[] = "\\\n\r";
    const char *simple = next ? strchr(codes, next) : NULL;
    if (simple) {
        orq_str_addc(name, bytes[simple - codes]);
        *at += 2;
        return true;
    }
    int high = next == 'x' && *at + 3 < text.len ? hex_value(text.data[*at + 2]) : -1;
    int low = high >= 0 ? hex_value(text.data[*at + 3]) : -1;
    if (low < 0 || high + low == 0)
        return false;
    unsigned char byte = (unsigned char)(high * 16 + low);
    orq_str_addn(name, (const char *)&byte, 1);
    *at += 4;
    return true;
}

/* Takes "a name" with its quotes off the front; NULL: it is not closed, or has a wrong escape. */
static const char *take_quoted(struct orq_migration_reader *reader, struct orq_slice *rest)
{
    struct orq_str name = orq_str_new(reader->arena);
    for (size_t at = 1; at < rest->len;) {
        char byte = rest->data[at];
        bool doubled = byte == '"' && at + 1 < rest->len && rest->data[at + 1] == '"';
        if (byte == '"' && !doubled) {
            rest->data += at + 1;
            rest->len -= at + 1;
            return orq_str_text(&name);
        }
        if (byte == '\\') {
            if (!unescape(&name, *rest, &at))
                return NULL;
            continue;
        }
        orq_str_addc(&name, byte);
        at += doubled ? 2 : 1;
    }
    return NULL;
}

/* expects TABLE sha256:… */
static void read_expects(struct orq_migration_reader *reader, struct orq_slice rest,
                         struct orq_span at)
{
    struct orq_expect expect = {0};
    if (!reader->in_section) {
        orq_error(reader->diags, at, "\"expects\" belongs in a section");
        return;
    }
    rest = orq_slice_trimmed(rest);
    if (rest.len > 0 && rest.data[0] == '"')
        expect.table = take_quoted(reader, &rest);
    else
        expect.table = copy(reader, orq_take_word(&rest));
    struct orq_slice hash = orq_take_word(&rest);
    expect.sha256 = orq_sha256_word(reader->arena, hash);
    if (!expect.table || *expect.table == '\0' || !expect.sha256 ||
        orq_slice_trimmed(rest).len > 0) {
        orq_error(reader->diags, at,
                  "wrong \"expects\" line: it is `-- +orqgen expects TABLE "
                  "sha256:` and 64 lower-case hex digits");
        return;
    }
    ORQ_PUSH(reader->arena, &reader->section.expects, expect);
}

/* A place further on in the line that begins at `at`. */
static struct orq_span further(const struct orq_migration_reader *reader, const char *place,
                               struct orq_span at)
{
    const char *start = place;
    while (start > reader->lines.text && start[-1] != '\n')
        start--;
    const struct orq_line line = {.offset = (size_t)(start - reader->lines.text),
                                  .number = at.line};
    return orq_reader_span(reader, &line, (size_t)(place - reader->lines.text));
}

static void read_backfill(struct orq_migration_reader *reader, struct orq_slice rest,
                          struct orq_span at)
{
    struct orq_backfill_fault fault;
    if (orq_backfill_read(reader->arena, rest, &fault))
        return;
    orq_error(reader->diags, further(reader, rest.data + fault.offset, at), "%s", fault.message);
    orq_hint(reader->diags,
             "a backfill's line is: -- +orqgen step backfill TABLE key COLUMN[, COLUMN] batch N");
}

/* Steps are transactions of their own, which only PostgreSQL's sections have. */
static void read_step(struct orq_migration_reader *reader, struct orq_slice rest,
                      struct orq_span at)
{
    struct orq_strings known = {0};
    ORQ_PUSH(reader->arena, &known, ORQ_NO_TRANSACTION);
    ORQ_PUSH(reader->arena, &known, ORQ_BACKFILL);
    struct orq_slice word = orq_take_word(&rest);
    if (!reader->in_section || !orq_str_equal(reader->section.dialect, "postgresql"))
        orq_error(reader->diags, at, "\"step\" belongs in a section for postgresql");
    else if (orq_slice_equal(word, ORQ_BACKFILL))
        read_backfill(reader, rest, at);
    else if (word.len > 0 && !orq_slice_equal(word, ORQ_NO_TRANSACTION))
        unknown_word(reader, word, &known, at);
}

static const struct directive directives[] = {
    {"upgrade", read_upgrade},
    {"downgrade", read_downgrade},
    {"expects", read_expects},
    {"step", read_step},
};

#define DIRECTIVE_COUNT (sizeof directives / sizeof *directives)

static void read_marked(struct orq_migration_reader *reader, const struct orq_line *line,
                        struct orq_slice rest, struct orq_span at)
{
    struct orq_strings known = {0};
    struct orq_slice word = orq_take_word(&rest);
    for (size_t i = 0; i < DIRECTIVE_COUNT; i++) {
        if (orq_slice_equal(word, directives[i].word)) {
            if (i < 2 && reader->in_section)
                orq_close_section(reader, line->offset);
            directives[i].read(reader, rest, at);
            return;
        }
        ORQ_PUSH(reader->arena, &known, directives[i].word);
    }
    unknown_word(reader, word, &known, at);
    reader->astray = true;
}

/* orqgen:allow RULE -- reason */
static void read_allow(struct orq_migration_reader *reader, struct orq_slice rest,
                       struct orq_span at)
{
    struct orq_allow allow = {.at = at};
    struct orq_slice rule = orq_take_word(&rest);
    struct orq_slice dashes = orq_take_word(&rest);
    rest = orq_slice_trimmed(rest);
    if (!reader->in_section) {
        orq_error(reader->diags, at, "an allowance belongs in the section that it is for");
        return;
    }
    if (rule.len == 0 || !orq_slice_equal(dashes, "--") || rest.len == 0) {
        orq_error(reader->diags, at, "an allowance needs a rule and a reason");
        orq_hint(reader->diags, "write it as: -- orqgen:allow data-loss -- why it is right");
        return;
    }
    allow.rule = copy(reader, rule);
    allow.reason = copy(reader, rest);
    ORQ_PUSH(reader->arena, &reader->section.allows, allow);
}

/* The comment's first word, and what is behind it. */
static bool begins_with(struct orq_slice comment, const char *word, struct orq_slice *rest)
{
    *rest = comment;
    return orq_slice_equal(orq_take_word(rest), word);
}

static bool is_letter(char byte)
{
    char lower = orq_ascii_lower(byte);
    return lower >= 'a' && lower <= 'z';
}

/* A mistyped mark must not pass for a comment: a downgrade would become part of the upgrade. */
static bool is_mistyped(struct orq_migration_reader *reader, struct orq_slice comment)
{
    struct orq_strings marks = {0};
    ORQ_PUSH(reader->arena, &marks, MARK);
    struct orq_slice word = orq_take_word(&comment);
    struct orq_slice next = orq_take_word(&comment);
    if (word.len > 1 && word.data[0] == '+')
        return is_letter(word.data[1]);
    if (word.len > 7 && memcmp(word.data, ALLOW, 7) == 0)
        return true;
    bool direction = orq_slice_equal(next, "upgrade") || orq_slice_equal(next, "downgrade");
    return direction && orq_similar(copy(reader, word), &marks);
}

void orq_read_directive(struct orq_migration_reader *reader, const struct orq_line *line)
{
    struct orq_slice comment = orq_comment_of(line);
    struct orq_slice rest = {0};
    if (!comment.data)
        return;
    struct orq_span at =
        orq_reader_span(reader, line, line->offset + (size_t)(comment.data - line->text));
    if (begins_with(comment, MARK, &rest))
        read_marked(reader, line, rest, at);
    else if (line->statement)
        return; /* a comment of the text that a table or view was made with */
    else if (begins_with(comment, ALLOW, &rest))
        read_allow(reader, rest, at);
    else if (is_mistyped(reader, comment))
        orq_error(reader->diags, at,
                  "neither a comment nor a line that is known: write `-- " MARK " …` or `-- " ALLOW
                  " …`");
    else if (!reader->in_section)
        orq_read_header_line(reader, line);
}

void orq_close_section(struct orq_migration_reader *reader, size_t end)
{
    struct orq_file_section *section = &reader->section;
    size_t from = (size_t)(section->text - reader->lines.text);
    section->len = end > from ? end - from : 0;
    section->text = orq_arena_strndup(reader->arena, section->text, section->len);
    section->sha256 = orq_section_sha256(reader->arena, section);
    orq_section_find_steps(reader->arena, section);
    orq_section_check(reader);
    ORQ_PUSH(reader->arena, &reader->migration->sections, *section);
    reader->in_section = false;
}
