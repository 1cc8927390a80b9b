#include "cli/targets.h"

#include "base/file.h"
#include "base/str.h"
#include "cli/config.h"
#include "cli/targets_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLANKS " \t\r\v\f"
#define LARGEST ((size_t)64 << 20)

/* ---- one database ---- */

/* What a database is, however it is spelled. */
static const char *identity(struct orq_arena *arena, const struct orq_url *url)
{
    struct stat info;
    if (strcmp(url->dialect, "sqlite") == 0 && stat(url->target, &info) == 0)
        return orq_arena_printf(arena, "%ju %ju", (uintmax_t)info.st_dev, (uintmax_t)info.st_ino);
    return orq_arena_printf(arena, "%s %s", url->target, url->schema ? url->schema : "");
}

void orq_target_add(struct orq_target_reader *reader, const struct orq_url *url, struct orq_span at)
{
    const char *key = identity(reader->arena, url);
    const char *before = orq_map_get(reader->seen, key);
    if (before) {
        orq_warning(reader->diags, at, "%s is listed twice, and taken once", url->shown);
        orq_hint(reader->diags, "first: %s", before);
        return;
    }
    char *place = at.line > 0 ? orq_arena_printf(reader->arena, "%s:%zu", at.file, at.line)
                              : orq_arena_strdup(reader->arena, at.file);
    orq_map_put(reader->seen, key, place);
    ORQ_PUSH(reader->arena, reader->urls, *url);
}

enum orq_status orq_target_url(struct orq_target_reader *reader, const char *text,
                               struct orq_span at)
{
    struct orq_url url;
    const struct orq_url_text written = {.text = text, .folder = reader->folder, .at = at};
    enum orq_status status = orq_url_parse(reader->arena, &written, reader->diags, &url);
    if (status == ORQ_OK && strcmp(url.target, ":memory:") == 0) {
        orq_error(reader->diags, at, "a database in memory is gone before anybody could use it");
        status = ORQ_INVALID;
    }
    if (status == ORQ_OK)
        orq_target_add(reader, &url, at);
    return status;
}

/* ---- lines ---- */

static const struct line_kind {
    const char *word;
    enum orq_status (*read)(struct orq_target_reader *reader, const char *rest, struct orq_span at);
} kinds[] = {
    {"files", orq_target_files},
    {"databases", orq_target_databases},
    {"schemas", orq_target_schemas},
    {"urls", orq_target_urls},
};

/* The line without blanks around it. */
static const char *trimmed(struct orq_arena *arena, const char *line, size_t len)
{
    size_t from = 0;
    while (from < len && strchr(BLANKS, line[from]))
        from++;
    while (len > from && strchr(BLANKS, line[len - 1]))
        len--;
    return orq_arena_strndup(arena, line + from, len - from);
}

static enum orq_status read_line(struct orq_target_reader *reader, const char *line,
                                 struct orq_span at)
{
    if (*line == '\0' || *line == '#')
        return ORQ_OK;
    enum orq_status status = orq_expand(reader->arena, line, at, reader->diags, &line);
    if (status != ORQ_OK)
        return status;
    size_t word = strcspn(line, BLANKS);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(line, kinds[i].word, word) == 0 && kinds[i].word[word] == '\0')
            return kinds[i].read(reader, line + word + strspn(line + word, BLANKS), at);
    return orq_target_url(reader, line, at);
}

/* A fault of the list counts for more than a server that did not answer: it comes first. */
static enum orq_status worse(enum orq_status a, enum orq_status b)
{
    return a == ORQ_INVALID || b == ORQ_OK ? a : b;
}

static enum orq_status read_text(struct orq_target_reader *reader,
                                 const struct orq_target_text *text)
{
    enum orq_status status = ORQ_OK;
    struct orq_span at = {text->name, 1, 1};
    reader->folder = text->folder;
    for (const char *line = text->text; *line; at.line++) {
        size_t len = strcspn(line, "\n");
        status = worse(status, read_line(reader, trimmed(reader->arena, line, len), at));
        line += len + (line[len] == '\n');
    }
    return status;
}

static struct orq_target_reader reader_new(struct orq_arena *arena, struct orq_diags *diags,
                                           struct orq_urls *urls)
{
    *urls = (struct orq_urls){0};
    return (struct orq_target_reader){
        .arena = arena, .diags = diags, .seen = orq_map_new(arena, ORQ_KEYS_EXACT), .urls = urls};
}

enum orq_status orq_targets_parse(struct orq_arena *arena, const struct orq_target_text *text,
                                  struct orq_diags *diags, struct orq_urls *urls)
{
    struct orq_target_reader reader = reader_new(arena, diags, urls);
    return read_text(&reader, text);
}

/* ---- files ---- */

/* All of a file, a pipe or standard input. */
static bool read_bytes(int file, struct orq_str *out)
{
    char buffer[16384];
    while (out->len < LARGEST) {
        ssize_t got = read(file, buffer, sizeof buffer);
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        if (got > 0)
            orq_str_addn(out, buffer, (size_t)got);
    }
    errno = EFBIG;
    return false;
}

static enum orq_status read_file(struct orq_target_reader *reader, const char *path)
{
    bool is_input = strcmp(path, "-") == 0;
    struct orq_span at = {is_input ? "standard input" : path, 0, 0};
    struct orq_str bytes = orq_str_new(reader->arena);
    int file = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    bool whole = file >= 0 && read_bytes(file, &bytes);
    if (!whole) {
        orq_error(reader->diags, at, "cannot read the list of databases: %s", strerror(errno));
    } else if (!orq_utf8_valid(orq_str_text(&bytes), bytes.len)) {
        orq_error(reader->diags, at, "the list of databases is not UTF-8 text");
        whole = false;
    }
    if (file >= 0 && !is_input)
        close(file);
    if (!whole)
        return ORQ_INVALID;
    const struct orq_target_text text = {
        .text = orq_str_text(&bytes),
        .name = at.file,
        .folder = !is_input && strchr(path, '/') ? orq_path_folder(reader->arena, path) : NULL};
    return read_text(reader, &text);
}

enum orq_status orq_targets_read(struct orq_arena *arena, const struct orq_targets_input *input,
                                 struct orq_diags *diags, struct orq_urls *urls)
{
    struct orq_target_reader reader = reader_new(arena, diags, urls);
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < input->lines->len; i++) {
        const char *line = input->lines->items[i];
        struct orq_span at = {"--target", 0, 0};
        status = worse(status, read_line(&reader, trimmed(arena, line, strlen(line)), at));
    }
    if (input->file)
        status = worse(status, read_file(&reader, input->file));
    if (status == ORQ_OK && urls->len == 0) {
        orq_error(diags, ORQ_NOWHERE, "the list names no database");
        orq_hint(diags, "a line is a URL, or: files GLOB; databases URL QUERY; schemas URL QUERY; "
                        "urls URL QUERY");
        status = ORQ_INVALID;
    }
    return status;
}
