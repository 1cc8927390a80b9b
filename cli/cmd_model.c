#include "cli/cli.h"
#include "cli/schema_text.h"

#include "base/similar.h"

#include <string.h>

/* The dialect asked for, else that of the database. */
static const struct orq_dialect *choose_dialect(struct orq_cli *cli)
{
    struct orq_url url;
    const char *name = cli->arguments.dialect;
    if (!name) {
        if (orq_cli_url(cli, &url) != ORQ_OK)
            return NULL;
        name = url.dialect;
    }
    const struct orq_dialect *dialect = orq_dialect_find(name);
    if (!dialect)
        orq_error(cli->diags, ORQ_NOWHERE, "unknown dialect \"%s\"", name);
    return dialect;
}

static bool keep(const char *wanted, const char *name)
{
    return !wanted || orq_ascii_equal(wanted, name);
}

static enum orq_status unknown_object(struct orq_cli *cli, const struct orq_schema *schema,
                                      const char *wanted)
{
    struct orq_strings names = {0};
    for (size_t i = 0; i < schema->tables.len; i++)
        ORQ_PUSH(cli->arena, &names, schema->tables.items[i]->name);
    for (size_t i = 0; i < schema->definitions.len; i++)
        ORQ_PUSH(cli->arena, &names, schema->definitions.items[i]->name);
    const char *near = orq_similar(wanted, &names);
    const char *meant = near ? orq_arena_printf(cli->arena, " (did you mean \"%s\"?)", near) : "";
    orq_error(cli->diags, ORQ_NOWHERE, "the model has no \"%s\"%s", wanted, meant);
    return ORQ_INVALID;
}

static size_t print_text(struct orq_str *out, const struct orq_schema *schema, const char *wanted)
{
    size_t shown = 0;
    for (size_t i = 0; i < schema->tables.len; i++) {
        if (keep(wanted, schema->tables.items[i]->name)) {
            orq_str_add(out, shown++ == 0 ? "" : "\n");
            orq_table_text(out, schema->tables.items[i]);
        }
    }
    for (size_t i = 0; i < schema->definitions.len; i++) {
        if (keep(wanted, schema->definitions.items[i]->name)) {
            orq_str_add(out, shown++ == 0 ? "" : "\n");
            orq_definition_text(out, schema->definitions.items[i]);
        }
    }
    return shown;
}

static size_t print_json(struct orq_str *out, const struct orq_schema *schema, const char *wanted)
{
    size_t shown = 0;
    struct orq_json json = orq_json_new(out);
    orq_json_open_object(&json);
    orq_json_member(&json, "dialect", schema->dialect->key);
    orq_json_key(&json, "tables");
    orq_json_open_array(&json);
    for (size_t i = 0; i < schema->tables.len; i++) {
        if (keep(wanted, schema->tables.items[i]->name)) {
            orq_table_json(&json, schema->tables.items[i]);
            shown++;
        }
    }
    orq_json_close_array(&json);
    orq_json_key(&json, "definitions");
    orq_json_open_array(&json);
    for (size_t i = 0; i < schema->definitions.len; i++) {
        if (keep(wanted, schema->definitions.items[i]->name)) {
            orq_definition_json(&json, schema->definitions.items[i]);
            shown++;
        }
    }
    orq_json_close_array(&json);
    orq_json_close_object(&json);
    return shown;
}

static enum orq_status run(struct orq_cli *cli)
{
    const struct orq_dialect *dialect = choose_dialect(cli);
    const struct orq_model *model = NULL;
    const char *wanted = orq_word(cli, 0);
    enum orq_status status = dialect ? orq_cli_model(cli, &model) : ORQ_INVALID;
    if (status != ORQ_OK)
        return status;
    const struct orq_schema *schema = orq_model_resolve(cli->arena, model, dialect, cli->diags);
    if (!schema)
        return ORQ_INVALID;
    struct orq_str out = orq_str_new(cli->arena);
    size_t shown =
        cli->arguments.json ? print_json(&out, schema, wanted) : print_text(&out, schema, wanted);
    if (wanted && shown == 0)
        return unknown_object(cli, schema, wanted);
    orq_print(&out);
    return ORQ_OK;
}

static const struct orq_option options[] = {
    ORQ_CHOICE(0, "dialect", "NAME", "sqlite postgresql", dialect,
               "for which dialect; else that of the database"),
    ORQ_FLAG(0, "json", json, "the same as JSON"),
};

const struct orq_command orq_cmd_model = {
    .name = "model",
    .words = "[TABLE]",
    .summary = "print what the model means in a dialect: types, names, defaults",
    .details = "Reads no database. Reports every fault of the model.",
    .example = "  $ orqgen model human_feedback --dialect postgresql\n"
               "  table human_feedback\n"
               "    id             uuid         not null  default gen_random_uuid()\n"
               "    ...\n",
    .options = ORQ_OPTIONS(options),
    .words_max = 1,
    .run = run,
};
