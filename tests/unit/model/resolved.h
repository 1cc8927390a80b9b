/* What the tests of resolving for PostgreSQL share. */
#ifndef ORQ_TESTS_MODEL_RESOLVED_H
#define ORQ_TESTS_MODEL_RESOLVED_H

#include "base/str.h"
#include "model/model.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <string.h>
#include <cmocka.h>

static inline const struct orq_schema *resolve_any(void **state, const char *text)
{
    struct fixture *fixture = *state;
    const struct orq_model *model =
        orq_model_parse(fixture->arena, "t.yaml", text, strlen(text), fixture->diags);
    return model ? orq_model_resolve(fixture->arena, model, &orq_postgresql, fixture->diags) : NULL;
}

static inline const struct orq_schema *resolve(void **state, const char *text)
{
    const struct orq_schema *schema = resolve_any(state, text);
    orq_diags_print(((struct fixture *)*state)->diags, 0, stderr, false);
    assert_non_null(schema);
    return schema;
}

/* The first message about a model that has a fault. */
static inline const char *fault_of(void **state, const char *text)
{
    struct fixture *fixture = *state;
    size_t before = orq_diags_len(fixture->diags);
    const struct orq_schema *schema = resolve_any(state, text);
    if (schema || orq_diags_len(fixture->diags) == before)
        fail_msg("no fault was found in:\n%s", text);
    return orq_diags_at(fixture->diags, before)->message;
}

static inline const struct orq_table *table_of(void **state, const char *text, const char *name)
{
    const struct orq_table *table = orq_schema_table(resolve(state, text), name);
    assert_non_null(table);
    return table;
}

static inline const struct orq_column *column_of(const struct orq_table *table, const char *name)
{
    const struct orq_column *column = orq_table_column(table, name);
    assert_non_null(column);
    return column;
}

/* "a, b" */
static inline const char *joined(void **state, const struct orq_strings *list)
{
    struct orq_str text = orq_str_new(((struct fixture *)*state)->arena);
    for (size_t i = 0; i < list->len; i++)
        orq_str_addf(&text, "%s%s", i == 0 ? "" : ", ", list->items[i]);
    return orq_str_text(&text);
}

/* "key=value; key=[a, b]", by the words of the keys. */
static inline const char *told(void **state, const struct orq_attributes *attributes)
{
    struct orq_str text = orq_str_new(((struct fixture *)*state)->arena);
    for (size_t i = 0; i < attributes->len; i++) {
        const struct orq_attribute *attribute = &attributes->items[i];
        orq_str_addf(&text, "%s%s=", i == 0 ? "" : "; ", orq_attribute_word(attribute->key));
        if (attribute->text)
            orq_str_add(&text, attribute->text);
        else
            orq_str_addf(&text, "[%s]", joined(state, &attribute->list));
    }
    return orq_str_text(&text);
}

static inline const struct orq_definition *definition_of(const struct orq_schema *schema,
                                                         enum orq_kind kind, const char *name)
{
    for (size_t i = 0; i < schema->definitions.len; i++)
        if (schema->definitions.items[i]->kind == kind &&
            strcmp(schema->definitions.items[i]->name, name) == 0)
            return schema->definitions.items[i];
    fail_msg("no %s %s", orq_kind_word(kind), name);
    return NULL;
}

#endif
