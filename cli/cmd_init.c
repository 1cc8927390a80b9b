#include "base/file.h"
#include "cli/cli.h"
#include "cli/precommit.h"

#include <string.h>

#define HOOKS ".pre-commit-config.yaml"
#define ATTRIBUTES ".gitattributes"
#define ATTRIBUTES_LINE "/migrations/*.sql text eol=lf\n"

static const char configuration[] =
    "# Paths are relative to this file. ${VAR} and ${VAR:-default} expand in values.\n"
    "model: schemas\n"
    "migrations: migrations\n"
    "database: ${DATABASE_URL:-sqlite:orchestrator.db}\n"
    "\n"
    "# orqgen -e production ...\n"
    "# environments:\n"
    "#   production: {database: \"${PRODUCTION_URL}\"}\n";

struct init {
    struct orq_cli *cli;
    size_t written;
};

static void tell(struct init *init, const char *path, bool written)
{
    init->written += written;
    orq_tell(init->cli, ORQ_LOG_INFO, "%-24s %s", path,
             written ? "written" : "is there, left alone");
}

static enum orq_status write_new(struct init *init, const char *path, const char *text)
{
    if (orq_path_exists(path)) {
        tell(init, path, false);
        return ORQ_OK;
    }
    enum orq_status status = orq_file_create(path, text, strlen(text), init->cli->diags);
    if (status == ORQ_OK)
        tell(init, path, true);
    return status;
}

static enum orq_status make_folder(struct init *init, const char *path)
{
    bool there = orq_path_is_folder(path);
    enum orq_status status = orq_folder_create(path, init->cli->diags);
    if (status == ORQ_OK)
        tell(init, orq_arena_printf(init->cli->arena, "%s/", path), !there);
    return status;
}

static enum orq_status rewrite(struct init *init, const char *path, const char *text)
{
    enum orq_status status = orq_file_write(path, text, strlen(text), init->cli->diags);
    if (status == ORQ_OK) {
        init->written++;
        orq_tell(init->cli, ORQ_LOG_INFO, "%-24s %s", path, "added to");
    }
    return status;
}

static enum orq_status add_hook(struct init *init)
{
    struct orq_cli *cli = init->cli;
    const char *text = NULL;
    size_t len = 0;
    if (!orq_path_exists(HOOKS))
        return write_new(init, HOOKS, orq_precommit_with_entry(cli->arena, NULL, 0));
    enum orq_status status = orq_file_read(cli->arena, HOOKS, cli->diags, &text, &len);
    if (status != ORQ_OK)
        return status;
    if (orq_precommit_has_entry(text)) {
        tell(init, HOOKS, false);
        return ORQ_OK;
    }
    const char *longer = orq_precommit_with_entry(cli->arena, text, len);
    if (longer)
        return rewrite(init, HOOKS, longer);
    orq_tell(cli, ORQ_LOG_INFO, "%-24s left alone; add to its repos:\n%s", HOOKS,
             orq_precommit_entry(cli->arena, 2));
    return ORQ_OK;
}

/* Hashes are taken over lines that end in LF: git must not change them. */
static enum orq_status add_attributes(struct init *init)
{
    struct orq_cli *cli = init->cli;
    const char *text = NULL;
    if (!orq_path_exists(ATTRIBUTES))
        return write_new(init, ATTRIBUTES, ATTRIBUTES_LINE);
    enum orq_status status = orq_file_read(cli->arena, ATTRIBUTES, cli->diags, &text, NULL);
    if (status != ORQ_OK)
        return status;
    if (strstr(text, "migrations/*.sql")) {
        tell(init, ATTRIBUTES, false);
        return ORQ_OK;
    }
    const char *gap = *text == '\0' || orq_ends_with(text, "\n") ? "" : "\n";
    return rewrite(init, ATTRIBUTES,
                   orq_arena_printf(cli->arena, "%s%s%s", text, gap, ATTRIBUTES_LINE));
}

static enum orq_status run(struct orq_cli *cli)
{
    struct init init = {cli, 0};
    enum orq_status status = write_new(&init, ORQ_CONFIG_NAME, configuration);
    if (status == ORQ_OK)
        status = make_folder(&init, "schemas");
    if (status == ORQ_OK)
        status = make_folder(&init, "migrations");
    if (status == ORQ_OK)
        status = add_hook(&init);
    if (status == ORQ_OK)
        status = add_attributes(&init);
    if (status == ORQ_OK && init.written > 0) {
        orq_tell(cli, ORQ_LOG_INFO,
                 "next: write schemas/NAME.yaml, or take an existing database over:\n"
                 "      orqgen adopt --db URL");
    }
    return status;
}

const struct orq_command orq_cmd_init = {
    .name = "init",
    .words = "",
    .summary = "write orqgen.yaml, schemas/, migrations/, the pre-commit hook, .gitattributes",
    .details = "Works in the current folder, and overwrites nothing: a file that is there stays as "
               "it is,\n"
               "or gets the lines that it lacks.",
    .example = "  $ orqgen init\n"
               "  orqgen.yaml              written\n"
               "  schemas/                 written\n"
               "  migrations/              written\n"
               "  .pre-commit-config.yaml  written\n"
               "  .gitattributes           written\n",
    .unconfigured = true,
    .run = run,
};
