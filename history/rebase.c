#include "history/rebase.h"

#include "base/file.h"
#include "base/str.h"
#include "history/graph_parts.h"
#include "history/line_edits.h"
#include "history/rebase_parts.h"

#include <stdlib.h>
#include <string.h>

struct rebaser {
    struct orq_arena *arena;
    const struct orq_rebase_input *input;
    struct orq_diags *diags;
    struct orq_revisions chain; /* as it was */
    struct orq_history *now;    /* with the new parent */
};

void orq_rebase_chain(struct orq_arena *arena, const struct orq_history *history,
                      const struct orq_revision *revision, struct orq_revisions *chain)
{
    bool *marks = orq_marks_new(arena, history);
    orq_marks_add(arena, revision, ORQ_TO_CHILDREN, marks);
    for (size_t i = 0; i < history->revisions.len; i++) {
        if (marks[i])
            ORQ_PUSH(arena, chain, history->revisions.items[i]);
    }
}

/* -- the history as it will be -- */

static struct orq_migration *copy_of(struct rebaser *rebaser, const struct orq_migration *migration)
{
    struct orq_migration *copy = ORQ_NEW(rebaser->arena, struct orq_migration);
    *copy = *migration;
    copy->sections = (struct orq_file_sections){0};
    copy->parents = (struct orq_parents){0};
    copy->proofs = (struct orq_proof_lines){0};
    for (size_t i = 0; i < migration->sections.len; i++)
        ORQ_PUSH(rebaser->arena, &copy->sections, migration->sections.items[i]);
    for (size_t i = 0; i < migration->parents.len; i++)
        ORQ_PUSH(rebaser->arena, &copy->parents, migration->parents.items[i]);
    for (size_t i = 0; i < migration->proofs.len; i++)
        ORQ_PUSH(rebaser->arena, &copy->proofs, migration->proofs.items[i]);
    return copy;
}

static void set_parent(struct rebaser *rebaser, struct orq_migration *migration)
{
    const struct orq_revision *onto = rebaser->input->onto;
    struct orq_parent parent = {.at = migration->parents.len > 0 ? migration->parents.items[0].at
                                                                 : ORQ_NOWHERE};
    migration->parents = (struct orq_parents){0};
    if (!onto)
        return;
    parent.revision = onto->migration->revision;
    ORQ_PUSH(rebaser->arena, &migration->parents, parent);
}

static int by_path(const void *a, const void *b)
{
    struct orq_migration *const *left = a, *const *right = b;
    return strcmp((*left)->path, (*right)->path);
}

static void make_history(struct rebaser *rebaser)
{
    const struct orq_history *history = rebaser->input->history;
    struct orq_migrations migrations = {0};
    bool *moved = orq_marks_new(rebaser->arena, history);
    for (size_t i = 0; i < rebaser->chain.len; i++)
        moved[rebaser->chain.items[i]->index] = true;
    for (size_t i = 0; i < history->revisions.len; i++) {
        const struct orq_revision *revision = history->revisions.items[i];
        struct orq_migration *migration =
            moved[i] ? copy_of(rebaser, revision->migration) : revision->migration;
        if (revision == rebaser->input->revision)
            set_parent(rebaser, migration);
        ORQ_PUSH(rebaser->arena, &migrations, migration);
    }
    qsort(migrations.items, migrations.len, sizeof(struct orq_migration *), by_path);
    rebaser->now = orq_history_of(rebaser->arena, history->folder, &migrations);
}

/* -- one migration -- */

static void set_hashes(struct rebaser *rebaser, const struct orq_revision *node)
{
    struct orq_parents *parents = &node->migration->parents;
    for (size_t i = 0; i < parents->len; i++)
        parents->items[i].sha256 =
            orq_migration_chain_sha256(rebaser->arena, node->parents[i]->migration);
}

static void set_proof(struct rebaser *rebaser, const struct orq_moving *moving, const char *text)
{
    struct orq_migration *migration = moving->node->migration;
    const char *dialect = moving->engine->dialect->key;
    struct orq_proof_line line = {.dialect = dialect, .text = text};
    const struct orq_file_section *down = orq_migration_section(migration, ORQ_DOWNGRADE, dialect);
    if (!orq_starts_with(text, "not proven")) {
        line.up_sha256 = orq_migration_section(migration, ORQ_UPGRADE, dialect)->sha256;
        line.down_sha256 = down ? down->sha256 : NULL;
    }
    for (size_t i = 0; i < migration->proofs.len; i++) {
        if (strcmp(migration->proofs.items[i].dialect, dialect) != 0)
            continue;
        line.at = migration->proofs.items[i].at;
        migration->proofs.items[i] = line;
        return;
    }
    if (moving->anew)
        ORQ_PUSH(rebaser->arena, &migration->proofs, line);
}

static enum orq_status move_dialect(struct rebaser *rebaser, const struct orq_engine *engine,
                                    const struct orq_revision *old, struct orq_rebased_file *file)
{
    const char *dialect = engine->dialect->key;
    struct orq_moving moving = {.arena = rebaser->arena,
                                .engine = engine,
                                .diags = rebaser->diags,
                                .was = rebaser->input->history,
                                .now = rebaser->now,
                                .old = old,
                                .node = orq_history_find(rebaser->now, old->migration->revision),
                                .generated = orq_migration_proof_current(old->migration, dialect)};
    if (!orq_migration_section(old->migration, ORQ_UPGRADE, dialect))
        return ORQ_OK;
    if (rebaser->input->no_proof) {
        set_proof(rebaser, &moving, "not proven: --no-proof");
        return ORQ_OK;
    }
    if (engine->costly_scratch && !engine->server) {
        set_proof(rebaser, &moving,
                  orq_arena_printf(rebaser->arena, "not proven: %s", engine->no_scratch));
        return ORQ_OK;
    }
    enum orq_status status = orq_move_sections(&moving);
    if (status == ORQ_OK && moving.proof)
        set_proof(rebaser, &moving, moving.proof);
    file->anew = file->anew || moving.anew;
    return status;
}

/* What stays as it is loses no line that a person wrote. */
static enum orq_status edit_file(struct rebaser *rebaser, const struct orq_revision *old,
                                 struct orq_rebased_file *file)
{
    const struct orq_migration *is = file->migration;
    const struct orq_migration *was = old->migration;
    struct orq_line_edits edits = {0};
    const char *text = NULL;
    for (size_t i = 0; i < was->parents.len; i++)
        ORQ_PUSH(rebaser->arena, &edits,
                 ((struct orq_line_edit){
                     was->parents.items[i].at.line,
                     i < is->parents.len ? orq_parent_line(rebaser->arena, &is->parents.items[i])
                                         : NULL}));
    if (was->parents.len == 0 && is->parents.len > 0)
        ORQ_PUSH(rebaser->arena, &edits,
                 ((struct orq_line_edit){
                     was->at.line,
                     orq_arena_printf(rebaser->arena, "-- revision: %s\n%s", was->revision,
                                      orq_parent_line(rebaser->arena, &is->parents.items[0]))}));
    for (size_t i = 0; i < is->proofs.len; i++)
        ORQ_PUSH(rebaser->arena, &edits,
                 ((struct orq_line_edit){is->proofs.items[i].at.line,
                                         orq_proof_line(rebaser->arena, &is->proofs.items[i])}));
    enum orq_status status = orq_file_read(rebaser->arena, is->path, rebaser->diags, &text, NULL);
    if (status == ORQ_OK)
        file->text = orq_lines_edited(rebaser->arena, text, &edits);
    return status;
}

static enum orq_status move_migration(struct rebaser *rebaser, const struct orq_revision *old,
                                      struct orq_rebased_files *files)
{
    const struct orq_engines *engines = rebaser->input->engines;
    const struct orq_revision *node = orq_history_find(rebaser->now, old->migration->revision);
    struct orq_rebased_file file = {.migration = node->migration};
    enum orq_status status = orq_revision_sound(node, rebaser->diags);
    if (status == ORQ_OK)
        set_hashes(rebaser, node);
    for (size_t i = 0; i < engines->len && status == ORQ_OK; i++)
        status = move_dialect(rebaser, engines->items[i], old, &file);
    if (status == ORQ_OK && file.anew)
        file.text = orq_migration_write(rebaser->arena, node->migration);
    else if (status == ORQ_OK)
        status = edit_file(rebaser, old, &file);
    if (status == ORQ_OK)
        ORQ_PUSH(rebaser->arena, files, file);
    return status;
}

enum orq_status orq_rebase(struct orq_arena *arena, const struct orq_rebase_input *input,
                           struct orq_diags *diags, struct orq_rebased_files *files)
{
    struct rebaser rebaser = {.arena = arena, .input = input, .diags = diags};
    orq_rebase_chain(arena, input->history, input->revision, &rebaser.chain);
    enum orq_status status = orq_rebase_check(arena, input, &rebaser.chain, diags);
    if (status != ORQ_OK)
        return status;
    make_history(&rebaser);
    for (size_t i = 0; i < rebaser.chain.len && status == ORQ_OK; i++)
        status = move_migration(&rebaser, rebaser.chain.items[i], files);
    return status;
}
