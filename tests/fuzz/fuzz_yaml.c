/* The reader of models: any bytes are a schema, or errors; never both, never neither, never a
 * crash, and what goes on behind a fault does not crash either. What is written of an accepted
 * model is accepted again. */
#include "model/model.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what, const struct orq_diags *diags)
{
    if (holds)
        return;
    fprintf(stderr, "broken: %s\n", what);
    orq_diags_print(diags, 0, stderr, false);
    abort();
}

static const struct orq_schema *resolve(struct orq_arena *arena, const struct orq_model *model,
                                        const struct orq_dialect *dialect, struct orq_diags *diags)
{
    size_t before = orq_diags_errors(diags);
    const struct orq_schema *schema = orq_model_resolve(arena, model, dialect, diags);
    bool faults = model->faulty || orq_diags_errors(diags) > before;
    require((schema == NULL) == faults, "a schema or errors", diags);
    return schema;
}

static void read_again(struct orq_arena *arena, const struct orq_schema *schema)
{
    struct orq_diags *diags = orq_diags_new(arena);
    const char *text = orq_model_write(arena, schema);
    const struct orq_model *model = orq_model_parse(arena, "written", text, strlen(text), diags);
    if (!model)
        fputs(text, stderr);
    require(model && !model->faulty, "what is written is read again", diags);
    const struct orq_schema *again = resolve(arena, model, schema->dialect, diags);
    if (!again)
        fputs(text, stderr);
    require(again != NULL, "what is written is resolved again", diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    const struct orq_model *model =
        orq_model_parse(arena, "fuzz.yaml", (const char *)data, size, diags);
    bool faults = !model || model->faulty;
    require(faults == (orq_diags_errors(diags) > 0), "a model or errors", diags);
    if (model) {
        const struct orq_schema *schema = resolve(arena, model, &orq_sqlite, diags);
        if (schema)
            read_again(arena, schema);
        resolve(arena, model, &orq_postgresql, diags);
    }
    orq_arena_free(arena);
    return 0;
}
