#include "cli/hooks.h"
#include "cli/report.h"
#include "cli/reshape.h"
#include "sql/quote.h"

#include <stdint.h>
#include <string.h>

struct merging {
    struct orq_reshaping shape;
    struct orq_revisions heads;
    struct orq_shelf shelf;
    struct orq_merged merged;
};

/* -- what is merged -- */

static enum orq_status add_named(struct merging *merging, const char *text)
{
    struct orq_cli *cli = merging->shape.cli;
    const struct orq_history *history = merging->shape.project.history;
    const struct orq_target target = {.text = text, .current = &merging->shape.current};
    struct orq_resolved resolved;
    enum orq_status status =
        orq_history_resolve(cli->arena, history, &target, cli->diags, &resolved);
    for (size_t i = 0; i < resolved.revisions.len && status == ORQ_OK; i++) {
        struct orq_revision *revision = resolved.revisions.items[i];
        bool known = false;
        for (size_t k = 0; k < merging->heads.len; k++)
            known = known || merging->heads.items[k] == revision;
        if (!known)
            ORQ_PUSH(cli->arena, &merging->heads, revision);
    }
    return status;
}

/* A merge beside what stands on one of its parents would be a branch more. */
static enum orq_status check_head(struct orq_cli *cli, const struct orq_revision *revision)
{
    if (revision->child_count == 0)
        return orq_revision_sound(revision, cli->diags);
    orq_error(cli->diags, ORQ_NOWHERE, "%s is no head: %s stands on it",
              revision->migration->revision, revision->children[0]->migration->revision);
    orq_hint(cli->diags, "the heads: orqgen heads");
    return ORQ_INVALID;
}

static enum orq_status find_heads(struct merging *merging)
{
    struct orq_cli *cli = merging->shape.cli;
    const struct orq_strings *words = &cli->arguments.words;
    enum orq_status status = words->len == 0 ? add_named(merging, "heads") : ORQ_OK;
    for (size_t i = 0; i < words->len && status == ORQ_OK; i++)
        status = add_named(merging, words->items[i]);
    for (size_t i = 0; i < merging->heads.len && status == ORQ_OK; i++)
        status = check_head(cli, merging->heads.items[i]);
    return status;
}

/* One head is what a merge is for; one that was asked for by name is a mistake. */
static enum orq_status nothing_to_merge(const struct merging *merging)
{
    struct orq_cli *cli = merging->shape.cli;
    const char *only = merging->heads.len > 0 ? merging->heads.items[0]->migration->revision : NULL;
    if (cli->arguments.words.len == 0) {
        orq_tell(cli, ORQ_LOG_INFO,
                 only ? "nothing to merge: the only head is %s"
                      : "nothing to merge: there are no migrations",
                 only ? only : "");
        return ORQ_OK;
    }
    orq_error(cli->diags, ORQ_NOWHERE, "a merge takes two revisions at least");
    orq_hint(cli->diags, "all heads:  orqgen merge -m \"...\"");
    return ORQ_INVALID;
}

/* -- what is told -- */

static void print_json(struct merging *merging)
{
    const struct orq_migration *migration = merging->merged.migration;
    struct orq_json json = orq_json_new(&merging->shape.out);
    orq_json_open_object(&json);
    orq_json_member(&json, "revision", migration->revision);
    orq_json_member(&json, "path", migration->path);
    orq_json_key(&json, "parents");
    orq_json_open_array(&json);
    for (size_t i = 0; i < migration->parents.len; i++)
        orq_json_text(&json, migration->parents.items[i].revision);
    orq_json_close_array(&json);
    if (merging->merged.compared)
        orq_report_strings_json(&json, "changed_by_several", &merging->merged.shared);
    orq_json_member(&json, "proof",
                    migration->proofs.len > 0 ? migration->proofs.items[0].text : NULL);
    orq_json_close_object(&json);
}

static void tell(const struct merging *merging)
{
    struct orq_cli *cli = merging->shape.cli;
    const struct orq_merged *merged = &merging->merged;
    for (size_t i = 0; i < merged->shared.len; i++)
        orq_tell(cli, ORQ_LOG_INFO, "  several branches change %s", merged->shared.items[i]);
    if (merged->compared && merged->shared.len == 0)
        orq_tell(cli, ORQ_LOG_INFO, "  no two branches change the same object");
    for (size_t i = 0; i < merged->migration->proofs.len; i++) {
        const struct orq_proof_line *proof = &merged->migration->proofs.items[i];
        orq_tell(cli, ORQ_LOG_INFO, "  %s: %s", proof->dialect, proof->text);
    }
    if (!cli->arguments.dry_run)
        orq_tell(cli, ORQ_LOG_INFO, "next: orqgen upgrade");
}

static void report(struct merging *merging)
{
    struct orq_cli *cli = merging->shape.cli;
    const struct orq_migration *migration = merging->merged.migration;
    if (cli->arguments.json)
        print_json(merging);
    else if (cli->arguments.dry_run)
        orq_str_add(&merging->shape.out, orq_migration_write(cli->arena, migration));
    else
        orq_str_addf(&merging->shape.out, "%s\n", migration->path);
    tell(merging);
}

/* -- the command -- */

static enum orq_status merge(struct merging *merging)
{
    struct orq_cli *cli = merging->shape.cli;
    struct orq_shelf shelf = {.folder = merging->shape.project.folder,
                              .created = orq_source_system.now(&orq_source_system),
                              .dry_run = cli->arguments.dry_run};
    enum orq_status status = orq_cli_file_template(cli, &shelf.file_template);
    if (status == ORQ_OK)
        status = orq_reshape_engines(&merging->shape, &merging->heads);
    const struct orq_merge_input input = {.history = merging->shape.project.history,
                                          .heads = &merging->heads,
                                          .engines = &merging->shape.engines,
                                          .dialects = &merging->shape.dialects,
                                          .message = cli->arguments.message,
                                          .revision = cli->arguments.rev_id,
                                          .shelf = &shelf,
                                          .source = &orq_source_system,
                                          .no_proof = cli->arguments.no_proof};
    if (status == ORQ_OK)
        status = orq_merge(cli->arena, &input, cli->diags, &merging->merged);
    if (status == ORQ_OK)
        report(merging);
    return status == ORQ_OK && !shelf.dry_run ? orq_hooks_run(cli, merging->merged.migration->path)
                                              : status;
}

static enum orq_status check_arguments(struct orq_cli *cli)
{
    enum orq_status status =
        orq_cli_check_message(cli, "orqgen merge -m \"merge rating and tags\"");
    return status == ORQ_OK ? orq_cli_check_rev_id(cli) : status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct merging merging = {0};
    enum orq_status status = check_arguments(cli);
    if (status != ORQ_OK)
        return status;
    status = orq_reshape_open(cli, &merging.shape);
    if (status == ORQ_OK)
        status = orq_reshape_check_free(&merging.shape, cli->arguments.rev_id);
    if (status == ORQ_OK)
        status = find_heads(&merging);
    if (status == ORQ_OK)
        status = merging.heads.len < 2 ? nothing_to_merge(&merging) : merge(&merging);
    orq_reshape_close(&merging.shape);
    return status;
}

static const struct orq_option options[] = {
    ORQ_VALUE('m', "message", "TEXT", message, "what it is for, in a line"),
    ORQ_VALUE(0, "rev-id", "ID", rev_id, "its id; else 12 hex digits"),
    ORQ_FLAG(0, "dry-run", dry_run, "print the file instead of writing it"),
    ORQ_FLAG(0, "no-proof", no_proof, "do not run the branches on scratch databases first"),
    ORQ_FLAG(0, "json", json, "what was written as JSON"),
};

const struct orq_command orq_cmd_merge = {
    .name = "merge",
    .words = "[REV...]",
    .summary = "write a migration that makes several heads one",
    .details = "Its sections are empty. The branches are run on scratch databases first, each once "
               "as the\n"
               "first and once as the last: they must lead to the same schema, for databases got "
               "them in\n"
               "different orders. Without REV all heads are merged.",
    .example = "  $ orqgen merge -m \"merge rating and tags\"\n"
               "  migrations/20261122154300_5c0ffee5c0ff_merge_rating_and_tags.sql\n"
               "    no two branches change the same object\n"
               "    sqlite: the branches lead to the same schema in any order\n"
               "  next: orqgen upgrade\n",
    .options = ORQ_OPTIONS(options),
    .words_max = SIZE_MAX,
    .run = run,
};
