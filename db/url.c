#include "db/url.h"

#include "base/file.h"
#include "base/similar.h"
#include "base/str.h"
#include "db/url_query.h"

#include <ctype.h>
#include <string.h>

#define HIDDEN_KEYS                                                                     \
    "password", "sslpassword", "passwd", "pwd", "scram_client_key", "scram_server_key", \
        "oauth_client_secret"

struct url_reader {
    struct orq_arena *arena;
    const char *folder;
    struct orq_span at;
    struct orq_diags *diags;
    struct orq_url *url;
};

static const char *const file_endings[] = {".db", ".sqlite", ".sqlite3", ".db3", ".s3db"};

/* Options of Python's driver that say nothing about the file. */
static const char *const harmless_options[] = {
    "timeout", "check_same_thread", "isolation_level", "detect_types", "cached_statements",
};

/* https://www.postgresql.org/docs/current/libpq-connect.html */
static const char *const conninfo_keys[] = {
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "passfile",
    "service",
    "sslmode",
    "options",
    "connect_timeout",
    "application_name",
    "fallback_application_name",
    "client_encoding",
    "channel_binding",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
    "replication",
    "gssencmode",
    "gssdelegation",
    "sslnegotiation",
    "sslcompression",
    "sslcert",
    "sslkey",
    "sslpassword",
    "sslcertmode",
    "sslrootcert",
    "sslcrl",
    "sslcrldir",
    "sslsni",
    "requirepeer",
    "require_auth",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "krbsrvname",
    "gsslib",
    "target_session_attrs",
    "load_balance_hosts",
};

static bool among(const char *word, size_t len, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (orq_ascii_equal_n(word, len, list[i], strlen(list[i])))
            return true;
    return false;
}

#define AMONG(word, len, list) among((word), (len), (list), sizeof(list) / sizeof *(list))

/* ---- SQLite ---- */

static enum orq_status take_path(struct url_reader *reader, const char *path)
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
static enum orq_status cut_options(struct url_reader *reader, char *path)
{
    char *option = strchr(path, '?');
    if (!option)
        return ORQ_OK;
    *option++ = '\0';
    while (*option) {
        size_t len = strcspn(option, "&");
        size_t key = strcspn(option, "=&");
        if (!AMONG(option, key, harmless_options)) {
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
static enum orq_status parse_sqlite(struct url_reader *reader, const char *rest)
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

/* ---- PostgreSQL ---- */

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    char lower = orq_ascii_lower(digit);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* A key may be written in percents too: p%61ssword. */
static const char *percent_decoded(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < len; i++) {
        int high = i + 2 < len && text[i] == '%' ? hex_value(text[i + 1]) : -1;
        int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low < 0) {
            orq_str_addc(&out, text[i]);
            continue;
        }
        orq_str_addc(&out, (char)(high * 16 + low));
        i += 2;
    }
    return orq_str_text(&out);
}

/* A key that is nearly one of a secret holds one too: somebody mistyped it. */
static bool secret_key(struct orq_arena *arena, const char *key, size_t len)
{
    static const char *const hidden[] = {HIDDEN_KEYS};
    struct orq_strings secrets = {0};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        ORQ_PUSH(arena, &secrets, hidden[i]);
    return orq_similar(percent_decoded(arena, key, len), &secrets) != NULL;
}

/* Adds the query without its secrets; what is no key=value may be the rest of one. */
static void show_query(struct orq_str *shown, const char *query)
{
    char before = '?';
    while (*query) {
        size_t len = strcspn(query, "&");
        size_t key = strcspn(query, "=&");
        if (key < len && !secret_key(shown->arena, query, key)) {
            orq_str_addc(shown, before);
            orq_str_addn(shown, query, len);
            before = '&';
        }
        query += len + (query[len] == '&');
    }
}

/* Is text a list of hosts, each with or without a port that is a number? */
static bool are_hosts(const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        size_t end = at + strcspn(text + at, ",/?#");
        size_t port = end;
        while (port > at && text[port - 1] >= '0' && text[port - 1] <= '9')
            port--;
        bool ported = port > at && text[port - 1] == ':';
        bool bracketed = text[at] == '['; /* an IPv6 address, which holds colons of its own */
        if (!ported && !bracketed && memchr(text + at, ':', end - at))
            return false;
        at = end + 1;
    }
    return true;
}

/* Where the user and password end (their @), NULL: there are none. A password may wrongly hold / or
 * ? as they are: then its @ stands behind them, and what looks like a port is no number. */
static const char *userinfo_end(const char *text)
{
    size_t authority = strcspn(text, "/?#");
    const char *end = NULL;
    for (const char *p = text; p < text + authority; p++)
        if (*p == '@')
            end = p;
    if (end)
        return end;
    const char *query = strchr(text, '?');
    const char *last = strrchr(text, '@');
    if (!last || !memchr(text, ':', authority))
        return NULL;
    return are_hosts(text, authority) && query && last > query ? NULL : last;
}

/* What libpq takes: to it the first @ ends the password, so that the others are written %40, and a
 * percent that begins no byte is a fault, which it is to nobody else. */
static void add_userinfo(struct orq_str *url, const char *rest, const char *end)
{
    for (const char *p = rest; p < end; p++) {
        bool byte = *p == '%' && end - p > 2 && hex_value(p[1]) >= 0 && hex_value(p[2]) >= 0;
        if (*p == '@')
            orq_str_add(url, "%40");
        else if (*p == '%' && !byte)
            orq_str_add(url, "%25");
        else
            orq_str_addc(url, *p);
    }
}

static const char *libpq_url(struct orq_arena *arena, const char *rest, const char *end)
{
    struct orq_str url = orq_str_new(arena);
    orq_str_add(&url, "postgresql://");
    if (end)
        add_userinfo(&url, rest, end);
    orq_str_add(&url, end ? end : rest);
    return orq_str_text(&url);
}

/* The URL with its query in libpq's words. */
static const char *with_query(struct orq_arena *arena, const char *url, bool form)
{
    const char *end = userinfo_end(url);
    const char *mark = strchr(end ? end : url, '?');
    if (!mark)
        return url;
    const char *query = orq_url_query(arena, mark + 1, form);
    return orq_arena_printf(arena, "%.*s%s%s", (int)(mark - url), url, *query ? "?" : "", query);
}

/* SQLAlchemy prints a URL with *** for its password. */
static bool is_masked(const char *rest, const char *end)
{
    const char *colon = end ? memchr(rest, ':', (size_t)(end - rest)) : NULL;
    return colon && end - colon == 4 && memcmp(colon, ":***", 4) == 0;
}

/* text is what follows "://"; form: of SQLAlchemy, with its driver's name. */
static enum orq_status parse_postgres(struct url_reader *reader, const char *text, bool form)
{
    struct orq_url *url = reader->url;
    const char *rest = with_query(reader->arena, text, form);
    struct orq_str shown = orq_str_new(reader->arena);
    orq_str_add(&shown, "postgresql://");
    const char *end = userinfo_end(rest);
    const char *host = rest;
    if (end) {
        orq_str_addn(&shown, rest, strcspn(rest, ":@"));
        orq_str_addc(&shown, '@');
        host = end + 1;
    }
    size_t plain = strcspn(host, "?");
    orq_str_addn(&shown, host, plain);
    if (host[plain] == '?')
        show_query(&shown, host + plain + 1);
    url->dialect = "postgresql";
    url->target = libpq_url(reader->arena, rest, end);
    url->shown = orq_str_text(&shown);
    if (is_masked(rest, end)) {
        orq_error(reader->diags, reader->at, "%s: the password is ***, as SQLAlchemy shows it",
                  url->shown);
        orq_hint(reader->diags,
                 "it prints the real one with url.render_as_string(hide_password=False)");
        return ORQ_INVALID;
    }
    if (end && strcspn(rest, "/?#") < (size_t)(end - rest)) {
        orq_error(reader->diags, reader->at,
                  "%s: the password holds a character that ends it too early", url->shown);
        orq_hint(reader->diags, "write / as %%2F, ? as %%3F, # as %%23 and @ as %%40");
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

static size_t blanks(const char *text)
{
    return strspn(text, " \t\r\n");
}

/* The length of a value of a conninfo string: 'quoted with \' ' or bare. */
static size_t conninfo_value(const char *text)
{
    size_t i = 0;
    bool quoted = text[0] == '\'';
    for (i = quoted ? 1 : 0; text[i]; i++) {
        if (text[i] == '\\' && text[i + 1])
            i++;
        else if (quoted && text[i] == '\'')
            return i + 1;
        else if (!quoted && isspace((unsigned char)text[i]))
            return i;
    }
    return i;
}

static size_t conninfo_key(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static bool is_conninfo(const char *text)
{
    text += blanks(text);
    size_t key = conninfo_key(text);
    return AMONG(text, key, conninfo_keys) && text[key + blanks(text + key)] == '=';
}

/* host=… dbname=… password=… */
static enum orq_status parse_conninfo(struct url_reader *reader, const char *text)
{
    struct orq_str shown = orq_str_new(reader->arena);
    const char *p = text + blanks(text);
    while (*p) {
        size_t key = conninfo_key(p);
        const char *equals = p + key + blanks(p + key);
        if (key == 0 || *equals != '=') {
            orq_error(reader->diags, reader->at,
                      "the connection string is not a list of key=value pairs");
            orq_hint(reader->diags, "quote a value that holds blanks: options='-c a=b'");
            return ORQ_INVALID;
        }
        const char *value = equals + 1 + blanks(equals + 1);
        size_t len = conninfo_value(value);
        if (!secret_key(reader->arena, p, key))
            orq_str_addf(&shown, "%s%.*s=%.*s", shown.len > 0 ? " " : "", (int)key, p, (int)len,
                         value);
        p = value + len;
        p += blanks(p);
    }
    *reader->url = (struct orq_url){.dialect = "postgresql",
                                    .target = orq_arena_strdup(reader->arena, text),
                                    .shown = orq_str_text(&shown)};
    return ORQ_OK;
}

/* ---- another database or schema of a server ---- */

static const char *percent_encoded(struct orq_arena *arena, const char *text)
{
    struct orq_str out = orq_str_new(arena);
    for (const char *p = text; *p; p++) {
        if (isalnum((unsigned char)*p) || strchr("-_.~", *p))
            orq_str_addc(&out, *p);
        else
            orq_str_addf(&out, "%%%02X", (unsigned)(unsigned char)*p);
    }
    return orq_str_text(&out);
}

/* Adds the options behind the path, but for dbname, which would count for more than the path. */
static void add_other_options(struct orq_str *out, const char *query)
{
    char before = '?';
    while (*query) {
        size_t len = strcspn(query, "&");
        const char *key = percent_decoded(out->arena, query, strcspn(query, "=&"));
        if (len > 0 && strcmp(key, "dbname") != 0) {
            orq_str_addc(out, before);
            orq_str_addn(out, query, len);
            before = '&';
        }
        query += len + (query[len] == '&');
    }
}

/* url is one of ours, so its @ are those of the user, and of options. */
static const char *with_database(struct orq_arena *arena, const char *url, const char *database)
{
    static const char scheme[] = "postgresql://";
    struct orq_str out = orq_str_new(arena);
    if (!orq_starts_with(url, scheme)) {
        orq_str_addf(&out, "%s dbname='", url);
        for (const char *p = database; *p; p++)
            orq_str_addf(&out, "%s%c", *p == '\'' || *p == '\\' ? "\\" : "", *p);
        orq_str_addc(&out, '\'');
        return orq_str_text(&out);
    }
    size_t path = strlen(scheme) + strcspn(url + strlen(scheme), "/?");
    size_t query = path + strcspn(url + path, "?");
    orq_str_addn(&out, url, path);
    orq_str_addf(&out, "/%s", percent_encoded(arena, database));
    if (url[query] == '?')
        add_other_options(&out, url + query + 1);
    return orq_str_text(&out);
}

struct orq_url orq_url_of_database(struct orq_arena *arena, const struct orq_url *url,
                                   const char *database)
{
    return (struct orq_url){.dialect = url->dialect,
                            .target = with_database(arena, url->target, database),
                            .shown = with_database(arena, url->shown, database)};
}

struct orq_url orq_url_of_schema(struct orq_arena *arena, const struct orq_url *url,
                                 const char *schema)
{
    struct orq_url other = *url;
    other.shown = orq_arena_printf(arena, "%s schema %s", url->shown, schema);
    other.schema = orq_arena_strdup(arena, schema);
    return other;
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

static bool refuse_other(struct url_reader *reader, const char *text, size_t scheme)
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

static enum orq_status refuse(struct url_reader *reader, const char *text, size_t scheme)
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

static enum orq_status parse_any(struct url_reader *reader, const char *text)
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
        return parse_postgres(reader, text + scheme + 3, memchr(text, '+', scheme) != NULL);
    if (strcmp(text, ":memory:") == 0)
        return take_path(reader, text);
    if (!slashes && is_conninfo(text))
        return parse_conninfo(reader, text);
    if (!slashes && is_file_name(text))
        return take_path(reader, text);
    return refuse(reader, text, scheme);
}

enum orq_status orq_url_parse(struct orq_arena *arena, const struct orq_url_text *written,
                              struct orq_diags *diags, struct orq_url *url)
{
    struct url_reader reader = {arena, written->folder, written->at, diags, url};
    *url = (struct orq_url){0};
    const char *text = written->text + blanks(written->text);
    size_t len = strlen(text);
    while (len > 0 && blanks(text + len - 1) > 0)
        len--;
    if (len == 0) {
        orq_error(diags, written->at, "the database URL is empty");
        orq_hint(diags, "write sqlite:///relative.db or postgresql://user@host/database");
        return ORQ_INVALID;
    }
    return parse_any(&reader, orq_arena_strndup(arena, text, len));
}
