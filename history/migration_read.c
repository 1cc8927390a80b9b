#include "history/migration_parts.h"

#include <string.h>

struct orq_span orq_reader_span(const struct orq_migration_reader *reader,
                                const struct orq_line *line, size_t offset)
{
    size_t column = 1;
    for (size_t at = line->offset; at < offset; at++)
        column += ((unsigned char)reader->lines.text[at] & 0xC0) == 0x80 ? 0 : 1;
    return (struct orq_span){.file = reader->path, .line = line->number, .column = column};
}

static bool blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

struct orq_slice orq_slice_trimmed(struct orq_slice text)
{
    while (text.len > 0 && blank(text.data[0])) {
        text.data++;
        text.len--;
    }
    while (text.len > 0 && blank(text.data[text.len - 1]))
        text.len--;
    return text;
}

struct orq_slice orq_take_word(struct orq_slice *rest)
{
    *rest = orq_slice_trimmed(*rest);
    struct orq_slice word = {rest->data, 0};
    while (word.len < rest->len && !blank(rest->data[word.len]))
        word.len++;
    rest->data += word.len;
    rest->len -= word.len;
    return word;
}

struct orq_slice orq_comment_of(const struct orq_line *line)
{
    struct orq_slice text = orq_slice_trimmed((struct orq_slice){line->text, line->len});
    if (text.len < 2 || text.data[0] != '-' || text.data[1] != '-')
        return (struct orq_slice){0};
    return orq_slice_trimmed((struct orq_slice){text.data + 2, text.len - 2});
}

const char *orq_sha256_word(struct orq_arena *arena, struct orq_slice word)
{
    static const char prefix[] = "sha256:";
    size_t skip = sizeof prefix - 1;
    if (word.len != skip + 64 || memcmp(word.data, prefix, skip) != 0)
        return NULL;
    const char *hash = orq_arena_strndup(arena, word.data + skip, 64);
    return strspn(hash, "0123456789abcdef") == 64 ? hash : NULL;
}

/* The bytes of \r at text[at] that end a line. */
static size_t line_end_returns(const char *text, size_t at, size_t len)
{
    size_t to = at;
    while (to < len && text[to] == '\r')
        to++;
    return to == len || text[to] == '\n' ? to - at : 0;
}

/* In a file whose first line ends in LF alone a return further down is data: in a string, say. */
static bool has_dos_lines(const char *text, size_t len)
{
    const char *end = len == 0 ? NULL : memchr(text, '\n', len);
    return end == NULL || (end > text && end[-1] == '\r');
}

/* Line ends as LF, and no byte order mark. */
static struct orq_slice normalised(struct orq_arena *arena, const char *text, size_t len)
{
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        len -= 3;
    }
    if (len == 0 || !memchr(text, '\r', len) || !has_dos_lines(text, len))
        return (struct orq_slice){text, len};
    char *copy = orq_arena_strndup(arena, text, len);
    size_t to = 0;
    for (size_t from = 0; from < len;) {
        size_t returns = line_end_returns(text, from, len);
        if (returns == 0)
            copy[to++] = text[from];
        from += returns > 0 ? returns : 1;
    }
    return (struct orq_slice){copy, to};
}

/* What a merge leaves behind where it could not decide. */
static bool conflict_marker(const struct orq_line *line)
{
    static const char *const marks[] = {"<<<<<<<", "|||||||", "=======", ">>>>>>>"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (line->len >= 7 && memcmp(line->text, marks[i], 7) == 0 &&
            (line->len == 7 || line->text[7] == ' '))
            return true;
    }
    return false;
}

static void read_line(struct orq_migration_reader *reader, const struct orq_line *line)
{
    if (!line->code)
        return;
    if (conflict_marker(line)) {
        if (!reader->conflict)
            orq_error(reader->diags, orq_reader_span(reader, line, line->offset),
                      "a merge conflict is not resolved here");
        reader->conflict = true;
    } else if (orq_comment_of(line).data) {
        orq_read_directive(reader, line);
    } else if (!reader->in_section) {
        orq_read_header_line(reader, line);
    }
    if (!reader->in_section)
        orq_lines_restart(&reader->lines, NULL);
}

static const char *open_thing(char closer)
{
    if (closer == '*')
        return "comment";
    return closer == '\'' || closer == '$' ? "string" : "quoted name";
}

/* Only the last section can end inside a quote: a line there is no directive. */
static void finish_section(struct orq_migration_reader *reader)
{
    const struct orq_lines *lines = &reader->lines;
    if (lines->closer != '\0') {
        size_t offset = lines->opened_at;
        while (offset > 0 && lines->text[offset - 1] != '\n')
            offset--;
        struct orq_line line = {.offset = offset, .number = lines->opened_line};
        orq_error(reader->diags, orq_reader_span(reader, &line, lines->opened_at),
                  "this %s is not closed", open_thing(lines->closer));
        orq_hint(reader->diags, "a half-written file is not run");
    }
    if (lines->closer == '\0')
        orq_close_section(reader, lines->len);
}

/* A file that lost its tail may still read well: its proof knows better. */
static void check_proofs(struct orq_migration_reader *reader)
{
    const struct orq_migration *migration = reader->migration;
    for (size_t i = 0; i < migration->proofs.len; i++) {
        const struct orq_proof_line *proof = &migration->proofs.items[i];
        const char *missing = NULL;
        if (proof->down_sha256 && !orq_migration_section(migration, ORQ_DOWNGRADE, proof->dialect))
            missing = "downgrade";
        if (proof->up_sha256 && !orq_migration_section(migration, ORQ_UPGRADE, proof->dialect))
            missing = "upgrade";
        if (!missing)
            continue;
        orq_error(reader->diags, proof->at, "the %s section that was proven is not in this file",
                  missing);
        orq_hint(reader->diags, "is the file cut off? if the section was taken out on purpose, "
                                "take out this line too");
    }
}

static void check_whole(struct orq_migration_reader *reader)
{
    struct orq_span top = {.file = reader->path, .line = 1, .column = 0};
    if (reader->conflict)
        return;
    if (!reader->titled) {
        orq_error(reader->diags, top,
                  "no migration file: its `-- orqgen migration:` line is missing");
        return;
    }
    if (!reader->migration->revision)
        orq_error(reader->diags, top, "the `-- revision:` line is missing");
    check_proofs(reader);
}

/* Reports the first line that is no text; the rest is not read. */
static bool check_text(struct orq_migration_reader *reader)
{
    struct orq_lines lines = reader->lines;
    struct orq_line line;
    while (orq_lines_next(&lines, &line)) {
        if (orq_utf8_valid(line.text, line.len))
            continue;
        orq_error(reader->diags,
                  (struct orq_span){.file = reader->path, .line = line.number, .column = 0},
                  "this line is no UTF-8 text");
        return false;
    }
    return true;
}

static void read_lines(struct orq_migration_reader *reader)
{
    struct orq_line line;
    while (orq_lines_next(&reader->lines, &line))
        read_line(reader, &line);
    if (reader->in_section)
        finish_section(reader);
}

static struct orq_migration_reader reader_new(struct orq_arena *arena, const char *path,
                                              struct orq_slice text, struct orq_diags *diags)
{
    struct orq_migration_reader reader = {.arena = arena, .diags = diags, .path = path};
    reader.migration = ORQ_NEW(arena, struct orq_migration);
    reader.migration->path = path;
    text = normalised(arena, text.data, text.len);
    reader.lines =
        (struct orq_lines){.text = text.data, .len = text.len, .quoting = orq_quoting_of(NULL)};
    return reader;
}

struct orq_migration *orq_migration_read(struct orq_arena *arena, const char *path,
                                         const char *text, size_t len, struct orq_diags *diags)
{
    struct orq_migration_reader reader =
        reader_new(arena, path, (struct orq_slice){text, len}, diags);
    if (reader.lines.len == 0) {
        orq_error(diags, (struct orq_span){.file = path}, "this migration file is empty");
    } else if (check_text(&reader)) {
        read_lines(&reader);
        check_whole(&reader);
    }
    if (!reader.migration->message)
        reader.migration->message = "";
    return reader.migration;
}

struct orq_migration *orq_migration_parse(struct orq_arena *arena, const char *path,
                                          const char *text, size_t len, struct orq_diags *diags)
{
    size_t before = orq_diags_errors(diags);
    struct orq_migration *migration = orq_migration_read(arena, path, text, len, diags);
    return orq_diags_errors(diags) == before ? migration : NULL;
}

bool orq_file_section_read(struct orq_arena *arena, struct orq_span at, const char *text,
                           struct orq_diags *diags, struct orq_file_section *section)
{
    size_t before = orq_diags_errors(diags);
    struct orq_migration_reader reader =
        reader_new(arena, at.file, (struct orq_slice){text, strlen(text)}, diags);
    if (at.line > 0)
        reader.lines.number = at.line - 1;
    read_lines(&reader);
    if (orq_diags_errors(diags) != before)
        return false;
    if (reader.migration->sections.len != 1) {
        orq_error(diags, at, "one section was expected here, not %zu",
                  reader.migration->sections.len);
        return false;
    }
    *section = reader.migration->sections.items[0];
    return true;
}
