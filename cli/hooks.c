#include "cli/hooks.h"

#include "base/file.h"
#include "cli/cli.h"
#include "cli/spawn.h"
#include "history/migration.h"
#include "sql/quote.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define FILE_WORD "{file}"

static void read_words(struct orq_arena *arena, const struct orq_yaml *value,
                       struct orq_diags *diags, struct orq_hook *hook)
{
    for (size_t i = 0; i < value->items->len; i++) {
        const struct orq_yaml *word = value->items->items[i];
        if (word->text && word->kind != ORQ_YAML_NULL) {
            ORQ_PUSH(arena, &hook->words, word->text);
        } else if (!orq_yaml_was_reported(word)) {
            orq_error(diags, orq_yaml_at(word), "a word of a hook is text, and this is %s",
                      orq_yaml_kind_word(word));
        }
    }
}

void orq_hooks_read(struct orq_arena *arena, const struct orq_yaml *list, struct orq_diags *diags,
                    struct orq_hooks *hooks)
{
    if (list->kind != ORQ_YAML_LIST) {
        orq_error(diags, orq_yaml_at(list), "\"hooks\" is a list of commands, and this is %s",
                  orq_yaml_kind_word(list));
        return;
    }
    for (size_t i = 0; i < list->items->len; i++) {
        const struct orq_yaml *value = list->items->items[i];
        struct orq_hook hook = {.is_line = value->kind == ORQ_YAML_TEXT, .at = orq_yaml_at(value)};
        if (hook.is_line)
            ORQ_PUSH(arena, &hook.words, value->text);
        else if (value->kind == ORQ_YAML_LIST)
            read_words(arena, value, diags, &hook);
        if (hook.words.len == 0 || *hook.words.items[0] == '\0') {
            orq_error(diags, hook.at, "a hook is a line for the shell, or a list of words");
            continue;
        }
        ORQ_PUSH(arena, hooks, hook);
    }
}

/* text with every {file} replaced; *found: there was one. */
static const char *with_file(struct orq_arena *arena, const char *text, const char *file,
                             bool *found)
{
    struct orq_str out = orq_str_new(arena);
    for (const char *mark = strstr(text, FILE_WORD); mark; mark = strstr(text, FILE_WORD)) {
        orq_str_addn(&out, text, (size_t)(mark - text));
        orq_str_add(&out, file);
        text = mark + strlen(FILE_WORD);
        *found = true;
    }
    orq_str_add(&out, text);
    return orq_str_text(&out);
}

/* The shell gets the file as a parameter: no character of its name means anything there. */
static struct orq_strings line_command(struct orq_arena *arena, const char *line, const char *file)
{
    bool found = strstr(line, "$1") || strstr(line, "${1") || strstr(line, "$@");
    const char *script = with_file(arena, line, "\"$1\"", &found);
    const char *words[] = {"/bin/sh", "-c",
                           found ? script : orq_arena_printf(arena, "%s \"$1\"", script), "orqgen",
                           file};
    struct orq_strings command = {0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ORQ_PUSH(arena, &command, words[i]);
    return command;
}

struct orq_strings orq_hook_command(struct orq_arena *arena, const struct orq_hook *hook,
                                    const char *file)
{
    struct orq_strings command = {0};
    bool found = false;
    /* A name that begins with a dash is no option. */
    const char *path = *file == '-' ? orq_arena_printf(arena, "./%s", file) : file;
    if (hook->is_line)
        return line_command(arena, hook->words.items[0], path);
    for (size_t i = 0; i < hook->words.len; i++)
        ORQ_PUSH(arena, &command, with_file(arena, hook->words.items[i], path, &found));
    if (!found)
        ORQ_PUSH(arena, &command, path);
    return command;
}

static const char *current_folder(struct orq_arena *arena)
{
    for (size_t size = 256;; size *= 2) {
        char *here = ORQ_NEW_ARRAY(arena, char, size);
        if (getcwd(here, size))
            return here;
        if (errno != ERANGE)
            return ".";
    }
}

/* The file as it is called in the folder where hooks run (a prefix: "", "../"). */
static const char *seen_from(struct orq_arena *arena, const char *folder, const char *file)
{
    if (*folder == '\0' || *file == '/')
        return file;
    if (orq_starts_with(file, folder))
        return file + strlen(folder);
    return orq_path_join(arena, current_folder(arena), file);
}

/* The same command in another folder. */
static struct orq_strings in_folder(struct orq_arena *arena, const char *folder,
                                    const struct orq_strings *command)
{
    struct orq_strings words = {0};
    const char *cd[] = {"/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder};
    for (size_t i = 0; *folder && i < sizeof cd / sizeof *cd; i++)
        ORQ_PUSH(arena, &words, cd[i]);
    for (size_t i = 0; i < command->len; i++)
        ORQ_PUSH(arena, &words, command->items[i]);
    return words;
}

static const char *shown(struct orq_arena *arena, const struct orq_hook *hook)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < hook->words.len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? " " : "", hook->words.items[i]);
    return orq_shown_name(arena, orq_str_text(&text));
}

/* A hook may have changed the file, and what was proven of it with it. */
static enum orq_status check_file(struct orq_cli *cli, const char *file)
{
    const char *text = NULL;
    size_t len = 0;
    enum orq_status status = orq_file_read(cli->arena, file, cli->diags, &text, &len);
    if (status != ORQ_OK)
        return status;
    const struct orq_migration *migration =
        orq_migration_parse(cli->arena, file, text, len, cli->diags);
    for (size_t i = 0; migration && i < migration->proofs.len; i++) {
        const struct orq_proof_line *proof = &migration->proofs.items[i];
        if (proof->up_sha256 && !orq_migration_proof_current(migration, proof->dialect)) {
            orq_warning(cli->diags, proof->at,
                        "a hook changed the SQL after it was proven: what stands here no longer "
                        "holds");
        }
    }
    return migration ? ORQ_OK : ORQ_INVALID;
}

enum orq_status orq_hooks_run(struct orq_cli *cli, const char *file)
{
    const struct orq_hooks *hooks = &cli->config.hooks;
    const char *folder = cli->config.folder;
    const char *seen = seen_from(cli->arena, folder, file);
    for (size_t i = 0; i < hooks->len; i++) {
        const struct orq_hook *hook = &hooks->items[i];
        struct orq_strings command = orq_hook_command(cli->arena, hook, seen);
        command = in_folder(cli->arena, folder, &command);
        orq_tell(cli, ORQ_LOG_DEBUG, "hook: %s", shown(cli->arena, hook));
        const char *problem = orq_spawn(cli->arena, &command, ORQ_SPAWN_BESIDE);
        if (problem) {
            orq_error(cli->diags, hook->at, "the hook \"%s\" %s", shown(cli->arena, hook), problem);
            orq_hint(cli->diags, "%s was written, and stays as it is now", file);
            return ORQ_INVALID;
        }
    }
    return hooks->len > 0 ? check_file(cli, file) : ORQ_OK;
}
