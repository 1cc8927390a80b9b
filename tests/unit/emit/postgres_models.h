/* The statements between two PostgreSQL models, as one text. */
#ifndef ORQ_TESTS_UNIT_EMIT_POSTGRES_MODELS_H
#define ORQ_TESTS_UNIT_EMIT_POSTGRES_MODELS_H

#include "base/str.h"
#include "diff/diff.h"
#include "emit/emit.h"
#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct migration {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_section section;
    enum orq_status status;
    const char *text; /* notes and statements; "--- step" where a transaction begins, "--- alone" in
                         front of what stands outside any */
};

static inline const struct orq_schema *model_of(struct migration *migration, const char *yaml)
{
    const char *text = orq_arena_printf(migration->arena, "model: m\nmanage: all\n%s", yaml);
    const struct orq_model *model =
        orq_model_parse(migration->arena, "m.yaml", text, strlen(text), migration->diags);
    const struct orq_schema *schema =
        model ? orq_model_resolve(migration->arena, model, &orq_postgresql, migration->diags)
              : NULL;
    if (!schema) {
        orq_diags_print(migration->diags, 0, stderr, false);
        fail_msg("the model is wrong");
    }
    return schema;
}

static inline const char *section_text(const struct migration *migration)
{
    static const char *const marks[] = {[ORQ_STEP_SAME] = "",
                                        [ORQ_STEP_NEW] = "--- step\n",
                                        [ORQ_STEP_NO_TRANSACTION] = "--- alone\n",
                                        [ORQ_STEP_BACKFILL] = "--- batches\n"};
    struct orq_str out = orq_str_new(migration->arena);
    for (size_t i = 0; i < migration->section.statements.len; i++) {
        const struct orq_statement *statement = &migration->section.statements.items[i];
        orq_str_add(&out, marks[statement->step]);
        for (size_t k = 0; k < statement->notes.len; k++)
            orq_str_addf(&out, "-- %s\n", statement->notes.items[k]);
        orq_str_addf(&out, "%s;\n", statement->sql);
    }
    return orq_str_text(&out);
}

/* large: a table that is, by its qualified name; NULL: none. */
static inline struct migration migrate_large(const char *from, const char *to, bool plain,
                                             const char *large)
{
    struct migration migration = {.arena = orq_arena_new()};
    migration.diags = orq_diags_new(migration.arena);
    const struct orq_schema *have = model_of(&migration, from), *want = model_of(&migration, to);
    const struct orq_diff_options options = {0};
    const struct orq_renames renames = {0};
    const struct orq_strings broken = {0}, tables = {.items = &large, .len = large ? 1 : 0};
    struct orq_ops ops = {0};
    struct orq_diff *diff = orq_diff_begin(migration.arena, have, want, options);
    for (size_t i = 0; i < diff->pairs.len; i++)
        diff->pairs.items[i].verdict = ORQ_UNLIKE;
    orq_diff_finish(diff, &ops);
    const struct orq_emit_input input = {.have = have,
                                         .renamed = have,
                                         .want = want,
                                         .renames = &renames,
                                         .ops = &ops,
                                         .broken = &broken,
                                         .version = 150000,
                                         .plain = plain,
                                         .large = &tables};
    migration.status =
        orq_emit_postgres(migration.arena, &input, migration.diags, &migration.section);
    migration.text = section_text(&migration);
    return migration;
}

static inline struct migration migrate_with(const char *from, const char *to, bool plain)
{
    return migrate_large(from, to, plain, NULL);
}

static inline void shows(const struct migration *migration, const char *part)
{
    if (!strstr(migration->text, part))
        fail_msg("there is no\n%s\nin\n%s", part, migration->text);
}

static inline void shows_not(const struct migration *migration, const char *part)
{
    if (strstr(migration->text, part))
        fail_msg("there is\n%s\nin\n%s", part, migration->text);
}

/* Both are there, the one before the other. */
static inline void shows_in_order(const struct migration *migration, const char *first,
                                  const char *second)
{
    shows(migration, first);
    const char *at = strstr(migration->text, first) + strlen(first);
    if (!strstr(at, second))
        fail_msg("%s\ndoes not come after\n%s\nin\n%s", second, first, migration->text);
}

#endif
