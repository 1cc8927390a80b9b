/* judge [--dialect KEY] FILE…: reads each model and prints what is wrong with it.
 * judge --write FILE…: prints each model as orqgen writes it, resolved for SQLite.
 * judge --schema: prints the JSON Schema of the language. Exits with 2 when there were errors. */
#include "model/model.h"

#include <string.h>

static void resolve(struct orq_arena *arena, const struct orq_model *model, const char *key,
                    bool write, struct orq_diags *diags)
{
    const struct orq_schema *schema = orq_model_resolve(arena, model, orq_dialect_find(key), diags);
    if (schema && write)
        fputs(orq_model_write(arena, schema), stdout);
}

int main(int argc, char **argv)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    const char *dialect = NULL;
    bool write = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--schema") == 0) {
            fputs(orq_model_json_schema(arena), stdout);
        } else if (strcmp(argv[i], "--write") == 0) {
            write = true;
            dialect = "sqlite";
        } else if (strcmp(argv[i], "--dialect") == 0 && i + 1 < argc) {
            dialect = argv[++i];
        } else {
            const struct orq_model *model = orq_model_read(arena, argv[i], diags);
            if (model && dialect)
                resolve(arena, model, dialect, write, diags);
        }
    }
    orq_diags_print(diags, 0, stderr, false);
    int status = orq_diags_status(diags);
    orq_arena_free(arena);
    return status;
}
