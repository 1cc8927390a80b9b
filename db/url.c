#include "db/url_parts.h"

#include "base/file.h"
#include "base/str.h"

#include <ctype.h>
#include <string.h>

static const char *const file_endings[] = {".db", ".sqlite", ".sqlite3", ".db3", ".s3db"};

/* Options of Python's driver that say nothing about the file. */
static const char *const harmless_options[] = {
    "timeout", "check_same_thread", "isolation_level", "detect_types", "cached_statements",
};

bool orq_url_among(const char *word, size_t len, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (orq_ascii_equal_n(word, len, list[i], strlen(list[i])))
            return true;
    return false;
}

size_t orq_url_blanks(const char *text)
{
    return strspn(text, " \t\r\n");
}

/* ---- SQLite ---- */

static enum orq_status take_path(struct orq_url_reader *reader, const char *path)
{
    struct orq_url *url = reader->url;
    url->dialect = "sqlite";
    if (strcmp(path, ":memory:") == 0 || path[0] == '/' || !reader->folder)
        url->target = orq_arena_strdup(reader->arena, path);
    else
        url->target = orq_path_join(reader->arena, reader->folder, path);
    url->shown = url->target;
    return ORQ_OK;
}

/* Cuts the options behind "?" off; those that would change what is opened are refused. */
static enum orq_status cut_options(struct orq_url_reader *reader, char *path)
{
    char *option = strchr(path, '?');
    if (!option)
        return ORQ_OK;
    *option++ = '\0';
    while (*option) {
        size_t len = strcspn(option, "&");
        size_t key = strcspn(option, "=&");
        if (!ORQ_URL_AMONG(option, key, harmless_options)) {
            orq_error(reader->diags, reader->at, "unknown option \"%.*s\" in the SQLite URL",
                      (int)key, option);
            orq_hint(reader->diags, "write the path alone: sqlite:///%s", path);
            return ORQ_INVALID;
        }
        option += len + (option[len] == '&');
    }
    return ORQ_OK;
}

/* rest is what follows "sqlite:" (or "sqlite+driver:"). */
static enum orq_status parse_sqlite(struct orq_url_reader *reader, const char *rest)
{
    char *path = orq_arena_strdup(reader->arena, rest);
    if (orq_starts_with(path, "file:") || orq_starts_with(path, "///file:")) {
        orq_error(reader->diags, reader->at, "file: URIs are not understood");
        orq_hint(reader->diags, "write the path: sqlite:///relative.db or sqlite:////absolute.db");
        return ORQ_INVALID;
    }
    if (cut_options(reader, path) != ORQ_OK)
        return ORQ_INVALID;
    if (strcmp(path, "//") == 0 || strcmp(path, "///") == 0) /* as in SQLAlchemy */
        return take_path(reader, ":memory:");
    if (orq_starts_with(path, "///"))
        return take_path(reader, path + 3);
    if (orq_starts_with(path, "//")) {
        orq_error(reader->diags, reader->at, "an SQLite URL names no host");
        orq_hint(reader->diags, "write three slashes before a relative path: sqlite:///%s",
                 strpbrk(path + 2, ":@") ? "relative.db" : path + 2);
        return ORQ_INVALID;
    }
    if (path[0] == '\0') {
        orq_error(reader->diags, reader->at, "the SQLite URL names no file");
        orq_hint(reader->diags, "write sqlite:///relative.db or sqlite:////absolute.db");
        return ORQ_INVALID;
    }
    return take_path(reader, path);
}

/* ---- any ---- */

/* Is the scheme of text this one, with any +driver? */
static bool has_scheme(const char *text, size_t len, const char *scheme)
{
    size_t plain = 0;
    while (plain < len && text[plain] != '+')
        plain++;
    return orq_ascii_equal_n(text, plain, scheme, strlen(scheme));
}

/* Databases that SQLAlchemy knows too, by their schemes. */
static const char *const others[][2] = {
    {"mysql", "MySQL"},         {"mariadb", "MariaDB"},         {"oracle", "Oracle"},
    {"mssql", "SQL Server"},    {"cockroachdb", "CockroachDB"}, {"redshift", "Redshift"},
    {"snowflake", "Snowflake"}, {"duckdb", "DuckDB"},
};

static bool refuse_other(struct orq_url_reader *reader, const char *text, size_t scheme)
{
    for (size_t i = 0; text[scheme] == ':' && i < sizeof others / sizeof *others; i++) {
        if (!has_scheme(text, scheme, others[i][0]))
            continue;
        orq_error(reader->diags, reader->at, "orqgen works on SQLite and PostgreSQL, not on %s",
                  others[i][1]);
        orq_hint(reader->diags, "the URL begins with \"%.*s:\"", (int)scheme, text);
        return true;
    }
    return false;
}

static enum orq_status refuse(struct orq_url_reader *reader, const char *text, size_t scheme)
{
    if (refuse_other(reader, text, scheme))
        return ORQ_INVALID;
    /* What is no URL may still hold a password: show only what surely holds none. */
    if (text[scheme] == ':' && scheme > 1)
        orq_error(reader->diags, reader->at, "\"%.*s:\" is no database that orqgen knows",
                  (int)scheme, text);
    else if (!strpbrk(text, "@=:"))
        orq_error(reader->diags, reader->at, "\"%s\" is no database URL", text);
    else
        orq_error(reader->diags, reader->at, "this is no database URL");
    orq_hint(reader->diags, "write sqlite:///relative.db, sqlite:////absolute.db, a path that ends "
                            "in .db, or postgresql://user@host/database");
    return ORQ_INVALID;
}

static bool is_file_name(const char *text)
{
    for (size_t i = 0; i < sizeof file_endings / sizeof *file_endings; i++)
        if (orq_ends_with(text, file_endings[i]))
            return true;
    return false;
}

static enum orq_status parse_any(struct orq_url_reader *reader, const char *text)
{
    size_t scheme = 0;
    while (isalnum((unsigned char)text[scheme]) || (scheme > 0 && text[scheme] == '+') ||
           (scheme > 0 && text[scheme] == '_'))
        scheme++;
    bool url = text[scheme] == ':';
    bool slashes = url && orq_starts_with(text + scheme, "://");
    if (slashes && orq_ascii_equal_n(text, scheme, "sqlite+pysqlcipher", 18)) {
        orq_error(reader->diags, reader->at, "orqgen cannot read an encrypted SQLite database");
        orq_hint(reader->diags, "it works on plain ones: sqlite:///relative.db");
        return ORQ_INVALID;
    }
    if (url && has_scheme(text, scheme, "sqlite"))
        return parse_sqlite(reader, text + scheme + 1);
    if (slashes && (has_scheme(text, scheme, "postgres") || has_scheme(text, scheme, "postgresql")))
        return orq_url_read_postgres(reader, text + scheme + 3, memchr(text, '+', scheme) != NULL);
    if (strcmp(text, ":memory:") == 0)
        return take_path(reader, text);
    if (!slashes && orq_url_is_conninfo(text))
        return orq_url_read_conninfo(reader, text);
    if (!slashes && is_file_name(text))
        return take_path(reader, text);
    return refuse(reader, text, scheme);
}

enum orq_status orq_url_parse(struct orq_arena *arena, const struct orq_url_text *written,
                              struct orq_diags *diags, struct orq_url *url)
{
    struct orq_url_reader reader = {arena, written->folder, written->at, diags, url};
    *url = (struct orq_url){0};
    const char *text = written->text + orq_url_blanks(written->text);
    size_t len = strlen(text);
    while (len > 0 && orq_url_blanks(text + len - 1) > 0)
        len--;
    if (len == 0) {
        orq_error(diags, written->at, "the database URL is empty");
        orq_hint(diags, "write sqlite:///relative.db or postgresql://user@host/database");
        return ORQ_INVALID;
    }
    return parse_any(&reader, orq_arena_strndup(arena, text, len));
}
