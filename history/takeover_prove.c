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

/* A constraint may have another name in the model than in what was built, or none, and what the
 * model takes for a rename is two differences to others: that drift is the reason is told by
 * nothing else being so. */
static bool is_told_alike(enum orq_op_kind kind)
{
    switch (kind) {
    case ORQ_OP_ADD_CONSTRAINT:
    case ORQ_OP_DROP_CONSTRAINT:
    case ORQ_OP_ALTER_CONSTRAINT:
    case ORQ_OP_CREATE_INDEX:
    case ORQ_OP_DROP_INDEX:
    case ORQ_OP_ALTER_INDEX:
    case ORQ_OP_RENAME_TABLE:
    case ORQ_OP_RENAME_COLUMN:
        return false;
    case ORQ_OP_CREATE_TABLE:
    case ORQ_OP_DROP_TABLE:
    case ORQ_OP_ALTER_TABLE:
    case ORQ_OP_ADD_COLUMN:
    case ORQ_OP_DROP_COLUMN:
    case ORQ_OP_ALTER_COLUMN:
    case ORQ_OP_CREATE_DEFINITION:
    case ORQ_OP_DROP_DEFINITION:
    case ORQ_OP_ALTER_DEFINITION:
        break;
    }
    return true;
}

/* *changed: of what it changes, the share of drift. */
static bool is_drift(const struct orq_op *op, const struct orq_op *mine,
                     const struct orq_op *theirs, unsigned *changed)
{
    *changed = op->changed;
    if (mine)
        *changed &= mine->changed;
    else if (theirs)
        *changed &= ~theirs->changed;
    if (!mine && (theirs ? *changed == 0 : is_told_alike(op->kind)))
        return false;
    return op->changed == 0 || *changed != 0;
}

struct orq_drifted orq_drifted_ops(struct orq_arena *arena, const struct orq_ops *ops,
                                   const struct orq_ops *drift, const struct orq_ops *expected)
{
    struct orq_map *drifted = by_key(arena, drift), *awaited = by_key(arena, expected);
    struct orq_drifted result = {0};
    for (size_t i = 0; i < ops->len; i++) {
        struct orq_op op = ops->items[i], rest = op;
        const char *key = key_of(arena, &op);
        unsigned share;
        bool taken = is_drift(&op, orq_map_get(drifted, key), orq_map_get(awaited, key), &share);
        rest.changed = taken ? op.changed & ~share : op.changed;
        op.changed = share;
        if (taken)
            ORQ_PUSH(arena, &result.taken, op);
        if (!taken || rest.changed != 0)
            ORQ_PUSH(arena, &result.rest, rest);
    }
    return result;
}

/* Those that are not among the others, or change more. */
static struct orq_ops beyond(struct orq_arena *arena, const struct orq_ops *ops,
                             const struct orq_ops *others)
{
    struct orq_map *known = by_key(arena, others);
    struct orq_ops more = {0};
    for (size_t i = 0; i < ops->len; i++) {
        struct orq_op op = ops->items[i];
        const struct orq_op *other = orq_map_get(known, key_of(arena, &op));
        op.changed &= other ? ~other->changed : op.changed;
        if (!other || op.changed != 0)
            ORQ_PUSH(arena, &more, op);
    }
    return more;
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
    const struct orq_model *model = read_patched(arena, takeover, aside);
    enum orq_status status =
        model ? resolve(arena, model, engine->dialect, aside, &want) : ORQ_INVALID;
    if (status != ORQ_OK) {
        orq_error(diags, ORQ_NOWHERE, "the model would be none any more:");
        orq_diags_append(diags, aside);
        return status;
    }
    struct orq_compare_options options = {
        .have = proof->live,
        .want = want,
        .diff = {.strict_types = proof->strict_types, .history = proof->history}};
    status = orq_compare(arena, engine, &options, diags, &comparison);
    if (status == ORQ_OK)
        proof->remaining = beyond(arena, &comparison.all, proof->rest);
    return status;
}
