/* The lines that name many databases: a pattern of files, a query. */
#include "base/file.h"
#include "base/str.h"
#include "cli/targets_parts.h"
#include "db/db.h"

#include <glob.h>
#include <string.h>
#include <sys/stat.h>

#define BLANKS " \t\r\v\f"

/* ---- files ---- */

/* The folder's name stands for itself, whatever it is. */
static const char *pattern_of(struct orq_target_reader *reader, const char *rest)
{
    struct orq_str pattern = orq_str_new(reader->arena);
    if (reader->folder && rest[0] != '/') {
        for (const char *p = reader->folder; *p; p++) {
            orq_str_add(&pattern, strchr("*?[\\", *p) ? "\\" : "");
            orq_str_addc(&pattern, *p);
        }
        orq_str_addc(&pattern, '/');
    }
    orq_str_add(&pattern, rest);
    return orq_str_text(&pattern);
}

/* SQLite keeps files of its own beside a database, and a folder is none. */
static bool is_database(const char *path)
{
    static const char *const beside[] = {"-journal", "-wal", "-shm"};
    struct stat info;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (orq_ends_with(path, beside[i]))
            return false;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

enum orq_status orq_target_files(struct orq_target_reader *reader, const char *rest,
                                 struct orq_span at)
{
    glob_t found = {0};
    size_t count = 0;
    int result = glob(pattern_of(reader, rest), 0, NULL, &found);
    for (size_t i = 0; result == 0 && i < found.gl_pathc; i++) {
        if (is_database(found.gl_pathv[i])) {
            const char *path = orq_arena_strdup(reader->arena, found.gl_pathv[i]);
            const struct orq_url url = {.dialect = "sqlite", .target = path, .shown = path};
            orq_target_add(reader, &url, at);
            count++;
        }
    }
    globfree(&found);
    if (result != 0 && result != GLOB_NOMATCH) {
        orq_error(reader->diags, at, "cannot look for %s", rest);
        return ORQ_INVALID;
    }
    if (count == 0)
        orq_warning(reader->diags, at, "there is no file %s", *rest ? rest : "without a name");
    return ORQ_OK;
}

/* ---- queries ---- */

struct asking {
    struct orq_target_reader *reader;
    struct orq_url url; /* asked */
    struct orq_span at;
    /* what is made of a row */
    enum orq_status (*take)(struct asking *asking, const char *value);
    size_t rows;
    enum orq_status status;
};

static bool take_row(void *context, const struct orq_row *row)
{
    struct asking *asking = context;
    const char *value = row->count > 0 ? row->values[0] : NULL;
    asking->rows++;
    enum orq_status status = ORQ_INVALID;
    if (row->count != 1) {
        orq_error(asking->reader->diags, asking->at,
                  "the query gives %zu columns, and one is needed", row->count);
    } else if (!value || !*value) {
        orq_error(asking->reader->diags, asking->at, "row %zu of the query is empty", asking->rows);
    } else {
        status = asking->take(asking, orq_arena_strdup(asking->reader->arena, value));
    }
    asking->status = status == ORQ_OK ? asking->status : status;
    return row->count == 1;
}

static enum orq_status ask(struct asking *asking, const char *sql)
{
    struct orq_target_reader *reader = asking->reader;
    struct orq_db *db = NULL;
    enum orq_status status =
        orq_db_open(reader->arena, &asking->url, ORQ_DB_READ, reader->diags, &db);
    if (status != ORQ_OK)
        return status;
    const struct orq_query query = {.sql = sql, .fn = take_row, .context = asking};
    /* A person's query names tables as a person does. */
    const struct orq_batch batch = {
        .queries = &query, .count = 1, .read_only = true, .search_path = "public"};
    struct orq_outcome outcome = {0};
    status = orq_db_batch(reader->arena, db, &batch, reader->diags, &outcome);
    if (status == ORQ_OK && outcome.failed) {
        orq_error(reader->diags, asking->at, "%s: the query failed: %s", asking->url.shown,
                  outcome.message);
        status = ORQ_DATABASE;
    }
    orq_db_close(db);
    return status == ORQ_OK ? asking->status : status;
}

/* URL QUERY */
static enum orq_status ask_line(struct asking *asking, const char *rest, const char *word)
{
    struct orq_target_reader *reader = asking->reader;
    size_t len = strcspn(rest, BLANKS);
    const char *sql = rest + len + strspn(rest + len, BLANKS);
    if (*sql == '\0') {
        orq_error(reader->diags, asking->at, "a URL and a query belong behind \"%s\"", word);
        orq_hint(reader->diags, "for example: %s postgresql://HOST/DATABASE SELECT ...", word);
        return ORQ_INVALID;
    }
    const struct orq_url_text written = {.text = orq_arena_strndup(reader->arena, rest, len),
                                         .folder = reader->folder,
                                         .at = asking->at};
    enum orq_status status = orq_url_parse(reader->arena, &written, reader->diags, &asking->url);
    if (status != ORQ_OK)
        return status;
    if (strcmp(word, "urls") != 0 && strcmp(asking->url.dialect, "postgresql") != 0) {
        orq_error(reader->diags, asking->at, "%s has no %s of its own: only PostgreSQL has",
                  asking->url.shown, word);
        orq_hint(reader->diags, "of SQLite: files GLOB, or urls URL QUERY");
        return ORQ_INVALID;
    }
    status = ask(asking, sql);
    if (status == ORQ_OK && asking->rows == 0)
        orq_warning(reader->diags, asking->at, "the query of \"%s\" gives no row", word);
    return status;
}

static enum orq_status take_database(struct asking *asking, const char *value)
{
    struct orq_target_reader *reader = asking->reader;
    const struct orq_url url = orq_url_of_database(reader->arena, &asking->url, value);
    orq_target_add(reader, &url, asking->at);
    return ORQ_OK;
}

static enum orq_status take_schema(struct asking *asking, const char *value)
{
    struct orq_target_reader *reader = asking->reader;
    /* The ledger's name is schema.table. */
    if (strchr(value, '.') || orq_starts_with(value, "pg_") ||
        strcmp(value, "information_schema") == 0) {
        orq_error(reader->diags, asking->at, "migrations cannot run in the schema %s", value);
        orq_hint(reader->diags,
                 strchr(value, '.') ? "its name must not hold a point" : "it is the server's own");
        return ORQ_INVALID;
    }
    const struct orq_url url = orq_url_of_schema(reader->arena, &asking->url, value);
    orq_target_add(reader, &url, asking->at);
    return ORQ_OK;
}

static enum orq_status take_url(struct asking *asking, const char *value)
{
    return orq_target_url(asking->reader, value, asking->at);
}

enum orq_status orq_target_databases(struct orq_target_reader *reader, const char *rest,
                                     struct orq_span at)
{
    struct asking asking = {.reader = reader, .at = at, .take = take_database};
    return ask_line(&asking, rest, "databases");
}

enum orq_status orq_target_schemas(struct orq_target_reader *reader, const char *rest,
                                   struct orq_span at)
{
    struct asking asking = {.reader = reader, .at = at, .take = take_schema};
    return ask_line(&asking, rest, "schemas");
}

enum orq_status orq_target_urls(struct orq_target_reader *reader, const char *rest,
                                struct orq_span at)
{
    struct asking asking = {.reader = reader, .at = at, .take = take_url};
    return ask_line(&asking, rest, "urls");
}
