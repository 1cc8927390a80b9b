#include "history/verify.h"

#include "history/deeds.h"
#include "history/graph_parts.h"
#include "history/line_edits.h"
#include "history/proof.h"
#include "history/runner.h"
#include "history/state.h"
#include "introspect/introspect.h"

#include <string.h>

/* The trunk is one scratch database that goes along with the history: each revision is run on it
 * once, and what it stands on need not be built anew. */
struct verifier {
    struct orq_arena *arena;
    const struct orq_verify_input *input;
    struct orq_diags *diags;
    struct orq_db *trunk;           /* NULL: to be built */
    const bool *built;              /* what it holds, by index */
    const struct orq_schema *state; /* what that comes to */
    bool *broken;                   /* do not run, or stand on one that does not */
};

static const char *dialect_of(const struct verifier *verifier)
{
    return verifier->input->engine->dialect->key;
}

/* ---- the trunk ---- */

static void drop_trunk(struct verifier *verifier)
{
    orq_db_close(verifier->trunk);
    verifier->trunk = NULL;
}

static enum orq_status look(struct verifier *verifier, const struct orq_schema **schema)
{
    struct orq_schema *read = NULL;
    const struct orq_introspect_options options = {.schemas = verifier->input->engine->schemas};
    enum orq_status status =
        orq_introspect(verifier->arena, verifier->trunk, &options, verifier->diags, &read);
    *schema = read;
    return status;
}

/* What a revision stands on, by index. */
static bool *ground_of(struct verifier *verifier, const struct orq_revision *revision)
{
    bool *marks = orq_marks_new(verifier->arena, verifier->input->history);
    orq_marks_add(verifier->arena, revision, ORQ_BEFORE, marks);
    marks[revision->index] = false;
    return marks;
}

static enum orq_status build_trunk(struct verifier *verifier, const bool *ground)
{
    const struct orq_history *history = verifier->input->history;
    size_t count = history->revisions.len;
    struct orq_revisions path = {0};
    if (verifier->trunk && memcmp(ground, verifier->built, count * sizeof *ground) == 0)
        return ORQ_OK;
    drop_trunk(verifier);
    for (size_t i = 0; i < count; i++) {
        if (ground[i])
            ORQ_PUSH(verifier->arena, &path, history->revisions.items[i]);
    }
    const struct orq_replay replay = {verifier->input->engine, history};
    enum orq_status status =
        orq_state_build(verifier->arena, &replay, &path, verifier->diags, &verifier->trunk);
    verifier->built = ground;
    return status == ORQ_OK ? look(verifier, &verifier->state) : status;
}

/* Runs the upgrade on the trunk. */
static enum orq_status grow(struct verifier *verifier, const struct orq_revision *revision,
                            const struct orq_file_section *up)
{
    bool *built = ground_of(verifier, revision);
    built[revision->index] = true;
    enum orq_status status = orq_section_run(verifier->arena, verifier->trunk, up, verifier->diags);
    if (status != ORQ_OK)
        return ORQ_FAILED;
    verifier->built = built;
    return look(verifier, &verifier->state);
}

/* ---- one revision ---- */

static enum orq_status compare(struct verifier *verifier, const struct orq_revision *revision,
                               const struct orq_schema *before, struct orq_comparison *comparison)
{
    const struct orq_engine *engine = verifier->input->engine;
    struct orq_revisions one = {0};
    struct orq_renames renames = {0};
    ORQ_PUSH(verifier->arena, &one, verifier->input->history->revisions.items[revision->index]);
    orq_deeds_renames(verifier->arena, &one, before, verifier->state, &renames);
    struct orq_schema *want = ORQ_NEW(verifier->arena, struct orq_schema);
    *want = *verifier->state;
    want->manage = ORQ_EVERY_KIND;
    const struct orq_compare_options options = {.have = before,
                                                .want = want,
                                                .judge = verifier->trunk,
                                                .diff = {.strict_types = true},
                                                .renames = &renames};
    return orq_compare(verifier->arena, engine, &options, verifier->diags, comparison);
}

/* Where it writes rows by itself; NULL: it does not. */
static const char *writes_rows(struct verifier *verifier, const struct orq_revision *revision)
{
    struct orq_revisions one = {0};
    struct orq_deeds deeds = {0};
    ORQ_PUSH(verifier->arena, &one, verifier->input->history->revisions.items[revision->index]);
    orq_deeds_find(verifier->arena, &one, dialect_of(verifier), &deeds);
    return deeds.len == 0
               ? NULL
               : orq_arena_printf(verifier->arena, "line %zu writes some", deeds.items[0].at.line);
}

static enum orq_status prove(struct verifier *verifier, const struct orq_revision *revision,
                             const struct orq_schema *before, struct orq_verified *verified)
{
    const struct orq_migration *migration = revision->migration;
    const char *dialect = dialect_of(verifier);
    const struct orq_file_section *up = orq_migration_section(migration, ORQ_UPGRADE, dialect);
    const struct orq_file_section *down = orq_migration_section(migration, ORQ_DOWNGRADE, dialect);
    struct orq_plan plan = {.engine = verifier->input->engine,
                            .have = before,
                            .after = verifier->state,
                            .writes_rows = writes_rows(verifier, revision),
                            .up_text = *up};
    if (!down) {
        verified->text = "up alone: there is no downgrade";
        return ORQ_OK;
    }
    plan.down_text = *down;
    orq_section_fill_ins(verifier->arena, up, &plan.up_section.fill_in);
    orq_section_fill_ins(verifier->arena, down, &plan.down_section.fill_in);
    enum orq_status status = compare(verifier, revision, before, &plan.up);
    if (status == ORQ_OK)
        status = orq_prove(verifier->arena, &plan, NULL, verifier->diags, &verified->text);
    verified->proven = status == ORQ_OK;
    if (!verified->proven)
        verified->text = NULL;
    return status;
}

/* Is there something in its way that is no fault of its own? */
static bool is_blocked(struct verifier *verifier, const struct orq_revision *revision,
                       const bool *ground, struct orq_verified *verified)
{
    const struct orq_revisions *all = &verifier->input->history->revisions;
    for (size_t i = 0; i < all->len; i++) {
        if (!ground[i] || !verifier->broken[i])
            continue;
        verifier->broken[revision->index] = true;
        verified->text = orq_arena_printf(verifier->arena, "it stands on %s, which does not run",
                                          all->items[i]->migration->revision);
        return true;
    }
    return false;
}

static enum orq_status verify(struct verifier *verifier, const struct orq_revision *revision,
                              struct orq_verified *verified)
{
    const struct orq_file_section *up =
        orq_migration_section(revision->migration, ORQ_UPGRADE, dialect_of(verifier));
    const bool *ground = ground_of(verifier, revision);
    if (is_blocked(verifier, revision, ground, verified))
        return ORQ_FAILED;
    enum orq_status status = build_trunk(verifier, ground);
    const struct orq_schema *before = verifier->state;
    if (status != ORQ_OK)
        return status;
    if (!up) {
        orq_error(verifier->diags, revision->migration->at, "%s has no upgrade for %s",
                  revision->migration->revision, dialect_of(verifier));
        status = ORQ_FAILED;
    } else {
        status = grow(verifier, revision, up);
    }
    verifier->broken[revision->index] = status == ORQ_FAILED;
    if (status == ORQ_FAILED)
        drop_trunk(verifier);
    return status == ORQ_OK ? prove(verifier, revision, before, verified) : status;
}

enum orq_status orq_verify(struct orq_arena *arena, const struct orq_verify_input *input,
                           struct orq_diags *diags)
{
    struct verifier verifier = {.arena = arena,
                                .input = input,
                                .diags = diags,
                                .broken = orq_marks_new(arena, input->history)};
    enum orq_status result = ORQ_OK;
    for (size_t i = 0; i < input->revisions->len; i++) {
        const struct orq_revision *revision = input->revisions->items[i];
        struct orq_verified verified = {.revision = revision};
        if (input->begun)
            input->begun(input->context, revision);
        enum orq_status status = verify(&verifier, revision, &verified);
        if (input->done)
            input->done(input->context, &verified);
        if (status != ORQ_OK)
            result = status;
        if (status != ORQ_OK && status != ORQ_FAILED)
            break;
    }
    drop_trunk(&verifier);
    return result;
}

const char *orq_verified_text(struct orq_arena *arena, const struct orq_verified *verified,
                              const char *dialect, const char *text)
{
    const struct orq_migration *migration = verified->revision->migration;
    const struct orq_file_section *up = orq_migration_section(migration, ORQ_UPGRADE, dialect);
    const struct orq_file_section *down = orq_migration_section(migration, ORQ_DOWNGRADE, dialect);
    const struct orq_proof_line proof = {.dialect = dialect,
                                         .up_sha256 = up->sha256,
                                         .down_sha256 = down->sha256,
                                         .text = verified->text};
    const char *line = orq_proof_line(arena, &proof);
    struct orq_line_edits edits = {0};
    for (size_t i = 0; i < migration->proofs.len; i++) {
        const struct orq_proof_line *old = &migration->proofs.items[i];
        const struct orq_line_edit edit = {old->at.line, edits.len == 0 ? line : NULL};
        if (strcmp(old->dialect, dialect) == 0)
            ORQ_PUSH(arena, &edits, edit);
    }
    if (edits.len == 0)
        ORQ_PUSH(arena, &edits,
                 ((struct orq_line_edit){
                     migration->at.line,
                     orq_arena_printf(arena, "-- revision: %s\n%s", migration->revision, line)}));
    return orq_lines_edited(arena, text, &edits);
}
