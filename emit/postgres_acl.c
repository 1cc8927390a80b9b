/* https://www.postgresql.org/docs/current/sql-grant.html */
#include "emit/postgres_acl.h"

#include "sql/postgres_token.h"

#include <string.h>

const char *orq_pg_comment_sql(struct orq_arena *arena, const char *what, const char *comment)
{
    return orq_arena_printf(arena, "COMMENT ON %s IS %s", what,
                            comment ? orq_pg_text(arena, comment) : "NULL");
}

/* -- the grants of struct orq_acl, taken apart -- */

static const char option[] = " WITH GRANT OPTION";

struct grant {
    bool revokes; /* "REVOKE EXECUTE FROM PUBLIC" */
    bool with_option;
    const char *privileges, *role;
};

static const char *role_sql(struct orq_arena *arena, const char *role)
{
    static const char *const words[] = {"PUBLIC", "CURRENT_USER", "SESSION_USER", "CURRENT_ROLE"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(role, words[i]) == 0)
            return role;
    return role[0] == '"' ? role : orq_pg_name(arena, role);
}

static struct grant grant_read(struct orq_arena *arena, const char *text)
{
    struct grant grant = {.revokes = orq_starts_with(text, "REVOKE ")};
    if (grant.revokes)
        text += strlen("REVOKE ");
    const char *between = grant.revokes ? " FROM " : " TO ";
    const char *at = strstr(text, between);
    if (!at) {
        grant.privileges = text;
        grant.role = "PUBLIC";
        return grant;
    }
    grant.privileges = orq_arena_strndup(arena, text, (size_t)(at - text));
    const char *role = at + strlen(between);
    grant.with_option = orq_ends_with(role, option);
    size_t len = strlen(role) - (grant.with_option ? strlen(option) : 0);
    grant.role = role_sql(arena, orq_arena_strndup(arena, role, len));
    return grant;
}

/* What an owner and grants are of. */
struct granted {
    const char *altered; /* "VIEW v"; NULL: it has no owner of its own */
    const char *on;      /* "TABLE v", as GRANT calls it */
    const char *column;  /* NULL: the object as a whole */
};

static const char *privileges_sql(struct orq_arena *arena, const struct granted *granted,
                                  const struct grant *grant)
{
    if (!granted->column)
        return grant->privileges;
    return orq_arena_printf(arena, "%s (%s)", grant->privileges, granted->column);
}

static void say_grant(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                      const struct granted *granted, const struct grant *grant)
{
    struct orq_arena *arena = emitter->arena;
    const char *sql =
        orq_arena_printf(arena, "GRANT %s ON %s TO %s%s", privileges_sql(arena, granted, grant),
                         granted->on, grant->role, grant->with_option ? option : "");
    orq_pg_piece(emitter, task, NULL, sql);
}

static void say_revoke(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                       const struct granted *granted, const struct grant *grant)
{
    struct orq_arena *arena = emitter->arena;
    const char *sql =
        orq_arena_printf(arena, "REVOKE %s ON %s FROM %s", privileges_sql(arena, granted, grant),
                         granted->on, grant->role);
    orq_pg_piece(emitter, task, NULL, sql);
}

/* Sorted lists that differ. In a new object nothing is granted but what goes without saying. */
static bool is_granted(const struct orq_acl *acl, const char *grant)
{
    return acl && orq_strings_hold(&acl->grants, grant);
}

static void say_grants(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                       const struct granted *granted, const struct orq_acl *from,
                       const struct orq_acl *to)
{
    for (size_t i = 0; from && i < from->grants.len; i++) {
        if (is_granted(to, from->grants.items[i]))
            continue;
        struct grant grant = grant_read(emitter->arena, from->grants.items[i]);
        if (grant.revokes)
            say_grant(emitter, task, granted, &grant);
        else
            say_revoke(emitter, task, granted, &grant);
    }
    for (size_t i = 0; i < to->grants.len; i++) {
        if (is_granted(from, to->grants.items[i]))
            continue;
        struct grant grant = grant_read(emitter->arena, to->grants.items[i]);
        if (grant.revokes)
            say_revoke(emitter, task, granted, &grant);
        else
            say_grant(emitter, task, granted, &grant);
    }
}

static void say_acl(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                    const struct granted *granted, const struct orq_acl *from,
                    const struct orq_acl *to)
{
    struct orq_arena *arena = emitter->arena;
    if (to->owner && granted->altered && (!from || !orq_str_equal(from->owner, to->owner)))
        orq_pg_piece(emitter, task, NULL,
                     orq_arena_printf(arena, "ALTER %s OWNER TO %s", granted->altered,
                                      role_sql(arena, to->owner)));
    if (to->given)
        say_grants(emitter, task, granted, from, to);
}

/* GRANT knows fewer words than ALTER; NULL: nothing of the kind can be granted. */
static const struct {
    const char *word, *grant;
} grant_words[] = {
    {"MATERIALIZED VIEW ", "TABLE "}, {"VIEW ", "TABLE "},
    {"FOREIGN TABLE ", "TABLE "},     {"AGGREGATE ", "FUNCTION "},
    {"SERVER ", "FOREIGN SERVER "},
};

static const char *granted_on(struct orq_arena *arena, const char *what)
{
    for (size_t i = 0; i < sizeof grant_words / sizeof *grant_words; i++)
        if (orq_starts_with(what, grant_words[i].word)) {
            const char *name = what + strlen(grant_words[i].word);
            /* an aggregate of any rows is f(*) to ALTER alone */
            size_t len = orq_ends_with(name, "(*)") ? strlen(name) - strlen("*)") : strlen(name);
            return orq_arena_printf(arena, "%s%.*s%s", grant_words[i].grant, (int)len, name,
                                    len < strlen(name) ? ")" : "");
        }
    return what;
}

void orq_pg_acl(struct orq_pg_emitter *emitter, struct orq_pg_task *task, const char *what,
                const struct orq_acl *from, const struct orq_acl *to)
{
    struct granted granted = {.altered = what, .on = granted_on(emitter->arena, what)};
    say_acl(emitter, task, &granted, from, to);
}

void orq_pg_column_acl(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                       const struct orq_column *from, const struct orq_side *to)
{
    struct orq_arena *arena = emitter->arena;
    const char *table = orq_pg_table_sql(arena, to->table);
    struct granted granted = {.on = orq_arena_printf(arena, "TABLE %s", table),
                              .column = orq_pg_name(arena, to->column->name)};
    say_acl(emitter, task, &granted, from ? &orq_column_postgres(from)->acl : NULL,
            &orq_column_postgres(to->column)->acl);
}
