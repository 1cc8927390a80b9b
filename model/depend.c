#include "model/depend_parts.h"

#include "base/str.h"
#include "model/text_search.h"
#include "model/trigger.h"

#include <stdlib.h>
#include <string.h>

void orq_depend_add(struct orq_depender *depender, struct orq_depends *depends, const char *object,
                    const struct orq_held *on)
{
    if (!on || strcmp(object, on->identity) == 0)
        return;
    struct orq_depend edge = {.object = object, .on = on->identity};
    ORQ_PUSH(depender->arena, depends, edge);
    if (on->relation)
        orq_depend_add(depender, depends, object, on->relation);
}

/* -- definitions -- */

/* The server reads bodies of the SQL standard, and none that is a string. */
static bool is_standard_body(const struct orq_definition *definition)
{
    const char *body = orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_BODY);
    const char *language = orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_LANGUAGE);
    if (!body || (language && strcmp(language, "sql") != 0))
        return false;
    return orq_ascii_equal_n(body, strnlen(body, 6), "return", 6) ||
           orq_ascii_equal_n(body, strnlen(body, 12), "begin atomic", 12);
}

static const struct orq_table *ground_of(const struct orq_depender *depender,
                                         const struct orq_definition *definition)
{
    return definition->on ? orq_schema_table(depender->schema, definition->on) : NULL;
}

/* Which attributes of any kind are names of what kind, and which are texts. */
static void depend_attribute(struct orq_depender *depender, const char *object,
                             const struct orq_definition *definition,
                             const struct orq_attribute *attribute)
{
    static const struct {
        enum orq_attribute_key key;
        enum orq_kind kind;
    } names[] = {{ORQ_ATTRIBUTE_COLLATION, ORQ_KIND_COLLATION},
                 {ORQ_ATTRIBUTE_CANONICAL, ORQ_KIND_FUNCTION},
                 {ORQ_ATTRIBUTE_SUBTYPE_DIFF, ORQ_KIND_FUNCTION}};
    static const enum orq_attribute_key types[] = {ORQ_ATTRIBUTE_TYPE, ORQ_ATTRIBUTE_SUBTYPE};
    static const enum orq_attribute_key texts[] = {
        ORQ_ATTRIBUTE_DEFAULT, ORQ_ATTRIBUTE_ARGUMENTS,  ORQ_ATTRIBUTE_RETURNS,
        ORQ_ATTRIBUTE_USING,   ORQ_ATTRIBUTE_WITH_CHECK, ORQ_ATTRIBUTE_QUERY,
        ORQ_ATTRIBUTE_TEXT,    ORQ_ATTRIBUTE_WHERE};
    const struct orq_table *ground = ground_of(depender, definition);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (attribute->key == names[i].key)
            orq_depend_on_named(depender, object, names[i].kind, attribute->text);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (attribute->key == types[i])
            orq_depend_on_type(depender, object, attribute->text);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (attribute->key == texts[i])
            orq_depend_on_text(depender, object, ground, attribute->text);
    for (size_t i = 0; attribute->key == ORQ_ATTRIBUTE_COLUMNS && i < attribute->list.len; i++)
        orq_depend_add(depender, &depender->sure, object,
                       orq_held_column(depender, definition->on, attribute->list.items[i]));
    for (size_t i = 0; attribute->key == ORQ_ATTRIBUTE_SCHEMAS && i < attribute->list.len; i++)
        orq_depend_add(depender, &depender->sure, object,
                       orq_held_schema(depender, attribute->list.items[i]));
    if (attribute->key == ORQ_ATTRIBUTE_PARTITION_OF)
        orq_depend_add(depender, &depender->sure, object,
                       orq_held_relation(depender, attribute->text));
    if (attribute->key == ORQ_ATTRIBUTE_BODY && is_standard_body(definition))
        orq_depend_on_text(depender, object, ground, attribute->text);
    for (size_t i = 0; attribute->key == ORQ_ATTRIBUTE_MAPPINGS && i < attribute->list.len; i++)
        orq_depend_on_text(depender, object, NULL,
                           orq_mapping_dictionaries(attribute->list.items[i]));
    for (size_t i = 0; attribute->key == ORQ_ATTRIBUTE_ELEMENTS && i < attribute->list.len; i++)
        orq_depend_on_text(depender, object, ground, attribute->list.items[i]);
}

/* A function's name holds the types of its arguments. */
static bool has_signature(enum orq_kind kind)
{
    return kind == ORQ_KIND_FUNCTION || kind == ORQ_KIND_AGGREGATE || kind == ORQ_KIND_OPERATOR ||
           kind == ORQ_KIND_CAST;
}

/* The state of a copy, on what it is a copy of. */
static void depend_state(struct orq_depender *depender, const char *object,
                         const struct orq_definition *state)
{
    const struct orq_definition *above =
        orq_trigger_above(depender->arena, depender->schema, state);
    if (above)
        orq_depend_add(
            depender, &depender->sure, object,
            orq_held_find(depender, orq_definition_identity(depender->arena,
                                                            depender->schema->dialect, above)));
}

static void depends_of_definition(struct orq_depender *depender,
                                  const struct orq_definition *definition)
{
    const char *object =
        orq_definition_identity(depender->arena, depender->schema->dialect, definition);
    const char *namespace = orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_SCHEMA);
    bool placed = definition->kind != ORQ_KIND_NAMESPACE &&
                  definition->kind != ORQ_KIND_EXTENSION && !definition->on;
    if (placed)
        orq_depend_add(depender, &depender->sure, object,
                       orq_held_schema(depender, definition->schema));
    if (namespace)
        orq_depend_add(depender, &depender->sure, object, orq_held_schema(depender, namespace));
    orq_depend_add(depender, &depender->sure, object, orq_held_relation(depender, definition->on));
    for (size_t i = 0; i < definition->attributes.len; i++)
        depend_attribute(depender, object, definition, &definition->attributes.items[i]);
    if (has_signature(definition->kind))
        orq_depend_on_type(depender, object, strchr(definition->name, '('));
    if (definition->kind == ORQ_KIND_TRIGGER || definition->kind == ORQ_KIND_EVENT_TRIGGER)
        orq_depend_on_executed(depender, object,
                               orq_attribute_text(&definition->attributes, ORQ_ATTRIBUTE_TEXT));
    if (definition->kind == ORQ_KIND_PUBLISHED)
        orq_depend_add(
            depender, &depender->sure, object,
            orq_held_find(depender, orq_identity(depender->arena, depender->schema->dialect,
                                                 ORQ_KIND_PUBLICATION, NULL, definition->name)));
    if (orq_is_trigger_state(definition))
        depend_state(depender, object, definition);
    if (definition->relation)
        orq_depends_of_parts(depender, definition->relation);
}

/* -- all of them -- */

static int by_text(const void *a, const void *b)
{
    const struct orq_depend *one = a, *other = b;
    int order = strcmp(one->object, other->object);
    return order != 0 ? order : strcmp(one->on, other->on);
}

static void sort_once(struct orq_depends *depends)
{
    size_t kept = 0;
    if (depends->len > 0)
        qsort(depends->items, depends->len, sizeof *depends->items, by_text);
    for (size_t i = 0; i < depends->len; i++)
        if (kept == 0 || by_text(&depends->items[i], &depends->items[kept - 1]) != 0)
            depends->items[kept++] = depends->items[i];
    depends->len = kept;
}

/* What pg_depend says, of objects that the schema holds. */
static void take_known(struct orq_depender *depender)
{
    const struct orq_depends *known = &depender->schema->depends;
    for (size_t i = 0; i < known->len; i++) {
        const struct orq_held *object = orq_held_find(depender, known->items[i].object);
        if (object)
            orq_depend_add(depender, &depender->sure, object->identity,
                           orq_held_find(depender, known->items[i].on));
    }
}

static struct orq_depender find_all(struct orq_arena *arena, const struct orq_schema *schema)
{
    struct orq_depender depender = {.arena = arena,
                                    .schema = schema,
                                    .held = orq_map_new(arena, ORQ_KEYS_EXACT),
                                    .by_name = orq_map_new(arena, ORQ_KEYS_EXACT),
                                    .partitions = orq_map_new(arena, ORQ_KEYS_EXACT),
                                    .by_type = orq_map_new(arena, ORQ_KEYS_EXACT)};
    orq_held_gather(&depender);
    take_known(&depender);
    for (size_t i = 0; i < schema->tables.len; i++)
        orq_depend_note_partition(&depender, schema->tables.items[i]);
    for (size_t i = 0; i < schema->tables.len; i++) {
        orq_depends_of_table(&depender, schema->tables.items[i]);
        orq_depends_of_parts(&depender, schema->tables.items[i]);
    }
    for (size_t i = 0; i < schema->definitions.len; i++)
        depends_of_definition(&depender, schema->definitions.items[i]);
    orq_depend_climb(&depender);
    sort_once(&depender.sure);
    sort_once(&depender.guessed);
    return depender;
}

void orq_depends_of(struct orq_arena *arena, const struct orq_schema *schema,
                    struct orq_depends *depends)
{
    struct orq_depender depender = find_all(arena, schema);
    for (size_t i = 0; i < depender.guessed.len; i++)
        ORQ_PUSH(arena, &depender.sure, depender.guessed.items[i]);
    if (depender.guessed.len > 0)
        sort_once(&depender.sure);
    *depends = depender.sure;
}

void orq_depends_guessed(struct orq_arena *arena, const struct orq_schema *schema,
                         struct orq_depends *depends)
{
    struct orq_depender depender = find_all(arena, schema);
    size_t sure = 0;
    *depends = (struct orq_depends){0};
    for (size_t i = 0; i < depender.guessed.len; i++) {
        const struct orq_depend *edge = &depender.guessed.items[i];
        while (sure < depender.sure.len && by_text(&depender.sure.items[sure], edge) < 0)
            sure++;
        if (sure == depender.sure.len || by_text(&depender.sure.items[sure], edge) != 0)
            ORQ_PUSH(arena, depends, *edge);
    }
}
