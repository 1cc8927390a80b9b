/* URLs and connection strings of PostgreSQL: for libpq, and for messages without any password. */
#include "db/url_parts.h"

#include "base/similar.h"
#include "base/str.h"
#include "db/url_query.h"

#include <ctype.h>
#include <string.h>

#define HIDDEN_KEYS                                                                     \
    "password", "sslpassword", "passwd", "pwd", "scram_client_key", "scram_server_key", \
        "oauth_client_secret"

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
enum orq_status orq_url_read_postgres(struct orq_url_reader *reader, const char *text, bool form)
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

bool orq_url_is_conninfo(const char *text)
{
    text += orq_url_blanks(text);
    size_t key = conninfo_key(text);
    return ORQ_URL_AMONG(text, key, conninfo_keys) && text[key + orq_url_blanks(text + key)] == '=';
}

/* host=… dbname=… password=… */
enum orq_status orq_url_read_conninfo(struct orq_url_reader *reader, const char *text)
{
    struct orq_str shown = orq_str_new(reader->arena);
    const char *p = text + orq_url_blanks(text);
    while (*p) {
        size_t key = conninfo_key(p);
        const char *equals = p + key + orq_url_blanks(p + key);
        if (key == 0 || *equals != '=') {
            orq_error(reader->diags, reader->at,
                      "the connection string is not a list of key=value pairs");
            orq_hint(reader->diags, "quote a value that holds blanks: options='-c a=b'");
            return ORQ_INVALID;
        }
        const char *value = equals + 1 + orq_url_blanks(equals + 1);
        size_t len = conninfo_value(value);
        if (!secret_key(reader->arena, p, key))
            orq_str_addf(&shown, "%s%.*s=%.*s", shown.len > 0 ? " " : "", (int)key, p, (int)len,
                         value);
        p = value + len;
        p += orq_url_blanks(p);
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
