#include "cli/config.h"

#include "base/file.h"
#include "base/similar.h"
#include "base/str.h"
#include "cli/lint_config.h"
#include "cli/waivers.h"
#include "model/yaml.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A setting's name in orqgen.yaml, in the environment, on the command line. */
struct setting_rule {
    const char *key;
    const char *variables[2]; /* the first one that is set counts */
    ptrdiff_t flag;           /* its field in struct orq_arguments; -1: none */
    const char *otherwise;
};

#define FLAG(field) ((ptrdiff_t)offsetof(struct orq_arguments, field))
static const struct setting_rule settings[ORQ_SETTING_COUNT] = {
    [ORQ_SETTING_MODEL] = {"model", {"ORQGEN_MODEL"}, FLAG(model), "schemas"},
    [ORQ_SETTING_MIGRATIONS] = {"migrations",
                                {"ORQGEN_MIGRATIONS"},
                                FLAG(migrations),
                                "migrations"},
    [ORQ_SETTING_DATABASE] = {"database",
                              {"ORQGEN_DATABASE", "DATABASE_URL"},
                              FLAG(database),
                              "sqlite:orchestrator.db"},
    [ORQ_SETTING_SCRATCH] = {"scratch", {"ORQGEN_SCRATCH"}, FLAG(scratch), NULL},
    [ORQ_SETTING_LEDGER] = {"ledger", {"ORQGEN_LEDGER"}, -1, NULL},
    [ORQ_SETTING_FILE_TEMPLATE] = {"file_template", {"ORQGEN_FILE_TEMPLATE"}, -1, NULL},
    [ORQ_SETTING_ON_DROP] = {"on_drop", {"ORQGEN_ON_DROP"}, -1, NULL},
};

/* Keys that are read by other versions of orqgen: told, not obeyed. */
static const char *const idle_keys[] = {"timezone"};

struct reader {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_config *config;
    const struct orq_arguments *arguments;
    bool database_chosen; /* by the environment of -e */
};

static const char *joined(struct orq_arena *arena, const struct orq_strings *names)
{
    struct orq_str listed = orq_str_new(arena);
    for (size_t i = 0; i < names->len; i++)
        orq_str_addf(&listed, "%s%s", i == 0 ? "" : ", ", names->items[i]);
    return orq_str_text(&listed);
}

static void unknown_key(struct reader *reader, const struct orq_yaml_entry *entry,
                        const struct orq_strings *keys)
{
    const char *near = orq_similar(entry->key, keys);
    if (near) {
        orq_error(reader->diags, orq_yaml_key_at(entry),
                  "unknown key \"%s\" (did you mean \"%s\"?)", entry->key, near);
        return;
    }
    orq_error(reader->diags, orq_yaml_key_at(entry), "unknown key \"%s\"", entry->key);
    orq_hint(reader->diags, "the keys here are %s", joined(reader->arena, keys));
}

static bool read_setting(struct reader *reader, const struct orq_yaml_entry *entry)
{
    for (size_t id = 0; id < ORQ_SETTING_COUNT; id++) {
        if (strcmp(settings[id].key, entry->key) != 0)
            continue;
        const struct orq_yaml *value = entry->value;
        if (value->kind == ORQ_YAML_TEXT || value->kind == ORQ_YAML_NUMBER) {
            reader->config->settings[id] =
                (struct orq_setting){value->text, orq_yaml_at(value), true};
        } else {
            orq_error(reader->diags, orq_yaml_at(value), "\"%s\" is text, and this is %s",
                      entry->key, orq_yaml_kind_word(value));
        }
        return true;
    }
    return false;
}

static bool skip_idle(struct reader *reader, const struct orq_yaml_entry *entry)
{
    for (size_t i = 0; i < sizeof idle_keys / sizeof *idle_keys; i++) {
        if (strcmp(idle_keys[i], entry->key) == 0) {
            orq_warning(reader->diags, orq_yaml_key_at(entry), "\"%s\" has no effect in orqgen %s",
                        entry->key, ORQ_VERSION);
            return true;
        }
    }
    return false;
}

/* Said once, it holds: an environment does not take back what the file asks of all. */
static void read_backup(struct reader *reader, const struct orq_yaml *value)
{
    if (value->kind == ORQ_YAML_TEXT && strcmp(value->text, "required") == 0) {
        reader->config->backup_required = true;
        return;
    }
    orq_error(reader->diags, orq_yaml_at(value), "\"backup\" can only be \"required\"");
}

static struct orq_strings setting_keys(struct orq_arena *arena, const char *besides)
{
    struct orq_strings keys = {0};
    for (size_t id = 0; id < ORQ_SETTING_COUNT; id++)
        ORQ_PUSH(arena, &keys, settings[id].key);
    ORQ_PUSH(arena, &keys, "backup");
    ORQ_PUSH(arena, &keys, besides);
    return keys;
}

static void read_reset(struct reader *reader, const struct orq_yaml *value)
{
    if (value->kind == ORQ_YAML_TEXT && strcmp(value->text, "allowed") == 0) {
        reader->config->reset_allowed = true;
        return;
    }
    orq_error(reader->diags, orq_yaml_at(value), "\"reset\" can only be \"allowed\"");
}

static void read_environment(struct reader *reader, const struct orq_yaml *map, bool chosen)
{
    if (map->kind != ORQ_YAML_MAP) {
        orq_error(reader->diags, orq_yaml_at(map),
                  "an environment is a map of settings, and this is %s", orq_yaml_kind_word(map));
        return;
    }
    struct orq_config unused = {0};
    struct reader aside = *reader;
    struct reader *here = reader;
    if (!chosen) {
        aside.config = &unused;
        here = &aside;
    }
    for (size_t i = 0; i < map->entries->len; i++) {
        const struct orq_yaml_entry *entry = &map->entries->items[i];
        if (strcmp(entry->key, "reset") == 0) {
            read_reset(here, entry->value);
        } else if (strcmp(entry->key, "backup") == 0) {
            read_backup(here, entry->value);
        } else if (!read_setting(here, entry) && !skip_idle(here, entry)) {
            struct orq_strings keys = setting_keys(reader->arena, "reset");
            unknown_key(reader, entry, &keys);
        }
    }
    reader->database_chosen |= chosen && orq_yaml_get(map, "database");
}

static void read_environments(struct reader *reader, const struct orq_yaml *map)
{
    const char *wanted = reader->arguments->environment;
    if (map->kind != ORQ_YAML_MAP) {
        orq_error(reader->diags, orq_yaml_at(map),
                  "\"environments\" is a map of names, and this is %s", orq_yaml_kind_word(map));
        return;
    }
    struct orq_strings names = {0};
    bool found = false;
    for (size_t i = 0; i < map->entries->len; i++) {
        const struct orq_yaml_entry *entry = &map->entries->items[i];
        bool chosen = wanted && strcmp(entry->key, wanted) == 0;
        read_environment(reader, entry->value, chosen);
        ORQ_PUSH(reader->arena, &names, entry->key);
        found |= chosen;
    }
    if (wanted && !found) {
        const char *near = orq_similar(wanted, &names);
        const char *meant =
            near ? orq_arena_printf(reader->arena, " (did you mean \"%s\"?)", near) : "";
        orq_error(reader->diags, orq_yaml_at(map), "no environment \"%s\"%s", wanted, meant);
        if (names.len > 0)
            orq_hint(reader->diags, "the environments are %s", joined(reader->arena, &names));
    }
}

static void read_root(struct reader *reader, const struct orq_yaml *root)
{
    if (root->kind != ORQ_YAML_MAP) {
        orq_error(reader->diags, orq_yaml_at(root),
                  "the configuration is a map of settings, and this is %s",
                  orq_yaml_kind_word(root));
        return;
    }
    for (size_t i = 0; i < root->entries->len; i++) {
        const struct orq_yaml_entry *entry = &root->entries->items[i];
        if (strcmp(entry->key, "backup") == 0) {
            read_backup(reader, entry->value);
        } else if (strcmp(entry->key, "hooks") == 0) {
            orq_hooks_read(reader->arena, entry->value, reader->diags, &reader->config->hooks);
        } else if (strcmp(entry->key, "lint") == 0) {
            orq_lint_config_read(reader->arena, entry->value, reader->diags, &reader->config->lint);
        } else if (strcmp(entry->key, "waivers") == 0) {
            orq_waivers_read(reader->arena, entry->value, reader->diags, &reader->config->waivers);
        } else if (strcmp(entry->key, "environments") != 0 && !read_setting(reader, entry) &&
                   !skip_idle(reader, entry)) {
            struct orq_strings keys = setting_keys(reader->arena, "environments");
            ORQ_PUSH(reader->arena, &keys, "hooks");
            ORQ_PUSH(reader->arena, &keys, "lint");
            ORQ_PUSH(reader->arena, &keys, "waivers");
            unknown_key(reader, entry, &keys);
        }
    }
    const struct orq_yaml *environments = orq_yaml_get(root, "environments");
    if (environments) {
        read_environments(reader, environments);
    } else if (reader->arguments->environment) {
        orq_error(reader->diags, (struct orq_span){reader->config->file, 0, 0},
                  "no environment \"%s\": there are no \"environments\"",
                  reader->arguments->environment);
    }
}

static bool same_folder(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Looks for the file here and in the parents; a parent is "../" to every path in it. */
static void find_file(struct orq_arena *arena, struct orq_config *config)
{
    const char *folder = "";
    struct stat here;
    struct stat above;
    bool up = stat(".", &here) == 0;
    while (true) {
        const char *path = orq_arena_printf(arena, "%s%s", folder, ORQ_CONFIG_NAME);
        if (orq_path_exists(path)) {
            config->file = path;
            config->folder = folder;
            return;
        }
        folder = orq_arena_printf(arena, "../%s", folder);
        /* The root's parent is the root. */
        if (!up || stat(folder, &above) != 0 || same_folder(&here, &above))
            return;
        here = above;
    }
}

static void read_file(struct reader *reader)
{
    const char *text = NULL;
    size_t len = 0;
    const char *file = reader->config->file;
    if (orq_file_read(reader->arena, file, reader->diags, &text, &len) != ORQ_OK)
        return;
    const struct orq_yaml *root = orq_yaml_parse(reader->arena, file, text, len, reader->diags);
    if (root)
        read_root(reader, root);
}

/* What stands above the file: the environment, then flags. */
static void override(struct reader *reader, size_t id)
{
    struct orq_setting *setting = &reader->config->settings[id];
    const struct setting_rule *rule = &settings[id];
    const char *text = NULL;
    for (size_t i = 0; i < 2 && !text && rule->variables[i]; i++) {
        const char *value = getenv(rule->variables[i]);
        text = value && *value ? value : NULL;
    }
    if (rule->flag >= 0) {
        const char *flag =
            *(const char *const *)(const void *)((const char *)reader->arguments + rule->flag);
        text = flag ? flag : text;
    }
    if (text) {
        *setting = (struct orq_setting){.text = text};
        /* A leave to reset is for the database beside it, and for no other. */
        reader->database_chosen &= id != ORQ_SETTING_DATABASE;
    } else if (!setting->text) {
        setting->text = rule->otherwise;
    }
}

enum orq_status orq_config_read(struct orq_arena *arena, const struct orq_arguments *arguments,
                                struct orq_diags *diags, struct orq_config *config)
{
    *config = (struct orq_config){.folder = ""};
    struct reader reader = {arena, diags, config, arguments, false};
    size_t errors = orq_diags_errors(diags);
    find_file(arena, config);
    if (config->file) {
        read_file(&reader);
    } else if (arguments->environment) {
        orq_error(diags, ORQ_NOWHERE, "-e %s needs an %s, and there is none here or above",
                  arguments->environment, ORQ_CONFIG_NAME);
    }
    for (size_t id = 0; id < ORQ_SETTING_COUNT; id++)
        override(&reader, id);
    config->reset_allowed &= reader.database_chosen;
    return orq_diags_errors(diags) > errors ? ORQ_INVALID : ORQ_OK;
}

enum orq_status orq_config_text(struct orq_arena *arena, const struct orq_config *config,
                                enum orq_setting_id id, struct orq_diags *diags, const char **value)
{
    const struct orq_setting *setting = &config->settings[id];
    *value = setting->text;
    if (!setting->text || !setting->from_file)
        return ORQ_OK;
    return orq_expand(arena, setting->text, setting->at, diags, value);
}

const char *orq_config_folder(const struct orq_config *config, enum orq_setting_id id)
{
    const struct orq_setting *setting = &config->settings[id];
    bool beside = setting->from_file || setting->text == settings[id].otherwise;
    return beside ? config->folder : "";
}

enum orq_status orq_config_path(struct orq_arena *arena, const struct orq_config *config,
                                enum orq_setting_id id, struct orq_diags *diags, const char **path)
{
    enum orq_status status = orq_config_text(arena, config, id, diags, path);
    if (status != ORQ_OK || !*path)
        return status;
    /* A folder stands for its *.yaml. */
    size_t len = strlen(*path);
    if (id == ORQ_SETTING_MODEL && orq_ends_with(*path, "/*.yaml"))
        *path = orq_arena_strndup(arena, *path, len - strlen("/*.yaml"));
    if ((*path)[0] != '/')
        *path = orq_arena_printf(arena, "%s%s", orq_config_folder(config, id), *path);
    return ORQ_OK;
}
