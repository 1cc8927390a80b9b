#include "base/file.h"
#include "cli/report.h"
#include "cli/reshape.h"
#include "history/rebase.h"

#include <string.h>

struct rebasing {
    struct orq_reshaping shape;
    struct orq_revision *revision, *onto; /* onto NULL: base */
    struct orq_rebased_files files;
};

static enum orq_status find(struct rebasing *rebasing)
{
    struct orq_cli *cli = rebasing->shape.cli;
    struct orq_revisions chain = {0};
    enum orq_status status =
        orq_reshape_resolve(&rebasing->shape, orq_word(cli, 0), &rebasing->revision);
    if (status == ORQ_OK && !rebasing->revision) {
        orq_error(cli->diags, ORQ_NOWHERE, "\"%s\" is no migration", orq_word(cli, 0));
        status = ORQ_INVALID;
    }
    if (status == ORQ_OK)
        status = orq_reshape_resolve(&rebasing->shape, cli->arguments.onto, &rebasing->onto);
    if (status != ORQ_OK)
        return status;
    orq_rebase_chain(cli->arena, rebasing->shape.project.history, rebasing->revision, &chain);
    return orq_reshape_engines(&rebasing->shape, &chain);
}

static enum orq_status write_files(struct rebasing *rebasing)
{
    struct orq_cli *cli = rebasing->shape.cli;
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < rebasing->files.len && status == ORQ_OK; i++) {
        const struct orq_rebased_file *file = &rebasing->files.items[i];
        status = orq_file_write(file->migration->path, file->text, strlen(file->text), cli->diags);
    }
    return status;
}

static void print_json(struct rebasing *rebasing)
{
    struct orq_json json = orq_json_new(&rebasing->shape.out);
    orq_json_open_array(&json);
    for (size_t i = 0; i < rebasing->files.len; i++) {
        const struct orq_rebased_file *file = &rebasing->files.items[i];
        orq_json_open_object(&json);
        orq_json_member(&json, "revision", file->migration->revision);
        orq_json_member(&json, "path", file->migration->path);
        orq_json_key(&json, "made_anew");
        orq_json_bool(&json, file->anew);
        orq_json_close_object(&json);
    }
    orq_json_close_array(&json);
}

static void tell(const struct rebasing *rebasing, const struct orq_rebased_file *file)
{
    struct orq_cli *cli = rebasing->shape.cli;
    struct orq_str line = orq_str_new(cli->arena);
    orq_report_revision(&line, file->migration);
    orq_tell(cli, ORQ_LOG_INFO, "%s: %s", orq_str_text(&line),
             file->anew ? "made anew; read it" : "its SQL stays as it is");
    for (size_t i = 0; i < file->migration->proofs.len; i++) {
        const struct orq_proof_line *proof = &file->migration->proofs.items[i];
        orq_tell(cli, ORQ_LOG_INFO, "  %s: %s", proof->dialect, proof->text);
    }
}

static void report(struct rebasing *rebasing)
{
    struct orq_cli *cli = rebasing->shape.cli;
    if (cli->arguments.json)
        print_json(rebasing);
    for (size_t i = 0; i < rebasing->files.len; i++) {
        const struct orq_rebased_file *file = &rebasing->files.items[i];
        if (!cli->arguments.json) {
            orq_str_addf(&rebasing->shape.out, cli->arguments.dry_run ? "%s" : "%s\n",
                         cli->arguments.dry_run ? file->text : file->migration->path);
        }
        tell(rebasing, file);
    }
}

static enum orq_status rebase(struct rebasing *rebasing)
{
    struct orq_cli *cli = rebasing->shape.cli;
    enum orq_status status = find(rebasing);
    if (status != ORQ_OK)
        return status;
    const struct orq_rebase_input input = {.history = rebasing->shape.project.history,
                                           .revision = rebasing->revision,
                                           .onto = rebasing->onto,
                                           .applied = rebasing->shape.applied,
                                           .engines = &rebasing->shape.engines,
                                           .no_proof = cli->arguments.no_proof};
    status = orq_rebase(cli->arena, &input, cli->diags, &rebasing->files);
    if (status == ORQ_OK && !cli->arguments.dry_run)
        status = write_files(rebasing);
    if (status == ORQ_OK)
        report(rebasing);
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct rebasing rebasing = {0};
    if (!cli->arguments.onto) {
        orq_error(cli->diags, ORQ_NOWHERE, "rebase needs the new parent");
        orq_hint(cli->diags, "orqgen rebase REV --onto REV");
        return ORQ_INVALID;
    }
    enum orq_status status = orq_reshape_open(cli, &rebasing.shape);
    if (status == ORQ_OK)
        status = rebase(&rebasing);
    orq_reshape_close(&rebasing.shape);
    return status;
}

static const struct orq_option options[] = {
    ORQ_VALUE(0, "onto", "REV", onto, "the new parent; base: none"),
    ORQ_FLAG(0, "dry-run", dry_run, "print the files instead of writing them"),
    ORQ_FLAG(0, "no-proof", no_proof, "do not run them on a scratch database first"),
    ORQ_FLAG(0, "json", json, "what was written as JSON"),
};

const struct orq_command orq_cmd_rebase = {
    .name = "rebase",
    .words = "REV",
    .summary = "move a migration that is not applied, and what stands on it, to another parent",
    .details =
        "Each is run on a scratch database on its new parent, up, down and up again. What does "
        "there\n"
        "what it did before stays as it is, but for the lines of its header. A generated one of "
        "SQLite\n"
        "that does not, for it rebuilds a table that the new parent has changed, is made anew from "
        "what\n"
        "it does, and proven. What cannot be moved is told, and nothing is written.",
    .example = "  $ orqgen rebase 77d0e1a2b3c4 --onto 4f1c2a9be0d3\n"
               "  migrations/20261122160000_77d0e1a2b3c4_add_tags.sql\n"
               "  77d0e1a2b3c4 add tags: its SQL stays as it is\n"
               "    sqlite: up, down and up again on empty tables, on its new parent\n",
    .options = ORQ_OPTIONS(options),
    .words_min = 1,
    .words_max = 1,
    .run = run,
};
