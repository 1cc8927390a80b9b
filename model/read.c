#include "base/file.h"
#include "base/str.h"
#include "model/read_parts.h"
#include "model/yaml_parts.h"

/* The checked document of one file; NULL: the text is no YAML, or no map. */
static const struct orq_yaml *read_text(struct orq_check *check, struct orq_arena *tree,
                                        const char *file, const char *text, size_t len)
{
    const struct orq_yaml_arenas arenas = {check->arena, tree};
    const struct orq_yaml *root = orq_yaml_read(arenas, file, text, len, check->diags);
    if (!root)
        return NULL;
    orq_shape_check(check, &orq_shape_root, root);
    root = orq_shape_mend(check, &orq_shape_root, root);
    return root->kind == ORQ_YAML_MAP ? root : NULL;
}

static void read_file(struct orq_check *check, struct orq_arena *tree, struct orq_model *model,
                      struct orq_roots *roots, const char *path)
{
    struct orq_arena *source = orq_arena_new(); /* nothing of it stays */
    const char *text;
    size_t len;
    const struct orq_yaml *root = NULL;
    ORQ_PUSH(check->arena, &model->files, path);
    if (orq_file_read(source, path, check->diags, &text, &len) == ORQ_OK)
        root = read_text(check, tree, path, text, len);
    orq_arena_free(source);
    if (root)
        ORQ_PUSH(check->arena, roots, root);
    model->incomplete = model->incomplete || !root;
}

static const struct orq_model *finish(struct orq_check *check, struct orq_model *model,
                                      const struct orq_roots *roots, size_t errors_before)
{
    if (roots->len == 0)
        return NULL;
    model->root = orq_roots_merge(check, roots);
    model->faulty = orq_diags_errors(check->diags) > errors_before;
    const struct orq_yaml *name = orq_yaml_get(model->root, "model");
    const struct orq_yaml *dialects = orq_yaml_get(model->root, "dialects");
    model->name = name ? name->text : NULL;
    if (!dialects || orq_yaml_was_reported(dialects))
        return model;
    for (size_t i = 0; i < dialects->items->len; i++)
        if (!orq_yaml_was_reported(dialects->items->items[i]))
            ORQ_PUSH(check->arena, &model->dialects, dialects->items->items[i]->text);
    return model;
}

static void read_folder(struct orq_check *check, struct orq_arena *tree, struct orq_model *model,
                        struct orq_roots *roots, const char *path)
{
    struct orq_strings names = {0};
    if (orq_folder_list(check->arena, path, ".yaml", check->diags, &names) != ORQ_OK)
        return;
    for (size_t i = 0; i < names.len; i++)
        read_file(check, tree, model, roots, orq_path_join(check->arena, path, names.items[i]));
    if (names.len == 0) {
        orq_error(check->diags, (struct orq_span){.file = path}, "the folder holds no model");
        orq_hint(check->diags, "a model is a file NAME.yaml");
    }
}

const struct orq_model *orq_model_read(struct orq_arena *arena, const char *path,
                                       struct orq_diags *diags)
{
    return orq_model_read_apart(arena, arena, path, diags);
}

const struct orq_model *orq_model_read_apart(struct orq_arena *arena, struct orq_arena *tree,
                                             const char *path, struct orq_diags *diags)
{
    struct orq_check check = {.arena = arena, .diags = diags};
    struct orq_model *model = ORQ_NEW(arena, struct orq_model);
    struct orq_roots roots = {0};
    size_t before = orq_diags_errors(diags);
    if (orq_path_is_folder(path))
        read_folder(&check, tree, model, &roots, path);
    else
        read_file(&check, tree, model, &roots, path);
    return finish(&check, model, &roots, before);
}

const struct orq_model *orq_model_parse_files(struct orq_arena *arena,
                                              const struct orq_model_texts *texts,
                                              struct orq_diags *diags)
{
    struct orq_check check = {.arena = arena, .diags = diags};
    struct orq_model *model = ORQ_NEW(arena, struct orq_model);
    struct orq_roots roots = {0};
    size_t before = orq_diags_errors(diags);
    for (size_t i = 0; i < texts->len; i++) {
        const struct orq_model_text *text = &texts->items[i];
        const struct orq_yaml *root = read_text(&check, arena, text->file, text->text, text->len);
        ORQ_PUSH(arena, &model->files, text->file);
        if (root)
            ORQ_PUSH(arena, &roots, root);
    }
    return finish(&check, model, &roots, before);
}

const struct orq_model *orq_model_parse(struct orq_arena *arena, const char *file, const char *text,
                                        size_t len, struct orq_diags *diags)
{
    struct orq_model_text only = {file, text, len};
    return orq_model_parse_files(arena, &(struct orq_model_texts){&only, 1, 1}, diags);
}
