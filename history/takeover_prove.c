#include "history/takeover.h"

#include "base/map.h"

/* -- which operations drift is the reason of -- */

static const char *key_of(struct orq_arena *arena, const struct orq_op *op)
{
    return orq_arena_printf(arena, "%d %s", (int)op->kind, orq_op_object(arena, op));
}

static struct orq_map *by_key(struct orq_arena *arena, const struct orq_ops *ops)
{
    struct orq_map *map = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ops->len; i++)
        orq_map_put(map, key_of(arena, &ops->items[i]), &ops->items[i]);
    return map;
}

struct orq_ops orq_drifted_ops(struct orq_arena *arena, const struct orq_ops *ops,
                               const struct orq_ops *drift, const struct orq_ops *expected)
{
    struct orq_map *drifted = by_key(arena, drift), *awaited = by_key(arena, expected);
    struct orq_ops kept = {0};
    for (size_t i = 0; i < ops->len; i++) {
        struct orq_op op = ops->items[i];
        const char *key = key_of(arena, &op);
        const struct orq_op *mine = orq_map_get(drifted, key), *theirs = orq_map_get(awaited, key);
        if (theirs && mine)
            op.changed &= mine->changed;
        else if (theirs)
            op.changed &= ~theirs->changed;
        if (!theirs || op.changed != 0)
            ORQ_PUSH(arena, &kept, op);
    }
    return kept;
}

/* -- the proof -- */

static const struct orq_model *
read_patched(struct orq_arena *arena, const struct orq_takeover *takeover, struct orq_diags *diags)
{
    struct orq_model_texts texts = {0};
    for (size_t i = 0; i < takeover->files.len; i++) {
        const struct orq_takeover_file *file = &takeover->files.items[i];
        ORQ_PUSH(arena, &texts,
                 ((struct orq_model_text){file->path, file->after.data, file->after.len}));
    }
    return orq_model_parse_files(arena, &texts, diags);
}

/* In each dialect that the model names; *want: in that of the database. */
static enum orq_status resolve(struct orq_arena *arena, const struct orq_model *model,
                               const struct orq_dialect *dialect, struct orq_diags *diags,
                               struct orq_schema **want)
{
    *want = orq_model_resolve(arena, model, dialect, diags);
    bool whole = *want != NULL;
    for (size_t i = 0; whole && i < model->dialects.len; i++) {
        const struct orq_dialect *other = orq_dialect_find(model->dialects.items[i]);
        if (other != dialect && !orq_model_resolve(arena, model, other, diags))
            whole = false;
    }
    return whole ? ORQ_OK : ORQ_INVALID;
}

enum orq_status orq_takeover_prove(struct orq_arena *arena, const struct orq_engine *engine,
                                   const struct orq_takeover *takeover, struct orq_diags *diags,
                                   struct orq_takeover_proof *proof)
{
    struct orq_diags *aside = orq_diags_new(arena);
    struct orq_schema *want = NULL;
    struct orq_comparison comparison = {0};
    const struct orq_ops none = {0};
    const struct orq_model *model = read_patched(arena, takeover, aside);
    enum orq_status status =
        model ? resolve(arena, model, engine->dialect, aside, &want) : ORQ_INVALID;
    if (status != ORQ_OK) {
        orq_error(diags, ORQ_NOWHERE, "the model would be none any more:");
        orq_diags_append(diags, aside);
        return status;
    }
    struct orq_compare_options options = {
        .have = proof->live, .want = want, .diff = {.strict_types = proof->strict_types}};
    status = orq_compare(arena, engine, &options, diags, &comparison);
    if (status == ORQ_OK)
        proof->remaining = orq_drifted_ops(arena, &comparison.all, &none, proof->expected);
    return status;
}
