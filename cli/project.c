#include "cli/project.h"

#include "base/file.h"
#include "cli/file_template.h"
#include "history/ledger.h"
#include "history/merge.h"
#include "history/revision_id.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum orq_status orq_cli_url(struct orq_cli *cli, struct orq_url *url)
{
    const char *text = NULL;
    if (cli->url) {
        *url = *cli->url;
        return ORQ_OK;
    }
    enum orq_status status =
        orq_config_text(cli->arena, &cli->config, ORQ_SETTING_DATABASE, cli->diags, &text);
    if (status != ORQ_OK)
        return status;
    const char *folder = orq_config_folder(&cli->config, ORQ_SETTING_DATABASE);
    const struct orq_url_text written = {.text = text,
                                         .folder = *folder ? folder : NULL,
                                         .at = cli->config.settings[ORQ_SETTING_DATABASE].at};
    return orq_url_parse(cli->arena, &written, cli->diags, url);
}

/* A SQLite database whose file does not exist. */
static bool is_missing(const struct orq_url *url)
{
    /* What cannot be looked at, and a link to nothing, are for the database's opening to tell. */
    struct stat info;
    return strcmp(url->dialect, "sqlite") == 0 && strcmp(url->target, ":memory:") != 0 &&
           lstat(url->target, &info) != 0 && errno == ENOENT;
}

/* A link whose end is missing: what is meant by it cannot be told, so nothing is made there. */
static enum orq_status check_link(struct orq_cli *cli, const struct orq_url *url)
{
    struct stat info;
    if (strcmp(url->dialect, "sqlite") != 0 || lstat(url->target, &info) != 0 ||
        !S_ISLNK(info.st_mode) || stat(url->target, &info) == 0 || errno != ENOENT)
        return ORQ_OK;
    orq_error(cli->diags, ORQ_NOWHERE, "%s: this is a symbolic link to a file that does not exist",
              url->shown);
    orq_hint(cli->diags, "correct the link, or remove it");
    return ORQ_DATABASE;
}

static enum orq_status open_database(struct orq_cli *cli, const struct orq_url *url,
                                     enum orq_db_mode mode, struct orq_db **db)
{
    enum orq_status status = check_link(cli, url);
    return status == ORQ_OK ? orq_db_open(cli->arena, url, mode, cli->diags, db) : status;
}

enum orq_status orq_cli_peek(struct orq_cli *cli, const struct orq_url *url, struct orq_db **db)
{
    if (!is_missing(url))
        return open_database(cli, url, ORQ_DB_READ, db);
    orq_note(cli->diags, ORQ_NOWHERE, "%s does not exist: it is taken as an empty database",
             url->shown);
    return orq_db_memory(cli->arena, cli->diags, db);
}

enum orq_status orq_cli_read(struct orq_cli *cli, const struct orq_url *url, struct orq_db **db)
{
    if (!is_missing(url))
        return open_database(cli, url, ORQ_DB_READ, db);
    orq_error(cli->diags, ORQ_NOWHERE, "%s: no such database", url->shown);
    return ORQ_DATABASE;
}

enum orq_status orq_cli_folder(struct orq_cli *cli, const char **folder)
{
    return orq_config_path(cli->arena, &cli->config, ORQ_SETTING_MIGRATIONS, cli->diags, folder);
}

enum orq_status orq_cli_ledger(struct orq_cli *cli, const char **ledger)
{
    enum orq_status status =
        orq_config_text(cli->arena, &cli->config, ORQ_SETTING_LEDGER, cli->diags, ledger);
    const char *schema = cli->url ? cli->url->schema : NULL;
    if (status != ORQ_OK || !schema)
        return status;
    if (*ledger && strchr(*ledger, '.')) {
        orq_error(cli->diags, cli->config.settings[ORQ_SETTING_LEDGER].at,
                  "the ledger %s is in one schema, and each of the schemas needs its own", *ledger);
        orq_hint(cli->diags, "give the table alone: ledger: %s", strchr(*ledger, '.') + 1);
        return ORQ_INVALID;
    }
    *ledger = orq_arena_printf(cli->arena, "%s.%s", schema, *ledger ? *ledger : ORQ_LEDGER_DEFAULT);
    return ORQ_OK;
}

enum orq_status orq_cli_check_rev_id(struct orq_cli *cli)
{
    const char *id = cli->arguments.rev_id;
    if (!id || orq_revision_id_plain(id))
        return ORQ_OK;
    orq_error(cli->diags, ORQ_NOWHERE, "\"%s\" cannot be a revision's id", id);
    orq_hint(cli->diags, "letters, digits, _ and . make one, a dot not as the first; head, "
                         "heads, base and current are words of their own");
    return ORQ_INVALID;
}

enum orq_status orq_cli_on_drop(struct orq_cli *cli, enum orq_on_drop *on_drop)
{
    const char *text = NULL;
    enum orq_status status =
        orq_config_text(cli->arena, &cli->config, ORQ_SETTING_ON_DROP, cli->diags, &text);
    if (status != ORQ_OK || !text)
        return status;
    *on_drop = strcmp(text, "archive") == 0 ? ORQ_ON_DROP_ARCHIVE : ORQ_ON_DROP_DISCARD;
    if (*on_drop == ORQ_ON_DROP_ARCHIVE || strcmp(text, "discard") == 0)
        return ORQ_OK;
    orq_error(cli->diags, cli->config.settings[ORQ_SETTING_ON_DROP].at,
              "\"on_drop\" is archive or discard, and not \"%s\"", text);
    return ORQ_INVALID;
}

enum orq_status orq_cli_check_line(struct orq_cli *cli, const char *what, const char *text)
{
    if (text[strspn(text, " \t")] == '\0') {
        orq_error(cli->diags, ORQ_NOWHERE, "the %s is empty", what);
        return ORQ_INVALID;
    }
    if (!orq_utf8_valid(text, strlen(text))) {
        orq_error(cli->diags, ORQ_NOWHERE, "the %s is no UTF-8", what);
        return ORQ_INVALID;
    }
    for (const char *at = text; *at; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F) {
            orq_error(cli->diags, ORQ_NOWHERE, "the %s is not one line of text", what);
            return ORQ_INVALID;
        }
    }
    return ORQ_OK;
}

/* A message is a line of the file's header. */
enum orq_status orq_cli_check_message(struct orq_cli *cli, const char *example)
{
    const char *message = cli->arguments.message;
    if (!message || message[strspn(message, " \t")] == '\0') {
        orq_error(cli->diags, ORQ_NOWHERE, "a migration needs a message");
        orq_hint(cli->diags, "%s", example);
        return ORQ_INVALID;
    }
    return orq_cli_check_line(cli, "message", message);
}

enum orq_status orq_cli_file_template(struct orq_cli *cli, const char **text)
{
    enum orq_status status =
        orq_config_text(cli->arena, &cli->config, ORQ_SETTING_FILE_TEMPLATE, cli->diags, text);
    struct orq_span at = cli->config.settings[ORQ_SETTING_FILE_TEMPLATE].at;
    return status == ORQ_OK && *text ? orq_file_template_check(cli->arena, *text, at, cli->diags)
                                     : status;
}

const struct orq_engine *orq_cli_engine(struct orq_cli *cli, const char *dialect)
{
    const struct orq_engine *engine = orq_engine_find(dialect);
    if (!engine) {
        orq_error(cli->diags, ORQ_NOWHERE, "orqgen %s works on SQLite and PostgreSQL, not on %s",
                  ORQ_VERSION, dialect);
    }
    return engine;
}

/* tree: of the document; see orq_model_read_apart. */
static enum orq_status read_model_apart(struct orq_cli *cli, struct orq_arena *tree,
                                        const struct orq_model **model)
{
    const char *path = NULL;
    enum orq_status status =
        orq_config_path(cli->arena, &cli->config, ORQ_SETTING_MODEL, cli->diags, &path);
    if (status != ORQ_OK)
        return status;
    if (!orq_path_exists(path)) {
        orq_error(cli->diags, cli->config.settings[ORQ_SETTING_MODEL].at, "there is no model %s",
                  path);
        orq_hint(cli->diags, "begin with:   orqgen init");
        orq_hint(cli->diags, "or say where: --model PATH");
        return ORQ_INVALID;
    }
    *model = orq_model_read_apart(cli->arena, tree, path, cli->diags);
    return *model ? ORQ_OK : ORQ_INVALID;
}

enum orq_status orq_cli_model(struct orq_cli *cli, const struct orq_model **model)
{
    return read_model_apart(cli, cli->arena, model);
}

enum orq_status orq_project_connect(struct orq_cli *cli, unsigned parts,
                                    struct orq_project *project)
{
    if (!project->url.target) {
        orq_diags_append(cli->diags, project->url_faults);
        return ORQ_INVALID;
    }
    project->absent = is_missing(&project->url);
    if ((parts & ORQ_PART_PEEK) && project->absent) {
        enum orq_status status = orq_cli_peek(cli, &project->url, &project->db);
        return status == ORQ_OK ? orq_project_equip_opened(cli, project) : status;
    }
    enum orq_db_mode mode = ORQ_DB_READ;
    if (parts & ORQ_PART_CREATE)
        mode = ORQ_DB_CREATE;
    else if (parts & ORQ_PART_WRITE)
        mode = ORQ_DB_WRITE;
    enum orq_status status = open_database(cli, &project->url, mode, &project->db);
    return status == ORQ_OK ? orq_project_equip_opened(cli, project) : status;
}

enum orq_status orq_project_history(struct orq_cli *cli, unsigned parts,
                                    struct orq_project *project)
{
    enum orq_status status = orq_cli_folder(cli, &project->folder);
    project->history = cli->shared.history;
    if (status == ORQ_OK && !project->history)
        status = orq_history_read(cli->arena, project->folder, cli->diags, &project->history);
    if (status == ORQ_OK && (parts & ORQ_PART_HEAD)) {
        const struct orq_history *history = project->history;
        if (orq_diags_errors(history->faults) > orq_diags_errors(history->label_faults)) {
            orq_diags_append(cli->diags, history->faults);
            status = ORQ_INVALID;
        }
    }
    return status;
}

static enum orq_status read_document(struct orq_cli *cli, struct orq_project *project)
{
    project->document = project->document ? project->document : orq_arena_new();
    return read_model_apart(cli, project->document, &project->model);
}

/* Of many databases the first of a dialect reads it for all. */
static enum orq_status read_model(struct orq_cli *cli, struct orq_project *project)
{
    struct orq_map *wants = cli->shared.wants;
    const struct orq_dialect *dialect = project->engine->dialect;
    project->want = wants ? orq_map_get(wants, dialect->key) : NULL;
    if (project->want)
        return ORQ_OK;
    enum orq_status status = project->model ? ORQ_OK : read_document(cli, project);
    if (status != ORQ_OK)
        return status;
    project->want = orq_model_resolve(cli->arena, project->model, dialect, cli->diags);
    if (project->want && wants)
        orq_map_put(wants, dialect->key, project->want);
    return project->want ? ORQ_OK : ORQ_INVALID;
}

/* That of the database, unless the model names others, or, where it names none, the migrations are
 * written for others: then the first of those. NULL: nobody says. */
static const char *dialect_apart(struct orq_cli *cli, const struct orq_project *project)
{
    const char *told = project->url.target ? project->url.dialect : NULL;
    struct orq_strings dialects = {0};
    if (project->model)
        dialects = project->model->dialects;
    if (dialects.len == 0 && project->history)
        orq_revisions_dialects(cli->arena, &project->history->revisions, &dialects);
    for (size_t i = 0; told && i < dialects.len; i++)
        if (!dialects.items[i] || strcmp(dialects.items[i], told) == 0)
            return told;
    return dialects.len > 0 ? dialects.items[0] : told;
}

/* What `database:` says is not needed here, and may hold a variable that is not set. The faults of
 * a model that nobody asked for are not told. */
static enum orq_status find_apart(struct orq_cli *cli, unsigned parts, struct orq_project *project,
                                  const char **dialect)
{
    struct orq_diags *told = cli->diags;
    enum orq_status status = ORQ_OK;
    project->url_faults = orq_diags_new(cli->arena);
    cli->diags = project->url_faults;
    if (orq_cli_url(cli, &project->url) != ORQ_OK)
        project->url = (struct orq_url){.shown = "the database"};
    if (!project->url.target && !(parts & ORQ_PART_MODEL)) {
        cli->diags = orq_diags_new(cli->arena);
        read_document(cli, project);
    }
    cli->diags = told;
    if (parts & ORQ_PART_MODEL)
        status = read_document(cli, project);
    if (status == ORQ_OK && (parts & ORQ_PART_HISTORY))
        status = orq_project_history(cli, parts, project);
    *dialect = dialect_apart(cli, project);
    *dialect = *dialect ? *dialect : "sqlite";
    return status;
}

static enum orq_status choose_engine(struct orq_cli *cli, const char *dialect,
                                     struct orq_project *project)
{
    const struct orq_engine *engine = orq_cli_engine(cli, dialect);
    if (!engine)
        return ORQ_INVALID;
    project->equipped = *engine;
    project->equipped.plain = cli->arguments.plain;
    project->engine = &project->equipped;
    return ORQ_OK;
}

enum orq_status orq_project_open(struct orq_cli *cli, unsigned parts, struct orq_project *project)
{
    *project = (struct orq_project){0};
    const char *dialect = NULL;
    enum orq_status status = ORQ_OK;
    if (parts & ORQ_PART_APART) {
        status = find_apart(cli, parts, project, &dialect);
    } else {
        status = orq_cli_url(cli, &project->url);
        dialect = project->url.dialect;
    }
    if (status == ORQ_OK)
        status = orq_cli_ledger(cli, &project->ledger);
    if (status == ORQ_OK)
        status = choose_engine(cli, dialect, project);
    if (status == ORQ_OK && (parts & ORQ_PART_MODEL))
        status = read_model(cli, project);
    if (status == ORQ_OK && (parts & ORQ_PART_HISTORY) && !project->history)
        status = orq_project_history(cli, parts, project);
    unsigned database = ORQ_PART_READ | ORQ_PART_WRITE | ORQ_PART_CREATE;
    if (status == ORQ_OK && (parts & database))
        status = orq_project_connect(cli, parts, project);
    return status;
}

enum orq_status orq_project_share(struct orq_cli *cli, unsigned parts, const struct orq_urls *urls)
{
    enum orq_status status = ORQ_OK;
    cli->shared.wants = orq_map_new(cli->arena, ORQ_KEYS_EXACT);
    struct orq_map *met = orq_map_new(cli->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; status == ORQ_OK && i < urls->len; i++) {
        if (orq_map_put(met, urls->items[i].dialect, cli))
            continue;
        struct orq_project project;
        cli->url = &urls->items[i];
        status = orq_project_open(cli, parts, &project);
        cli->shared.history = project.history;
        orq_project_close(&project);
    }
    cli->url = NULL;
    return status;
}

void orq_project_forget_document(struct orq_project *project)
{
    orq_arena_free(project->document);
    project->document = NULL;
    project->model = NULL;
}

void orq_project_close(struct orq_project *project)
{
    orq_project_forget_document(project);
    orq_db_close(project->db);
    project->db = NULL;
    orq_private_server_stop(project->server);
    project->server = NULL;
    struct stat info;
    if (project->absent && lstat(project->url.target, &info) == 0 && S_ISREG(info.st_mode) &&
        info.st_size == 0)
        unlink(project->url.target);
}
