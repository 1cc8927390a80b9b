/* Owners and grants: https://www.postgresql.org/docs/current/ddl-priv.html. The form of a grant in
 * a model is told at its shape (shape_value.c). */
#include "base/str.h"
#include "model/resolve_postgres.h"
#include "sql/postgres_token.h"

#include <string.h>

#define RELATION "select insert update delete truncate references trigger"

/* What a role may have of an object: with `all`, beside that, and PUBLIC without a word. */
struct privileges {
    const char *all, *more, *granted_to_public;
};

/* all NULL: nothing can be granted. */
static struct privileges privileges_of(enum orq_kind kind)
{
    static const struct {
        enum orq_kind kind;
        struct privileges privileges;
    } rows[] = {
        {ORQ_KIND_TABLE, {RELATION, "maintain", NULL}},
        {ORQ_KIND_VIEW, {RELATION, "maintain", NULL}},
        {ORQ_KIND_FOREIGN_TABLE, {RELATION, NULL, NULL}},
        {ORQ_KIND_COLUMN, {"select insert update references", NULL, NULL}},
        {ORQ_KIND_SEQUENCE, {"usage select update", NULL, NULL}},
        {ORQ_KIND_FUNCTION, {"execute", NULL, "execute"}},
        {ORQ_KIND_AGGREGATE, {"execute", NULL, "execute"}},
        {ORQ_KIND_ENUM, {"usage", NULL, "usage"}},
        {ORQ_KIND_DOMAIN, {"usage", NULL, "usage"}},
        {ORQ_KIND_COMPOSITE, {"usage", NULL, "usage"}},
        {ORQ_KIND_RANGE, {"usage", NULL, "usage"}},
        {ORQ_KIND_NAMESPACE, {"usage create", NULL, NULL}},
        {ORQ_KIND_SERVER, {"usage", NULL, NULL}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].kind == kind)
            return rows[i].privileges;
    return (struct privileges){0};
}

static bool holds_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    while (words && *words) {
        size_t next = strcspn(words, " ");
        if (next == len && memcmp(words, word, len) == 0)
            return true;
        words += next + (words[next] == ' ');
    }
    return false;
}

struct granting {
    struct orq_resolver *resolver;
    struct orq_acl *acl;
    struct privileges privileges;
    enum orq_kind kind;
    const char *role; /* as SQL */
    bool to_public;
};

static const char *upper(struct orq_arena *arena, const char *text)
{
    char *copy = orq_arena_strdup(arena, text);
    for (char *at = copy; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    return copy;
}

static void push_grant(const struct granting *granting, const char *privilege, bool option)
{
    struct orq_arena *arena = granting->resolver->arena;
    bool by_default = granting->to_public && !option &&
                      holds_word(granting->privileges.granted_to_public, privilege);
    if (!by_default)
        ORQ_PUSH(arena, &granting->acl->grants,
                 orq_arena_printf(arena, "%s TO %s%s", upper(arena, privilege), granting->role,
                                  option ? " WITH GRANT OPTION" : ""));
}

static void push_all(const struct granting *granting, bool option)
{
    for (const char *at = granting->privileges.all; *at;) {
        size_t len = strcspn(at, " ");
        push_grant(granting, orq_arena_strndup(granting->resolver->arena, at, len), option);
        at += len + (at[len] == ' ');
    }
}

static void push_none(const struct granting *granting)
{
    struct orq_arena *arena = granting->resolver->arena;
    if (granting->to_public && granting->privileges.granted_to_public)
        ORQ_PUSH(arena, &granting->acl->grants,
                 orq_arena_printf(arena, "REVOKE %s FROM PUBLIC",
                                  upper(arena, granting->privileges.granted_to_public)));
}

static void add_privilege(const struct granting *granting, const struct orq_yaml *node, bool option)
{
    const struct privileges *known = &granting->privileges;
    if (strcmp(node->text, "all") == 0) {
        push_all(granting, option);
    } else if (strcmp(node->text, "none") == 0) {
        push_none(granting);
    } else if (holds_word(known->all, node->text) || holds_word(known->more, node->text)) {
        push_grant(granting, node->text, option);
    } else {
        orq_error(granting->resolver->diags, orq_yaml_at(node), "a %s has no privilege \"%s\"",
                  orq_kind_word(granting->kind), node->text);
        orq_hint(granting->resolver->diags, "it has: %s", known->all);
    }
}

/* A privilege, a list of them, or {privileges, grant_option}; a list may hold both. */
static void add_privileges(const struct granting *granting, const struct orq_yaml *node,
                           bool option)
{
    if (orq_yaml_was_reported(node))
        return;
    if (node->kind == ORQ_YAML_LIST) {
        for (size_t i = 0; i < node->items->len; i++)
            add_privileges(granting, node->items->items[i], option);
    } else if (node->kind == ORQ_YAML_MAP) {
        const struct orq_yaml *privileges = orq_yaml_get(node, "privileges");
        if (privileges)
            add_privileges(granting, privileges, orq_truth_of(node, "grant_option", false));
    } else {
        add_privilege(granting, node, option);
    }
}

/* A role as it stands in SQL; `public` is PUBLIC. */
static const char *role_of(struct orq_arena *arena, const char *name)
{
    return strcmp(name, "public") == 0 ? "PUBLIC" : orq_pg_name(arena, name);
}

void orq_grants_of(struct orq_resolver *resolver, const struct orq_yaml *grants, enum orq_kind kind,
                   struct orq_acl *acl)
{
    if (!grants || grants->kind != ORQ_YAML_MAP)
        return;
    acl->given = true;
    struct granting granting = {resolver, acl, privileges_of(kind), kind, NULL, false};
    if (!granting.privileges.all) {
        orq_error(resolver->diags, orq_yaml_at(grants), "a %s has no grants", orq_kind_word(kind));
        return;
    }
    for (size_t i = 0; i < grants->entries->len; i++) {
        const struct orq_yaml_entry *entry = &grants->entries->items[i];
        granting.role = role_of(resolver->arena, entry->key);
        granting.to_public = strcmp(entry->key, "public") == 0;
        add_privileges(&granting, entry->value, false);
    }
    orq_sort_unique(&acl->grants);
}

struct orq_acl orq_acl_of(struct orq_resolver *resolver, const struct orq_yaml *map,
                          enum orq_kind kind)
{
    struct orq_acl acl = {.owner = orq_text_of(map, "owner")};
    orq_grants_of(resolver, orq_yaml_get(map, "grants"), kind, &acl);
    return acl;
}
