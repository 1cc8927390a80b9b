/* What stands on a table or a view: triggers, rules, policies. */
#include "introspect/postgres_parts.h"

#include "base/str.h"
#include "model/trigger.h"
#include "sql/postgres_token.h"

enum cell { OID, RELATION, NAME, ENABLED, TEXT, PERMISSIVE = TEXT, ROLES, USING, WITH_CHECK };

static struct orq_definition *define_on(struct orq_catalog *catalog, enum orq_kind kind,
                                        const struct orq_catalog_relation *relation,
                                        const struct orq_row *row)
{
    struct orq_definition *definition =
        orq_catalog_define(catalog, kind, relation->namespace_oid, orq_cell(row, NAME));
    definition->on = relation->qualified;
    return definition;
}

static const char *enabled_word(char letter)
{
    return letter == 'D' ? "disabled" : letter == 'R' ? "replica" : letter == 'A' ? "always" : NULL;
}

static bool add_statement(struct orq_catalog *catalog, enum orq_kind kind, enum orq_class class,
                          const struct orq_row *row)
{
    const struct orq_catalog_relation *relation =
        orq_catalog_relation(catalog, orq_cell_oid(row, RELATION));
    if (!relation || orq_catalog_is_hidden(catalog, class, orq_cell_oid(row, OID)))
        return true;
    struct orq_definition *definition = define_on(catalog, kind, relation, row);
    const char *enabled = enabled_word(orq_cell_char(row, ENABLED));
    const char *text = orq_cell(row, TEXT);
    const char *sql = text ? orq_catalog_trimmed(catalog, text) : NULL;
    orq_catalog_put(catalog, definition, ORQ_ATTRIBUTE_ENABLED,
                    enabled || sql ? enabled : ORQ_TRIGGER_ORIGIN);
    if (!sql || orq_catalog_read_sql(catalog, definition, sql))
        orq_catalog_keep(catalog, definition, class, orq_cell_oid(row, OID));
    return true;
}

bool orq_catalog_trigger_row(void *context, const struct orq_row *row)
{
    return add_statement(context, ORQ_KIND_TRIGGER, ORQ_CLASS_TRIGGER, row);
}

/* No schema is its own: it goes with the function that it calls. */
bool orq_catalog_event_trigger_row(void *context, const struct orq_row *row)
{
    enum { OWNER = RELATION, EVENT = TEXT, TAGS, FUNCTION, NAMESPACE };
    struct orq_catalog *catalog = context;
    struct orq_arena *arena = catalog->passing;
    if (orq_catalog_is_hidden(catalog, ORQ_CLASS_EVENT_TRIGGER, orq_cell_oid(row, OID)))
        return true;
    struct orq_definition *trigger =
        orq_catalog_define(catalog, ORQ_KIND_EVENT_TRIGGER, 0, orq_cell(row, NAME));
    struct orq_strings tags = orq_cell_array(arena, row, TAGS);
    struct orq_str sql = orq_str_new(arena);
    orq_str_addf(&sql, "CREATE EVENT TRIGGER %s ON %s", orq_pg_name(arena, trigger->name),
                 orq_cell(row, EVENT));
    for (size_t i = 0; i < tags.len; i++)
        orq_str_addf(&sql, "%s%s", i == 0 ? " WHEN TAG IN (" : ", ",
                     orq_pg_text(arena, tags.items[i]));
    orq_str_addf(
        &sql, "%s EXECUTE FUNCTION %s()", tags.len > 0 ? ")" : "",
        orq_catalog_sql_name(catalog, orq_cell_oid(row, NAMESPACE), orq_cell(row, FUNCTION)));
    trigger->acl = orq_catalog_acl(catalog, ORQ_KIND_EVENT_TRIGGER, orq_cell_oid(row, OWNER), NULL);
    orq_catalog_put(catalog, trigger, ORQ_ATTRIBUTE_ENABLED,
                    enabled_word(orq_cell_char(row, ENABLED)));
    if (orq_catalog_read_sql(catalog, trigger, orq_str_text(&sql)))
        orq_catalog_keep(catalog, trigger, ORQ_CLASS_EVENT_TRIGGER, orq_cell_oid(row, OID));
    return true;
}

/* The query of a view is a rule without a text of its own here. */
bool orq_catalog_rule_row(void *context, const struct orq_row *row)
{
    struct orq_catalog_alias alias = {orq_cell_oid(row, RELATION), 0};
    if (!orq_cell(row, TEXT)) {
        orq_catalog_add_alias(context, ORQ_CLASS_REWRITE, orq_cell_oid(row, OID), alias);
        return true;
    }
    return add_statement(context, ORQ_KIND_RULE, ORQ_CLASS_REWRITE, row);
}

/* ---- policies ---- */

static const char *command_word(char letter)
{
    return letter == 'r'   ? "select"
           : letter == 'a' ? "insert"
           : letter == 'w' ? "update"
           : letter == 'd' ? "delete"
                           : NULL;
}

/* PUBLIC, role 0, stands alone and goes without saying. */
static struct orq_strings roles_of(struct orq_catalog *catalog, const struct orq_row *row)
{
    struct orq_strings roles = {0};
    struct orq_numbers oids = orq_cell_numbers(catalog->passing, row, ROLES);
    for (size_t i = 0; i < oids.len; i++) {
        const char *role = orq_catalog_role(catalog, oids.items[i]);
        if (role)
            ORQ_PUSH(catalog->passing, &roles, orq_pg_name(catalog->passing, role));
    }
    orq_strings_sort(&roles);
    return roles;
}

bool orq_catalog_policy_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    const struct orq_catalog_relation *relation =
        orq_catalog_relation(catalog, orq_cell_oid(row, RELATION));
    if (!relation)
        return true;
    struct orq_definition *policy = define_on(catalog, ORQ_KIND_POLICY, relation, row);
    struct orq_strings roles = roles_of(catalog, row);
    orq_catalog_put(catalog, policy, ORQ_ATTRIBUTE_COMMAND,
                    command_word(orq_cell_char(row, ENABLED)));
    if (!orq_cell_is(row, PERMISSIVE))
        orq_catalog_put(catalog, policy, ORQ_ATTRIBUTE_RESTRICTIVE, "true");
    orq_catalog_put_list(catalog, policy, ORQ_ATTRIBUTE_ROLES, &roles);
    orq_catalog_put(catalog, policy, ORQ_ATTRIBUTE_USING, orq_cell(row, USING));
    orq_catalog_put(catalog, policy, ORQ_ATTRIBUTE_WITH_CHECK, orq_cell(row, WITH_CHECK));
    orq_catalog_keep(catalog, policy, ORQ_CLASS_POLICY, orq_cell_oid(row, OID));
    return true;
}
