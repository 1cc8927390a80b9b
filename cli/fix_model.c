/* The model takes over what drifted: a patch, or the files themselves. */
#include "base/file.h"
#include "cli/fix.h"
#include "history/takeover.h"
#include "sql/quote.h"

#include <string.h>

struct model_fix {
    struct orq_fixing *fixing;
    struct orq_drifted drifted; /* live -> model: what is to be taken over, and what is not */
    struct orq_takeover takeover;
};

static enum orq_status compare(const struct model_fix *fix, const struct orq_schema *have,
                               struct orq_ops *ops)
{
    const struct orq_fixing *fixing = fix->fixing;
    struct orq_cli *cli = fixing->cli;
    struct orq_comparison comparison = {0};
    struct orq_compare_options options = {
        .have = have,
        .want = fixing->project->want,
        .diff = {.strict_types = cli->arguments.strict_types, .history = fixing->verdicts->made}};
    enum orq_status status =
        orq_compare(cli->arena, fixing->project->engine, &options, cli->diags, &comparison);
    *ops = comparison.all;
    return status;
}

static bool is_in(struct orq_arena *arena, const struct orq_op *op, const struct orq_ops *ops)
{
    for (size_t i = 0; i < ops->len; i++)
        if (ops->items[i].kind == op->kind &&
            strcmp(orq_op_object(arena, &ops->items[i]), orq_op_object(arena, op)) == 0)
            return true;
    return false;
}

/* What is not chosen stays as it is. */
static void leave_out(struct model_fix *fix, const struct orq_ops *chosen)
{
    struct orq_arena *arena = fix->fixing->cli->arena;
    const struct orq_ops all = fix->drifted.taken;
    if (chosen->len == fix->fixing->verdicts->drift.all.len)
        return;
    fix->drifted.taken = (struct orq_ops){0};
    for (size_t i = 0; i < all.len; i++) {
        bool asked = is_in(arena, &all.items[i], chosen);
        ORQ_PUSH(arena, asked ? &fix->drifted.taken : &fix->drifted.rest, all.items[i]);
    }
}

static enum orq_status find_ops(struct model_fix *fix, const struct orq_ops *chosen)
{
    const struct orq_verdicts *verdicts = fix->fixing->verdicts;
    struct orq_ops ops = {0}, expected = {0};
    enum orq_status status = compare(fix, verdicts->live, &ops);
    if (status == ORQ_OK)
        status = compare(fix, verdicts->drift.want, &expected);
    if (status == ORQ_OK) {
        fix->drifted =
            orq_drifted_ops(fix->fixing->cli->arena, &ops, &verdicts->drift.all, &expected);
        leave_out(fix, chosen);
    }
    return status;
}

static enum orq_status report_left(const struct model_fix *fix, const struct orq_ops *left)
{
    struct orq_cli *cli = fix->fixing->cli;
    for (size_t i = 0; i < left->len; i++) {
        const char *object = orq_op_object(cli->arena, &left->items[i]);
        bool plain = object[strcspn(object, " '\"\\`$!()\n")] == '\0';
        orq_error(cli->diags,
                  orq_side_span(left->items[i].to.table || left->items[i].to.definition
                                    ? &left->items[i].to
                                    : &left->items[i].from),
                  "%s drifted in a way that the model's text cannot be patched for",
                  orq_shown_name(cli->arena, object));
        orq_hint(cli->diags, "change it by hand; what differs: orqgen check --why %s",
                 plain ? object : "OBJECT");
    }
    return ORQ_INVALID;
}

static enum orq_status prove(struct model_fix *fix)
{
    const struct orq_fixing *fixing = fix->fixing;
    struct orq_cli *cli = fixing->cli;
    struct orq_takeover_proof proof = {.live = fixing->verdicts->live,
                                       .history = fixing->verdicts->made,
                                       .rest = &fix->drifted.rest,
                                       .strict_types = cli->arguments.strict_types};
    if (fix->takeover.left.len > 0)
        return report_left(fix, &fix->takeover.left);
    enum orq_status status =
        orq_takeover_prove(cli->arena, fixing->project->engine, &fix->takeover, cli->diags, &proof);
    return status == ORQ_OK && proof.remaining.len > 0 ? report_left(fix, &proof.remaining)
                                                       : status;
}

/* ---- telling ---- */

/* What a patch calls a file, and the folder that this is in; NULL: this one. */
static const char *patch_name(struct orq_arena *arena, const char *path, const char **folder)
{
    const char *name = path;
    for (bool more = true; more;) {
        more = orq_starts_with(name, "./") || orq_starts_with(name, "../");
        name += more ? strcspn(name, "/") + 1 : 0;
    }
    while (*name == '/')
        name++;
    const char *before = orq_arena_strndup(arena, path, (size_t)(name - path));
    *folder = strchr(before, '.') ? (strstr(before, "..") ? before : NULL) : (*before ? "/" : NULL);
    return name;
}

static void print_patch(struct model_fix *fix)
{
    struct orq_cli *cli = fix->fixing->cli;
    const char *folder = NULL;
    for (size_t i = 0; i < fix->takeover.files.len; i++) {
        const struct orq_takeover_file *file = &fix->takeover.files.items[i];
        const char *name = patch_name(cli->arena, file->path, &folder);
        orq_edits_diff(fix->fixing->out, name, file->before, &file->edits);
    }
    orq_tell(cli, ORQ_LOG_INFO, "proven: with this patch the model has what the database has");
    orq_tell(cli, ORQ_LOG_INFO, "  apply it: orqgen check --fix model --write, or | patch -p1%s%s",
             folder ? " -d " : "", folder ? folder : "");
}

/* All of them, or none: what was written before a failure is put back. */
static enum orq_status write_files(struct model_fix *fix)
{
    struct orq_cli *cli = fix->fixing->cli;
    const struct orq_takeover_files *files = &fix->takeover.files;
    enum orq_status status = ORQ_OK;
    size_t done = 0;
    for (; status == ORQ_OK && done < files->len; done++) {
        const struct orq_takeover_file *file = &files->items[done];
        if (file->edits.len > 0)
            status = orq_file_write(file->path, file->after.data, file->after.len, cli->diags);
    }
    for (size_t i = 0; status != ORQ_OK && i + 1 < done; i++) {
        const struct orq_takeover_file *file = &files->items[i];
        if (file->edits.len > 0)
            (void)orq_file_write(file->path, file->before.data, file->before.len, cli->diags);
    }
    for (size_t i = 0; status == ORQ_OK && i < files->len; i++)
        if (files->items[i].edits.len > 0)
            orq_str_addf(fix->fixing->out, "%s\n", files->items[i].path);
    return status;
}

enum orq_status orq_fix_model(struct orq_fixing *fixing, const struct orq_ops *chosen)
{
    struct orq_cli *cli = fixing->cli;
    static const char next[] = "  then: orqgen --autogenerate --include-drift -m \"...\"";
    struct model_fix fix = {.fixing = fixing};
    enum orq_status status = find_ops(&fix, chosen);
    if (status == ORQ_OK && fix.drifted.taken.len == 0) {
        orq_tell(cli, ORQ_LOG_INFO, "the model has what drifted already\n%s", next);
        return ORQ_OK;
    }
    const struct orq_takeover_input input = {.model = fixing->project->model,
                                             .live = fixing->verdicts->live,
                                             .want = fixing->project->want,
                                             .ops = &fix.drifted.taken};
    if (status == ORQ_OK)
        status = orq_takeover(cli->arena, &input, cli->diags, &fix.takeover);
    if (status == ORQ_OK)
        status = prove(&fix);
    if (status != ORQ_OK)
        return status;
    if (cli->arguments.write)
        status = write_files(&fix);
    else
        print_patch(&fix);
    if (status == ORQ_OK)
        orq_tell(cli, ORQ_LOG_INFO, "%s", next);
    return status;
}
