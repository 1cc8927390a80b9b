/* Scratch databases: made beside the one that a URL names, dropped when they are closed. The
 * connection that made one stays open under its name, so that others see whether its maker lives.
 */
#include "db/postgres_parts.h"

#include "base/hash.h"
#include "sql/postgres_token.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define PREFIX "orqgen_scratch_"
#define RANDOM_DIGITS 12

/* Nobody is connected to it, and nobody under its name. */
static const char leftovers_query[] =
    "SELECT d.datname FROM pg_database d WHERE d.datname LIKE 'orqgen\\_scratch\\_%' "
    "AND NOT EXISTS (SELECT FROM pg_stat_activity a "
    "WHERE a.application_name = d.datname OR a.datname = d.datname)";

struct names {
    struct orq_arena *arena;
    struct orq_strings list;
};

static bool add_name(void *context, const struct orq_row *row)
{
    struct names *names = context;
    ORQ_PUSH(names->arena, &names->list, orq_arena_strdup(names->arena, row->values[0]));
    return true;
}

/* Those of another role cannot be dropped by this one, and stay. */
static void drop_leftovers(struct postgres_db *creator)
{
    struct orq_arena *arena = creator->base.arena;
    struct names names = {.arena = arena};
    const struct orq_query query = {.sql = leftovers_query, .fn = add_name, .context = &names};
    if (orq_db_query(&creator->base, &query, orq_diags_new(arena)) != ORQ_OK)
        return;
    for (size_t i = 0; i < names.list.len; i++)
        orq_postgres_try(creator, orq_arena_printf(arena, "DROP DATABASE IF EXISTS %s",
                                                   orq_pg_name(arena, names.list.items[i])));
}

static const char *fresh_name(struct orq_arena *arena, const void *unique)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    const char *seed = orq_arena_printf(arena, "%ld %lld.%09ld %p", (long)getpid(),
                                        (long long)now.tv_sec, now.tv_nsec, unique);
    return orq_arena_printf(arena, PREFIX "%ld_%.*s", (long)getpid(), RANDOM_DIGITS,
                            orq_sha256(arena, seed, strlen(seed)));
}

/* The locale moved between columns:
 * https://www.postgresql.org/docs/current/catalog-pg-database.html
 */
static const char *locale_query(int version)
{
    if (version >= 170000)
        return "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider, "
               "datlocale, daticurules FROM pg_database WHERE datname = current_database()";
    if (version >= 160000)
        return "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider, "
               "daticulocale, daticurules FROM pg_database WHERE datname = current_database()";
    if (version >= 150000)
        return "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider, "
               "daticulocale, NULL FROM pg_database WHERE datname = current_database()";
    return "SELECT pg_encoding_to_char(encoding), datcollate, datctype, 'c', NULL, NULL "
           "FROM pg_database WHERE datname = current_database()";
}
enum locale { ENCODING, COLLATE, CTYPE, PROVIDER, LOCALE, RULES };

static void add_option(struct orq_str *sql, const char *option, const char *value)
{
    if (value)
        orq_str_addf(sql, " %s %s", option, orq_pg_text(sql->arena, value));
}

static bool add_locale(void *context, const struct orq_row *row)
{
    struct orq_str *sql = context;
    char provider = row->values[PROVIDER][0];
    add_option(sql, "ENCODING", row->values[ENCODING]);
    add_option(sql, "LC_COLLATE", row->values[COLLATE]);
    add_option(sql, "LC_CTYPE", row->values[CTYPE]);
    if (provider == 'i') {
        orq_str_add(sql, " LOCALE_PROVIDER icu");
        add_option(sql, "ICU_LOCALE", row->values[LOCALE]);
        add_option(sql, "ICU_RULES", row->values[RULES]);
    } else if (provider == 'b') {
        orq_str_add(sql, " LOCALE_PROVIDER builtin");
        add_option(sql, "BUILTIN_LOCALE", row->values[LOCALE]);
    }
    return false;
}

static enum orq_status create(struct postgres_db *creator, const char *name,
                              struct orq_diags *diags)
{
    struct orq_arena *arena = creator->base.arena;
    const char *sign = orq_arena_printf(arena, "SET application_name = %s", name);
    struct orq_str sql = orq_str_new(arena);
    orq_str_addf(&sql, "CREATE DATABASE %s TEMPLATE template0", name);
    const struct orq_query query = {
        .sql = locale_query(creator->version), .fn = add_locale, .context = &sql};
    if (orq_postgres_exec(creator, sign, diags) != ORQ_OK ||
        orq_db_query(&creator->base, &query, diags) != ORQ_OK)
        return ORQ_DATABASE;
    if (orq_postgres_try(creator, orq_str_text(&sql))) {
        creator->scratch = name;
        return ORQ_OK;
    }
    orq_error(diags, ORQ_NOWHERE, "%s: no scratch database can be made there: %s",
              creator->base.shown, creator->base.message);
    if (strcmp(creator->base.sqlstate, "42501") == 0)
        orq_hint(diags, "let a superuser run: ALTER ROLE %s CREATEDB;",
                 orq_pg_name(arena, creator->role));
    orq_hint(diags, "name another server with --scratch, or go without (--no-proof)");
    return ORQ_DATABASE;
}

void orq_postgres_drop_scratch(struct postgres_db *creator)
{
    if (creator->scratch) {
        const char *sql =
            orq_arena_printf(creator->base.arena, "DROP DATABASE IF EXISTS %s%s", creator->scratch,
                             creator->version >= 130000 ? " WITH (FORCE)" : "");
        orq_postgres_try(creator, sql);
    }
    orq_postgres_disconnect(creator);
}

enum orq_status orq_postgres_scratch(struct orq_arena *arena, const struct orq_url *url,
                                     const char *shown, struct orq_diags *diags,
                                     struct orq_db **out)
{
    struct postgres_db *creator = NULL;
    struct postgres_db *db = NULL;
    const struct postgres_target place = {url, NULL};
    enum orq_status status = orq_postgres_connect(arena, place, ORQ_DB_WRITE, diags, &creator);
    if (status != ORQ_OK)
        return status;
    drop_leftovers(creator);
    status = create(creator, fresh_name(arena, creator), diags);
    if (status == ORQ_OK) {
        const struct orq_url beside = {
            .dialect = url->dialect, .target = url->target, .shown = shown};
        const struct postgres_target target = {&beside, creator->scratch};
        status = orq_postgres_connect(arena, target, ORQ_DB_CREATE, diags, &db);
    }
    if (status != ORQ_OK) {
        orq_postgres_drop_scratch(creator);
        return status;
    }
    db->creator = creator;
    *out = &db->base;
    return ORQ_OK;
}
