#include "history/compare.h"

#include "history/runner.h"
#include "introspect/introspect.h"
#include "model/identity.h"

static enum orq_op_kind kind_of_rename(enum orq_kind kind)
{
    return kind == ORQ_KIND_TABLE    ? ORQ_OP_RENAME_TABLE
           : kind == ORQ_KIND_COLUMN ? ORQ_OP_RENAME_COLUMN
                                     : ORQ_OP_ALTER_DEFINITION;
}

/* A table, or a definition with columns. */
static const struct orq_table *relation_of(struct orq_arena *arena, const struct orq_schema *schema,
                                           const char *name)
{
    static const enum orq_kind kinds[] = {ORQ_KIND_COMPOSITE, ORQ_KIND_VIEW,
                                          ORQ_KIND_FOREIGN_TABLE};
    const struct orq_table *table = orq_schema_table(schema, name);
    for (size_t i = 0; table == NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct orq_definition *definition =
            orq_schema_definition(arena, schema, kinds[i], name);
        table = definition == NULL ? NULL : definition->relation;
    }
    return table;
}

/* What a rename names on one side; table: of a column, as it is called on that side. */
static struct orq_side side_of(struct orq_arena *arena, const struct orq_schema *schema,
                               enum orq_kind kind, const char *table, const char *name)
{
    struct orq_side side = {0};
    if (kind == ORQ_KIND_TABLE) {
        side.table = orq_schema_table(schema, name);
    } else if (kind == ORQ_KIND_COLUMN) {
        side.table = relation_of(arena, schema, table);
        side.column = side.table == NULL ? NULL : orq_table_column(side.table, name);
    } else {
        side.definition = orq_schema_definition(arena, schema, kind, name);
    }
    return side;
}

/* The name of the table that holds a renamed column, before any rename. */
static const char *name_before(const struct orq_schema *have, const struct orq_renames *renames,
                               const char *name)
{
    for (size_t i = 0; name != NULL && i < renames->len; i++) {
        const struct orq_rename *rename = &renames->items[i];
        if (rename->kind != ORQ_KIND_COLUMN && orq_rename_is_native(have->dialect, rename) &&
            orq_same_name(have->dialect, rename->to, name))
            return rename->from;
    }
    return name;
}

/* The rename as an operation, for lists that a person reads. */
static struct orq_op op_of_rename(struct orq_arena *arena, const struct orq_comparison *comparison,
                                  const struct orq_rename *rename)
{
    const struct orq_schema *have = comparison->have;
    const char *table = name_before(have, &comparison->renames, rename->table);
    return (struct orq_op){
        .kind = kind_of_rename(rename->kind),
        .changed = ORQ_CHANGE_NAME,
        .from = side_of(arena, have, rename->kind, table, rename->from),
        .to = side_of(arena, comparison->want, rename->kind, rename->table, rename->to)};
}

static void list_all(struct orq_arena *arena, struct orq_comparison *comparison)
{
    for (size_t i = 0; i < comparison->renames.len; i++) {
        const struct orq_rename *rename = &comparison->renames.items[i];
        if (orq_rename_is_native(comparison->have->dialect, rename))
            ORQ_PUSH(arena, &comparison->all, op_of_rename(arena, comparison, rename));
    }
    for (size_t i = 0; i < comparison->ops.len; i++)
        ORQ_PUSH(arena, &comparison->all, comparison->ops.items[i]);
}

static bool any_native(const struct orq_dialect *dialect, const struct orq_renames *renames)
{
    for (size_t i = 0; i < renames->len; i++) {
        if (orq_rename_is_native(dialect, &renames->items[i]))
            return true;
    }
    return false;
}

static struct orq_emit_input emit_input(const struct orq_engine *engine,
                                        const struct orq_comparison *comparison)
{
    return (struct orq_emit_input){.have = comparison->have,
                                   .renamed = comparison->renamed,
                                   .want = comparison->want,
                                   .renames = &comparison->renames,
                                   .ops = &comparison->ops,
                                   .broken = &comparison->broken,
                                   .version = engine->version,
                                   .plain = engine->plain,
                                   .large = engine->large,
                                   .archive = comparison->archive,
                                   .restore = comparison->restore};
}

/* What the renames leave: worked out, or run on a scratch copy of have and read. */
static enum orq_status carry_out_renames(struct orq_arena *arena, const struct orq_engine *engine,
                                         struct orq_comparison *comparison, struct orq_diags *diags)
{
    if (engine->rename != NULL) {
        comparison->renamed = engine->rename(arena, comparison->have, &comparison->renames);
        return ORQ_OK;
    }
    struct orq_section section = {0};
    struct orq_emit_input input = emit_input(engine, comparison);
    input.rename_only = true;
    input.archive = (struct orq_archive_policy){0};
    input.restore = NULL;
    enum orq_status status = engine->emit(arena, &input, diags, &section);
    if (status != ORQ_OK)
        return status;
    struct orq_db *db = NULL;
    struct orq_schema *renamed = NULL;
    status = engine->scratch(engine, arena, "a scratch database with the renames", diags, &db);
    if (status == ORQ_OK)
        status = engine->build(arena, db, comparison->have, diags);
    if (status == ORQ_OK) {
        struct orq_file_section text = orq_file_section_of(arena, ORQ_UPGRADE, &section);
        status = orq_section_run(arena, db, &text, diags);
    }
    if (status == ORQ_OK)
        status = orq_introspect(arena, db, NULL, diags, &renamed);
    orq_db_close(db);
    comparison->renamed = renamed;
    return status;
}

static bool drops_a_column(const struct orq_ops *ops)
{
    for (size_t i = 0; i < ops->len; i++) {
        if (ops->items[i].kind == ORQ_OP_DROP_COLUMN)
            return true;
    }
    return false;
}

/* Only a native RENAME or DROP COLUMN trips over a view that does not compile. */
static enum orq_status find_broken(struct orq_arena *arena, const struct orq_engine *engine,
                                   struct orq_comparison *comparison, struct orq_diags *diags)
{
    if (comparison->broken.len > 0 || comparison->have->definitions.len == 0)
        return ORQ_OK;
    return engine->broken(arena, comparison->have, diags, &comparison->broken);
}

enum orq_status orq_compare(struct orq_arena *arena, const struct orq_engine *engine,
                            const struct orq_compare_options *options, struct orq_diags *diags,
                            struct orq_comparison *comparison)
{
    const struct orq_schema *have = options->have, *want = options->want;
    *comparison = (struct orq_comparison){.have = have,
                                          .want = want,
                                          .renamed = have,
                                          .archive = options->archive,
                                          .restore = options->restore};
    enum orq_status status = ORQ_OK;
    if (options->renames != NULL)
        comparison->renames = *options->renames;
    else
        status = orq_diff_renames(arena, have, want, diags, &comparison->renames);
    if (status == ORQ_OK && any_native(engine->dialect, &comparison->renames)) {
        status = find_broken(arena, engine, comparison, diags);
        if (status == ORQ_OK)
            status = carry_out_renames(arena, engine, comparison, diags);
    }
    if (status != ORQ_OK)
        return status;
    struct orq_diff_options diff_options = options->diff;
    diff_options.renames = comparison->renames;
    comparison->diff = orq_diff_begin(arena, comparison->renamed, want, diff_options);
    status = engine->judge(arena, options->judge != NULL ? options->judge : engine->live,
                           &comparison->diff->pairs, diags);
    if (status != ORQ_OK)
        return status;
    orq_diff_finish(comparison->diff, &comparison->ops);
    list_all(arena, comparison);
    return drops_a_column(&comparison->ops) ? find_broken(arena, engine, comparison, diags)
                                            : ORQ_OK;
}

enum orq_status orq_comparison_emit(struct orq_arena *arena, const struct orq_engine *engine,
                                    const struct orq_comparison *comparison,
                                    struct orq_diags *diags, struct orq_section *section)
{
    struct orq_emit_input input = emit_input(engine, comparison);
    return engine->emit(arena, &input, diags, section);
}

enum orq_status orq_schema_materialise(struct orq_arena *arena, const struct orq_engine *engine,
                                       const struct orq_schema *schema, struct orq_diags *diags,
                                       struct orq_schema **built)
{
    const struct orq_renames none = {0};
    struct orq_compare_options options = {
        .have = orq_schema_new(arena, engine->dialect), .want = schema, .renames = &none};
    struct orq_comparison comparison;
    struct orq_section section = {0};
    struct orq_db *db = NULL;
    enum orq_status status = orq_compare(arena, engine, &options, diags, &comparison);
    if (status == ORQ_OK)
        status = orq_comparison_emit(arena, engine, &comparison, diags, &section);
    if (status == ORQ_OK)
        status = engine->scratch(engine, arena, "a scratch database of the model", diags, &db);
    if (status == ORQ_OK) {
        struct orq_file_section text = orq_file_section_of(arena, ORQ_UPGRADE, &section);
        status = orq_section_run(arena, db, &text, diags);
    }
    if (status == ORQ_OK)
        status = orq_introspect(arena, db, NULL, diags, built);
    orq_db_close(db);
    return status;
}
