/* Two PostgreSQL schemas made by hand, the operations between them, and the statements that these
 * become. */
#ifndef ORQ_TESTS_UNIT_EMIT_POSTGRES_WORLD_H
#define ORQ_TESTS_UNIT_EMIT_POSTGRES_WORLD_H

#include "base/str.h"
#include "emit/emit.h"
#include "model/dialect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define UNUSED __attribute__((unused))

struct pg {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_schema *have, *want;
    struct orq_ops ops;
    struct orq_section section;
};

UNUSED static struct pg pg_new(void)
{
    struct pg pg = {.arena = orq_arena_new()};
    pg.diags = orq_diags_new(pg.arena);
    pg.have = orq_schema_new(pg.arena, &orq_postgresql);
    pg.want = orq_schema_new(pg.arena, &orq_postgresql);
    return pg;
}

UNUSED static void pg_end(struct pg *pg)
{
    orq_arena_free(pg->arena);
}

/* -- objects -- */

/* name may be "schema.name"; on and sql may be NULL. */
UNUSED static struct orq_definition *define(struct pg *pg, struct orq_schema *schema,
                                            struct orq_definition definition)
{
    struct orq_definition *kept = ORQ_NEW(pg->arena, struct orq_definition);
    *kept = definition;
    assert_true(orq_schema_add_definition(pg->arena, schema, kept));
    return kept;
}

#define DEFINE(pg, schema, ...) define((pg), (schema), (struct orq_definition){__VA_ARGS__})

UNUSED static void put(struct pg *pg, struct orq_definition *definition, enum orq_attribute_key key,
                       const char *text)
{
    orq_attribute_put(pg->arena, &definition->attributes, key, text, ORQ_NOWHERE);
}

/* Words between commas. */
UNUSED static struct orq_strings words(struct pg *pg, const char *text)
{
    struct orq_strings list = {0};
    while (*text) {
        size_t len = strcspn(text, ",");
        ORQ_PUSH(pg->arena, &list, orq_arena_strndup(pg->arena, text, len));
        text += len + (text[len] == ',');
    }
    return list;
}

UNUSED static void put_list(struct pg *pg, struct orq_definition *definition,
                            enum orq_attribute_key key, const char *text)
{
    struct orq_strings list = words(pg, text);
    orq_attribute_put_list(pg->arena, &definition->attributes, key, &list, ORQ_NOWHERE);
}

UNUSED static struct orq_table *table(struct pg *pg, struct orq_schema *schema, const char *name)
{
    struct orq_table *made = orq_table_new(pg->arena, name);
    made->kind = ORQ_KIND_TABLE;
    assert_true(orq_schema_add_table(pg->arena, schema, made));
    return made;
}

UNUSED static struct orq_column *column(struct pg *pg, struct orq_table *of, const char *name,
                                        const char *type)
{
    struct orq_column *made = ORQ_NEW(pg->arena, struct orq_column);
    made->name = name;
    made->type = type;
    made->nullable = true;
    orq_table_add_column(pg->arena, of, made);
    return made;
}

UNUSED static struct orq_table *relation(struct pg *pg, struct orq_definition *of)
{
    of->relation = orq_table_new(pg->arena, of->name);
    of->relation->kind = of->kind;
    of->relation->schema = of->schema;
    return of->relation;
}

UNUSED static struct orq_constraint *check(struct pg *pg, struct orq_table *of, const char *name,
                                           const char *expr)
{
    struct orq_constraint *made = ORQ_NEW(pg->arena, struct orq_constraint);
    made->kind = ORQ_KIND_CHECK;
    made->name = name;
    made->name_given = true;
    made->expr.text = expr;
    ORQ_PUSH(pg->arena, &of->constraints, made);
    return made;
}

/* -- operations -- */

UNUSED static void create(struct pg *pg, struct orq_definition *to)
{
    struct orq_op op = {.kind = ORQ_OP_CREATE_DEFINITION, .to = {.definition = to}};
    ORQ_PUSH(pg->arena, &pg->ops, op);
}

UNUSED static void drop(struct pg *pg, struct orq_definition *from)
{
    struct orq_op op = {.kind = ORQ_OP_DROP_DEFINITION, .from = {.definition = from}};
    ORQ_PUSH(pg->arena, &pg->ops, op);
}

static bool same_lists(const struct orq_strings *a, const struct orq_strings *b)
{
    for (size_t i = 0; i < a->len && i < b->len; i++)
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    return a->len == b->len;
}

static bool same_attribute(const struct orq_definition *from, const struct orq_definition *to,
                           enum orq_attribute_key key)
{
    const struct orq_attribute *a = orq_attribute_find(&from->attributes, key);
    const struct orq_attribute *b = orq_attribute_find(&to->attributes, key);
    if (!a || !b)
        return a == b;
    return orq_str_equal(a->text, b->text) && same_lists(&a->list, &b->list);
}

/* Which attributes differ is found out; whatever else is changed has to be said. */
UNUSED static void alter(struct pg *pg, struct orq_definition *from, struct orq_definition *to,
                         unsigned changed)
{
    struct orq_op op = {.kind = ORQ_OP_ALTER_DEFINITION,
                        .changed = changed,
                        .from = {.definition = from},
                        .to = {.definition = to}};
    for (int key = 0; key < ORQ_ATTRIBUTE_COUNT; key++)
        if (!same_attribute(from, to, (enum orq_attribute_key)key))
            op.attributes |= 1ull << key;
    if (op.attributes)
        op.changed |= ORQ_CHANGE_ATTRIBUTES;
    ORQ_PUSH(pg->arena, &pg->ops, op);
}

/* -- statements -- */

UNUSED static const char *emitted(struct pg *pg)
{
    struct orq_emit_input input = {.have = pg->have,
                                   .renamed = pg->have,
                                   .want = pg->want,
                                   .renames = &(struct orq_renames){0},
                                   .ops = &pg->ops,
                                   .version = 150000,
                                   .plain = true};
    struct orq_str out = orq_str_new(pg->arena);
    if (orq_emit_postgres(pg->arena, &input, pg->diags, &pg->section) != ORQ_OK)
        orq_diags_print(pg->diags, 0, stderr, false);
    for (size_t i = 0; i < pg->section.statements.len; i++) {
        if (pg->section.statements.items[i].step != ORQ_STEP_SAME)
            orq_str_add(&out, "--\n");
        orq_str_addf(&out, "%s;\n", pg->section.statements.items[i].sql);
    }
    return orq_str_text(&out);
}

/* All comment lines of the section, each with its line end. */
UNUSED static const char *notes(struct pg *pg)
{
    struct orq_str out = orq_str_new(pg->arena);
    for (size_t i = 0; i < pg->section.statements.len; i++)
        for (size_t k = 0; k < pg->section.statements.items[i].notes.len; k++)
            orq_str_addf(&out, "%s\n", pg->section.statements.items[i].notes.items[k]);
    return orq_str_text(&out);
}

#endif
