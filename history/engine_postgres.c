#include "history/engine_postgres.h"

#include "diff/renamed.h"
#include "history/judge_postgres.h"
#include "history/runner.h"

static enum orq_status scratch(const struct orq_engine *engine, struct orq_arena *arena,
                               const char *shown, struct orq_diags *diags, struct orq_db **db)
{
    if (engine->server)
        return orq_db_scratch(arena, engine->server, shown, diags, db);
    orq_error(diags, ORQ_NOWHERE, "this needs a scratch database: %s", engine->no_scratch);
    orq_hint(diags, "say where one may be made: --scratch URL, or scratch: in orqgen.yaml");
    return ORQ_INVALID;
}

/* What no operation would lead to is not missed: an object that the emitter cannot make is reported
 * by it. */
static enum orq_status build(struct orq_arena *arena, struct orq_db *db,
                             const struct orq_schema *schema, struct orq_diags *diags)
{
    const struct orq_schema *nothing = orq_schema_new(arena, schema->dialect);
    const struct orq_renames none = {0};
    struct orq_ops ops = {0};
    struct orq_section section = {0};
    struct orq_diff *diff = orq_diff_begin(arena, nothing, schema, (struct orq_diff_options){0});
    orq_diff_finish(diff, &ops);
    struct orq_emit_input input = {.have = nothing,
                                   .renamed = nothing,
                                   .want = schema,
                                   .renames = &none,
                                   .ops = &ops,
                                   .version = orq_db_version(db),
                                   .plain = true};
    enum orq_status status = orq_emit_postgres(arena, &input, diags, &section);
    if (status != ORQ_OK)
        return status;
    struct orq_file_section text = orq_file_section_of(arena, ORQ_UPGRADE, &section);
    return orq_section_run(arena, db, &text, diags);
}

/* A view that does not compile cannot be there. */
static enum orq_status broken(struct orq_arena *arena, const struct orq_schema *schema,
                              struct orq_diags *diags, struct orq_strings *names)
{
    (void)arena;
    (void)schema;
    (void)diags;
    (void)names;
    return ORQ_OK;
}

const struct orq_engine orq_engine_postgres = {.dialect = &orq_postgresql,
                                               .emit = orq_emit_postgres,
                                               .judge = orq_judge_postgres,
                                               .scratch = scratch,
                                               .build = build,
                                               .broken = broken,
                                               .rename = orq_schema_renamed,
                                               .costly_scratch = true,
                                               .no_scratch = "no server was named"};
