/* Every example of tests/model and schemas, judged by the reader: those in accepted/ are read and
 * resolved without a word; of those in rejected/ reading alone finds a fault, of those in
 * semantic/ perhaps only resolving does, and both together report exactly what stands in the
 * .stderr file beside them. With ORQ_ACCEPT=1 these files are written anew. */
#include "base/file.h"
#include "base/str.h"
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

struct example {
    struct orq_arena *arena;
    struct orq_diags *diags;
    const char *folder, *name;
};

static size_t failures;

static void fail(const struct example *example, const char *why, const char *text)
{
    fprintf(stderr, "%s/%s: %s\n%s\n", example->folder, example->name, why, text);
    failures++;
}

static const char *printed(const struct example *example)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (!out)
        return "";
    orq_diags_print(example->diags, 0, out, false);
    fclose(out);
    const char *copy = orq_arena_strndup(example->arena, text, len);
    free(text);
    return copy;
}

static const struct orq_model *read_example(const struct example *example)
{
    const char *path = orq_path_join(
        example->arena, orq_path_join(example->arena, getenv("ORQ_ROOT"), example->folder),
        example->name);
    const char *text;
    size_t len;
    if (orq_file_read(example->arena, path, example->diags, &text, &len) != ORQ_OK)
        return NULL;
    return orq_model_parse(example->arena, example->name, text, len, example->diags);
}

/* What is written of a schema has to be read again. */
static void check_written(const struct example *example, const struct orq_schema *schema)
{
    const char *text = orq_model_write(example->arena, schema);
    const struct orq_model *again =
        orq_model_parse(example->arena, "written", text, strlen(text), example->diags);
    const struct orq_schema *same =
        again ? orq_model_resolve(example->arena, again, schema->dialect, example->diags) : NULL;
    if (!same)
        fail(example, "what is written of it is not accepted", text);
    else if (strcmp(text, orq_model_write(example->arena, same)) != 0)
        fail(example, "written, read and written again it differs", text);
}

static void resolve_all(const struct example *example, const struct orq_model *model, bool write)
{
    static const char *const every[] = {"sqlite", "postgresql"};
    for (size_t i = 0; i < sizeof every / sizeof every[0]; i++) {
        bool wanted = model->dialects.len == 0;
        for (size_t j = 0; j < model->dialects.len; j++)
            wanted = wanted || strcmp(model->dialects.items[j], every[i]) == 0;
        const struct orq_dialect *dialect = orq_dialect_find(every[i]);
        const struct orq_schema *schema = NULL;
        if (wanted)
            schema = orq_model_resolve(example->arena, model, dialect, example->diags);
        if (schema && write && dialect == &orq_sqlite)
            check_written(example, schema);
    }
}

static void judge_accepted(const struct example *example)
{
    const struct orq_model *model = read_example(example);
    if (model)
        resolve_all(example, model, true);
    if (orq_diags_len(example->diags) > 0)
        fail(example, "is to be accepted", printed(example));
}

/* A semantic fault is one of SQLite, unless the model is of another dialect. */
static void report_faults(const struct example *example)
{
    const struct orq_model *model = read_example(example);
    const char *key = model && model->dialects.len > 0 ? model->dialects.items[0] : "sqlite";
    bool structural = strcmp(example->folder, "tests/model/rejected") == 0;
    if (model && structural && !model->faulty)
        fail(example, "is to be rejected by reading alone", "");
    if (model)
        orq_model_resolve(example->arena, model, orq_dialect_find(key), example->diags);
}

static void judge_rejected(const struct example *example)
{
    report_faults(example);
    const char *got = printed(example);
    if (orq_diags_errors(example->diags) == 0)
        fail(example, "is to be rejected", got);
    const char *path =
        orq_arena_printf(example->arena, "%s/%s/%.*s.stderr", getenv("ORQ_ROOT"), example->folder,
                         (int)(strlen(example->name) - strlen(".yaml")), example->name);
    struct orq_diags *diags = orq_diags_new(example->arena);
    const char *accept = getenv("ORQ_ACCEPT");
    if (accept && strcmp(accept, "1") == 0) {
        orq_file_write(path, got, strlen(got), diags);
        return;
    }
    const char *expected = NULL;
    size_t len;
    if (orq_file_read(example->arena, path, diags, &expected, &len) != ORQ_OK)
        fail(example, "has no .stderr beside it; ORQ_ACCEPT=1 writes it", got);
    else if (strcmp(expected, got) != 0)
        fail(example, "reports something else", got);
}

static size_t judge_folder(const char *folder, void (*judge)(const struct example *example))
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    struct orq_strings names = {0};
    const char *path = orq_path_join(arena, getenv("ORQ_ROOT"), folder);
    if (orq_folder_list(arena, path, ".yaml", diags, &names) != ORQ_OK)
        orq_diags_print(diags, 0, stderr, false);
    for (size_t i = 0; i < names.len; i++) {
        struct orq_arena *own = orq_arena_new();
        struct example example = {own, orq_diags_new(own), folder, names.items[i]};
        judge(&example);
        orq_arena_free(own);
    }
    size_t count = names.len;
    orq_arena_free(arena);
    return count;
}

int main(void)
{
    if (!getenv("ORQ_ROOT")) {
        fputs("ORQ_ROOT is the folder of the source\n", stderr);
        return 2;
    }
    size_t accepted = judge_folder("tests/model/accepted", judge_accepted) +
                      judge_folder("schemas", judge_accepted) +
                      judge_folder("schemas/examples", judge_accepted);
    size_t rejected = judge_folder("tests/model/rejected", judge_rejected);
    size_t semantic = judge_folder("tests/model/semantic", judge_rejected);
    printf("%zu accepted, %zu rejected, %zu semantic; %zu failures\n", accepted, rejected, semantic,
           failures);
    return failures == 0 && accepted > 0 && rejected > 0 && semantic > 0 ? 0 : 1;
}
