/* Grants, relative to what the server gives by itself.
 * https://www.postgresql.org/docs/current/ddl-priv.html */
#include "introspect/postgres_parts.h"

#include "sql/postgres_token.h"

#include <string.h>

static const struct privilege {
    char letter;
    const char *word;
} privileges[] = {
    {'r', "SELECT"},    {'a', "INSERT"},     {'w', "UPDATE"},       {'d', "DELETE"},
    {'D', "TRUNCATE"},  {'x', "REFERENCES"}, {'t', "TRIGGER"},      {'m', "MAINTAIN"},
    {'X', "EXECUTE"},   {'U', "USAGE"},      {'C', "CREATE"},       {'c', "CONNECT"},
    {'T', "TEMPORARY"}, {'s', "SET"},        {'A', "ALTER SYSTEM"},
};

/* What PUBLIC may do with a new object of a kind. */
static const struct {
    enum orq_kind kind;
    char letter;
} public_has[] = {
    {ORQ_KIND_FUNCTION, 'X'}, {ORQ_KIND_AGGREGATE, 'X'}, {ORQ_KIND_ENUM, 'U'},
    {ORQ_KIND_DOMAIN, 'U'},   {ORQ_KIND_COMPOSITE, 'U'}, {ORQ_KIND_RANGE, 'U'},
};

static char public_privilege(enum orq_kind kind)
{
    for (size_t i = 0; i < sizeof public_has / sizeof *public_has; i++)
        if (public_has[i].kind == kind)
            return public_has[i].letter;
    return '\0';
}

static const char *privilege_word(char letter)
{
    for (size_t i = 0; i < sizeof privileges / sizeof *privileges; i++)
        if (privileges[i].letter == letter)
            return privileges[i].word;
    return NULL;
}

/* The role in front of =, *item moved behind it; "": PUBLIC. */
static const char *grantee(struct orq_arena *arena, const char **item)
{
    struct orq_str name = orq_str_new(arena);
    bool quoted = false;
    const char *at = *item;
    for (; *at && (quoted || *at != '='); at++) {
        if (*at != '"')
            orq_str_addc(&name, *at);
        else if (quoted && at[1] == '"')
            orq_str_addc(&name, *++at);
        else
            quoted = !quoted;
    }
    *item = *at ? at + 1 : at;
    return orq_str_text(&name);
}

struct acl_reader {
    struct orq_catalog *catalog;
    struct orq_acl acl;
    char public_letter; /* what PUBLIC has by default, not yet seen */
};

static void add_grants(struct acl_reader *reader, const char *item)
{
    struct orq_arena *passing = reader->catalog->passing;
    const char *role = grantee(passing, &item);
    if (orq_str_equal(role, reader->acl.owner))
        return;
    bool public = role[0] == '\0';
    for (; *item && *item != '/'; item++) {
        const char *word = privilege_word(*item);
        bool option = item[1] == '*';
        if (public && *item == reader->public_letter && !option)
            reader->public_letter = '\0';
        else if (word)
            ORQ_PUSH(
                reader->catalog->arena, &reader->acl.grants,
                orq_catalog_word(reader->catalog,
                                 orq_arena_printf(passing, "%s TO %s%s", word,
                                                  public ? "PUBLIC" : orq_pg_name(passing, role),
                                                  option ? " WITH GRANT OPTION" : "")));
    }
}

/* The same may be granted by several roles. */
static void sort_once(struct orq_strings *list)
{
    size_t kept = 0;
    orq_strings_sort(list);
    for (size_t i = 0; i < list->len; i++)
        if (kept == 0 || strcmp(list->items[kept - 1], list->items[i]) != 0)
            list->items[kept++] = list->items[i];
    list->len = kept;
}

struct orq_acl orq_catalog_acl(struct orq_catalog *catalog, enum orq_kind kind, uint32_t owner,
                               const char *items)
{
    struct acl_reader reader = {.catalog = catalog,
                                .acl = {.owner = orq_catalog_role(catalog, owner), .given = true},
                                .public_letter = items ? public_privilege(kind) : '\0'};
    struct orq_strings list = orq_array_read(catalog->passing, items);
    for (size_t i = 0; i < list.len; i++)
        add_grants(&reader, list.items[i]);
    if (reader.public_letter)
        ORQ_PUSH(
            catalog->arena, &reader.acl.grants,
            orq_catalog_word(catalog, orq_arena_printf(catalog->passing, "REVOKE %s FROM PUBLIC",
                                                       privilege_word(reader.public_letter))));
    sort_once(&reader.acl.grants);
    return reader.acl;
}
