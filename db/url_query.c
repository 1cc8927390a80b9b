#include "db/url_query.h"

#include "base/vec.h"

#include <string.h>

/* They say how a program connects, not where: https://docs.sqlalchemy.org/en/20/dialects/
 * postgresql.html and the drivers' own pages. */
static const char *const driver_options[] = {
    /* asyncpg */
    "async_fallback",
    "prepared_statement_cache_size",
    "prepared_statement_name_func",
    "statement_cache_size",
    "max_cached_statement_lifetime",
    "max_cacheable_statement_size",
    "command_timeout",
    "server_settings",
    "direct_tls",
    "async_creator_fn",
    /* psycopg2 */
    "use_native_hstore",
    "use_native_unicode",
    "use_native_uuid",
    "use_insertmanyvalues",
    "executemany_mode",
    "executemany_batch_page_size",
    "executemany_values_page_size",
    "cursor_factory",
    "connection_factory",
    /* psycopg */
    "prepare_threshold",
    "autocommit",
    "row_factory",
    "context",
    /* pg8000 */
    "tcp_keepalive",
    "ssl_context",
    "source_address",
    /* pools, and what programs say of them in a URL */
    "pool_size",
    "max_overflow",
    "pool_timeout",
    "pool_recycle",
    "pool_pre_ping",
    "isolation_level",
    "echo",
    "pgbouncer",
    "connection_limit",
    "schema",
};

/* The words of drivers for what libpq has under another name. */
static const char *const renamed[][2] = {
    {"database", "dbname"},
    {"timeout", "connect_timeout"},
    {"ssl", "sslmode"},
};

static const char *const ssl_words[][2] = {
    {"true", "require"},  {"True", "require"},  {"1", "require"}, {"on", "require"},
    {"false", "disable"}, {"False", "disable"}, {"0", "disable"}, {"off", "disable"},
};

struct rewriting {
    struct orq_str out;
    struct orq_str hosts, ports;
    bool form;
    bool ported; /* a host has its port behind it */
};

struct option {
    const char *key, *value;
};

static const char *word_for(const char *const table[][2], size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table[i][0], word) == 0)
            return table[i][1];
    }
    return NULL;
}

#define WORD_FOR(table, word) word_for((table), sizeof(table) / sizeof *(table), (word))

static bool is_driver_option(const char *key)
{
    for (size_t i = 0; i < sizeof driver_options / sizeof *driver_options; i++) {
        if (strcmp(driver_options[i], key) == 0)
            return true;
    }
    return false;
}

/* To libpq a second "=" is a fault, and a plus is one. */
static void add_value(struct rewriting *rewriting, const char *value)
{
    for (; *value; value++) {
        if (*value == '=')
            orq_str_add(&rewriting->out, "%3D");
        else if (*value == '+' && rewriting->form)
            orq_str_add(&rewriting->out, "%20");
        else
            orq_str_addc(&rewriting->out, *value);
    }
}

static void add(struct rewriting *rewriting, const char *key, const char *value)
{
    if (rewriting->out.len > 0)
        orq_str_addc(&rewriting->out, '&');
    orq_str_add(&rewriting->out, key);
    if (value) {
        orq_str_addc(&rewriting->out, '=');
        add_value(rewriting, value);
    }
}

/* The colon of a port behind a host; NULL: there is none. A socket's folder has no port. */
static const char *port_colon(const char *host)
{
    const char *colon = strrchr(host, ':');
    if (*host == '/' || !colon || colon[1] == '\0' ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1))
        return NULL;
    bool bare_address = strchr(host, ':') != colon && colon[-1] != ']';
    return bare_address ? NULL : colon;
}

static void keep_host(struct rewriting *rewriting, const char *host)
{
    const char *colon = port_colon(host);
    size_t len = colon ? (size_t)(colon - host) : strlen(host);
    if (rewriting->hosts.len > 0) {
        orq_str_addc(&rewriting->hosts, ',');
        orq_str_addc(&rewriting->ports, ',');
    }
    rewriting->ported = rewriting->ported || colon;
    orq_str_addn(&rewriting->hosts, host, len);
    orq_str_add(&rewriting->ports, colon ? colon + 1 : "");
}

/* unix_sock=/run/.s.PGSQL.5432: to libpq the folder is the host. */
static void add_socket(struct rewriting *rewriting, const char *path)
{
    struct orq_arena *arena = rewriting->out.arena;
    const char *file = strstr(path, "/.s.PGSQL.");
    add(rewriting, "host", file ? orq_arena_strndup(arena, path, (size_t)(file - path)) : path);
    if (file)
        add(rewriting, "port", file + strlen("/.s.PGSQL."));
}

static void add_renamed(struct rewriting *rewriting, const char *key, const struct option *option)
{
    const char *value = option->value;
    if (strcmp(option->key, "timeout") == 0 && value[strspn(value, "0123456789")] != '\0')
        return;
    if (strcmp(option->key, "ssl") == 0) {
        const char *mode = WORD_FOR(ssl_words, value);
        value = mode ? mode : value;
    }
    add(rewriting, key, value);
}

/* All of them where the first one stood. */
static void add_hosts(struct rewriting *rewriting)
{
    if (rewriting->hosts.len > 0)
        add(rewriting, "host", orq_str_text(&rewriting->hosts));
    if (rewriting->ported)
        add(rewriting, "port", orq_str_text(&rewriting->ports));
    rewriting->hosts.len = 0;
    rewriting->ported = false;
}

static void rewrite(struct rewriting *rewriting, const struct option *option)
{
    const char *key = WORD_FOR(renamed, option->key);
    if (!option->value)
        add(rewriting, option->key, NULL);
    else if (is_driver_option(option->key))
        return;
    else if (strcmp(option->key, "host") == 0)
        add_hosts(rewriting);
    else if (strcmp(option->key, "unix_sock") == 0)
        add_socket(rewriting, option->value);
    else if (key)
        add_renamed(rewriting, key, option);
    else
        add(rewriting, option->key, option->value);
}

/* The next option of a query; false: there are no more. */
static bool next_option(struct orq_arena *arena, const char **query, struct option *option)
{
    *query += strspn(*query, "&");
    size_t len = strcspn(*query, "&");
    size_t key = strcspn(*query, "=&");
    option->key = orq_arena_strndup(arena, *query, key);
    option->value = key < len ? orq_arena_strndup(arena, *query + key + 1, len - key - 1) : NULL;
    *query += len;
    return len > 0;
}

const char *orq_url_query(struct orq_arena *arena, const char *query, bool form)
{
    struct rewriting rewriting = {.out = orq_str_new(arena),
                                  .hosts = orq_str_new(arena),
                                  .ports = orq_str_new(arena),
                                  .form = form};
    struct option option;
    for (const char *at = query; next_option(arena, &at, &option);) {
        if (option.value && strcmp(option.key, "host") == 0)
            keep_host(&rewriting, option.value);
    }
    while (next_option(arena, &query, &option))
        rewrite(&rewriting, &option);
    return orq_str_text(&rewriting.out);
}
