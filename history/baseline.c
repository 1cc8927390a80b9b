#include "history/baseline.h"

#include "history/alembic.h"
#include "history/rights.h"
#include "history/state.h"
#include "history/texts.h"
#include "introspect/introspect.h"

/* Whoever runs it will own what it makes. */
static const struct orq_schema *without_rights(struct orq_arena *arena,
                                               const struct orq_engine *engine,
                                               const struct orq_schema *schema)
{
    const struct orq_schema *nobody = orq_state_empty(arena, engine);
    return engine->dialect->stores_texts ? schema : orq_rights_lent(arena, schema, nobody, nobody);
}

enum orq_status orq_baseline_make(struct orq_arena *arena, const struct orq_baseline_input *input,
                                  struct orq_diags *diags, struct orq_migration *migration,
                                  struct orq_plan *plan)
{
    const struct orq_engine *engine = input->engine;
    const struct orq_renames none = {0};
    struct orq_compare_options options = {
        .have = input->from, .want = without_rights(arena, engine, input->to), .renames = &none};
    enum orq_status status = orq_plan_make(arena, engine, &options, diags, plan);
    if (status != ORQ_OK)
        return status;
    struct orq_proof_line proof = {.dialect = engine->dialect->key,
                                   .text = "not proven: it is what the database held"};
    ORQ_PUSH(arena, &migration->proofs, proof);
    ORQ_PUSH(arena, &migration->sections, plan->up_text);
    ORQ_PUSH(arena, &migration->sections, plan->down_text);
    migration->baseline_sha256 = orq_texts_sha256(arena, input->live);
    migration->baseline_schemas = input->live->schemas;
    return ORQ_OK;
}

/* The same tables at another revision of Alembic's may hold other data. */
static enum orq_status check_alembic(struct orq_arena *arena, struct orq_db *db,
                                     const struct orq_migration *baseline, struct orq_diags *diags)
{
    struct orq_alembic alembic;
    if (baseline->adopts.len == 0)
        return ORQ_OK;
    enum orq_status status = orq_alembic_read(arena, db, diags, &alembic);
    if (status != ORQ_OK || orq_alembic_agrees(&alembic, baseline))
        return status;
    return orq_alembic_refuse(arena, &alembic, baseline, diags);
}

enum orq_status orq_baseline_present(struct orq_arena *arena,
                                     const struct orq_baseline_holder *holder,
                                     const struct orq_migration *migration, struct orq_diags *diags,
                                     bool *present)
{
    struct orq_schema *live = NULL;
    const struct orq_strings *schemas = &migration->baseline_schemas;
    struct orq_introspect_options options = {.ledger = holder->ledger,
                                             .schemas = schemas->len > 0 ? schemas : NULL};
    *present = false;
    if (migration->baseline_sha256 == NULL)
        return ORQ_OK;
    enum orq_status status = orq_introspect(arena, holder->db, &options, diags, &live);
    if (status != ORQ_OK || (live->tables.len == 0 && live->definitions.len == 0))
        return status;
    *present = orq_str_equal(orq_texts_sha256(arena, live), migration->baseline_sha256);
    if (*present)
        return check_alembic(arena, holder->db, migration, diags);
    if (migration->parents.len > 0)
        return ORQ_OK;
    orq_error(diags, migration->at,
              "the database is neither empty nor what the baseline %s was made from",
              migration->revision);
    orq_hint(diags, "see what differs:  orqgen diff migrations@%s", migration->revision);
    return ORQ_INVALID;
}
