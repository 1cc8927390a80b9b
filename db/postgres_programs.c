#include "db/postgres_programs.h"

#include "base/str.h"
#include "db/postgres_libpq.h"

#include <string.h>

/* https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING */
static void add_word(struct orq_str *conninfo, const char *keyword, const char *value)
{
    orq_str_addf(conninfo, "%s%s='", conninfo->len > 0 ? " " : "", keyword);
    for (const char *p = value; *p; p++) {
        if (*p == '\'' || *p == '\\')
            orq_str_addc(conninfo, '\\');
        orq_str_addc(conninfo, *p);
    }
    orq_str_add(conninfo, "'");
}

static bool is_secret(const struct pq_option *option)
{
    return option->dispchar && strcmp(option->dispchar, "*") == 0;
}

struct collecting {
    struct orq_arena *arena;
    const struct orq_url *url;
    struct orq_diags *diags;
    struct orq_strings environment;
    struct orq_str conninfo;
};

static enum orq_status add_option(struct collecting *all, const struct pq_option *option)
{
    if (!option->val || strcmp(option->keyword, "dbname") == 0)
        return ORQ_OK;
    if (option->envvar) {
        ORQ_PUSH(all->arena, &all->environment,
                 orq_arena_printf(all->arena, "%s=%s", option->envvar, option->val));
        return ORQ_OK;
    }
    if (!is_secret(option)) {
        add_word(&all->conninfo, option->keyword, option->val);
        return ORQ_OK;
    }
    orq_error(all->diags, ORQ_NOWHERE, "%s: %s cannot be handed to PostgreSQL's programs",
              all->url->shown, option->keyword);
    orq_hint(all->diags, "others could read it: it has no variable in the environment");
    return ORQ_INVALID;
}

enum orq_status orq_postgres_access(struct orq_arena *arena, const struct orq_url *url,
                                    const char *database, struct orq_diags *diags,
                                    struct orq_postgres_access *access)
{
    struct collecting all = {
        .arena = arena, .url = url, .diags = diags, .conninfo = orq_str_new(arena)};
    const struct orq_pq *pq = NULL;
    char *words = NULL;
    enum orq_status status = orq_pq_load(arena, url->shown, diags, &pq);
    if (status != ORQ_OK)
        return status;
    struct pq_option *options = pq->PQconninfoParse(url->target, &words);
    if (words)
        pq->PQfreemem(words); /* they may hold the password */
    if (!options) {
        orq_error(diags, ORQ_NOWHERE, "%s: libpq cannot read this connection string", url->shown);
        return ORQ_INVALID;
    }
    add_word(&all.conninfo, "dbname", database);
    for (const struct pq_option *option = options; option->keyword && status == ORQ_OK; option++)
        status = add_option(&all, option);
    pq->PQconninfoFree(options);
    *access = (struct orq_postgres_access){all.environment, orq_str_text(&all.conninfo)};
    return status;
}
