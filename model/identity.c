#include "model/identity.h"

#include "base/str.h"
#include "model/dialect.h"

#include <string.h>

bool orq_schema_is_default(const struct orq_dialect *dialect, const char *schema)
{
    return !schema || orq_same_name(dialect, schema, dialect->default_schema);
}

bool orq_same_name(const struct orq_dialect *dialect, const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return dialect->folds ? orq_ascii_equal(a, b) : orq_str_equal(a, b);
}

enum orq_map_keys orq_name_keys(const struct orq_dialect *dialect)
{
    return dialect->folds ? ORQ_KEYS_FOLDED : ORQ_KEYS_EXACT;
}

const char *orq_qualified(struct orq_arena *arena, const struct orq_dialect *dialect,
                          const char *schema, const char *name)
{
    return orq_schema_is_default(dialect, schema) ? name
                                                  : orq_arena_printf(arena, "%s.%s", schema, name);
}

static const char *folded(struct orq_arena *arena, const struct orq_dialect *dialect,
                          const char *text)
{
    return dialect->folds ? orq_ascii_fold(arena, text) : text;
}

const char *orq_identity(struct orq_arena *arena, const struct orq_dialect *dialect,
                         enum orq_kind kind, const char *schema, const char *name)
{
    const char *qualified = orq_qualified(arena, dialect, schema, name);
    return folded(arena, dialect, orq_arena_printf(arena, "%s:%s", orq_kind_key(kind), qualified));
}

const char *orq_identity_in(struct orq_arena *arena, const struct orq_dialect *dialect,
                            enum orq_kind kind, const char *relation, const char *name)
{
    return folded(arena, dialect,
                  orq_arena_printf(arena, "%s:%s\x1f%s", orq_kind_key(kind), relation, name));
}

const char *orq_unqualified(const char *qualified)
{
    const char *dot = strchr(qualified, '.');
    return dot ? dot + 1 : qualified;
}

const char *orq_table_identity(struct orq_arena *arena, const struct orq_dialect *dialect,
                               const struct orq_table *table)
{
    return orq_identity(arena, dialect, table->kind, table->schema, table->name);
}

bool orq_is_named_in_relation(const struct orq_dialect *dialect, enum orq_kind kind)
{
    return dialect->names_in_relations && (kind == ORQ_KIND_TRIGGER || kind == ORQ_KIND_RULE ||
                                           kind == ORQ_KIND_POLICY || kind == ORQ_KIND_PUBLISHED);
}

const char *orq_definition_identity(struct orq_arena *arena, const struct orq_dialect *dialect,
                                    const struct orq_definition *definition)
{
    if (orq_is_named_in_relation(dialect, definition->kind))
        return orq_identity_in(arena, dialect, definition->kind, definition->on, definition->name);
    return orq_identity(arena, dialect, definition->kind, definition->schema, definition->name);
}
