/* Dropped and added objects that look alike. Each is known by a key that equal looks share; the
 * dropped ones wait under theirs, and an added one takes the first that is still there, the one
 * with the most similar name before the others. */
#include "base/map.h"
#include "base/similar.h"
#include "base/str.h"
#include "diff/diff.h"
#include "diff/sides.h"
#include "model/trigger.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

/* -- what looks alike -- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const struct orq_diff_dialect *dialect_of(const struct orq_side *side)
{
    return orq_diff_dialect_of(side->table->dialect);
}

static const char *table_look(struct orq_arena *arena, const struct orq_table *table)
{
    struct orq_strings names = {0};
    for (size_t i = 0; i < table->columns.len; i++)
        ORQ_PUSH(arena, &names, orq_ascii_fold(arena, table->columns.items[i]->name));
    if (names.len > 0)
        qsort(names.items, names.len, sizeof *names.items, compare_texts);
    return orq_folded_names(arena, &names);
}

static const char *column_look(struct orq_arena *arena, const struct orq_side *side)
{
    const struct orq_column *column = side->column;
    const char *generated = column->generated_expr.text;
    return orq_arena_printf(arena, "%s\x1f%s\x1f%s", side->table->name,
                            orq_ascii_fold(arena, column->type), generated ? generated : "");
}

static const char *constraint_look(struct orq_arena *arena, const struct orq_side *side)
{
    const struct orq_constraint *constraint = side->constraint;
    const char *text = constraint->expr.text;
    return orq_arena_printf(
        arena, "%s\x1f%d\x1f%s\x1f%s\x1f%s", side->table->name, (int)constraint->kind,
        dialect_of(side)->parts(arena, side->table, &constraint->parts),
        constraint->ref_table ? orq_ascii_fold(arena, constraint->ref_table) : "",
        text ? dialect_of(side)->expression(arena, side->table, text) : "");
}

static const char *index_look(struct orq_arena *arena, const struct orq_side *side)
{
    const char *where = side->index->where.text;
    return orq_arena_printf(arena, "%s\x1f%d\x1f%s\x1f%s", side->table->name, side->index->unique,
                            dialect_of(side)->parts(arena, side->table, &side->index->parts),
                            where ? dialect_of(side)->expression(arena, side->table, where) : "");
}

/* Of a kind that a model may rename; NULL: of another. */
static const char *definition_look(struct orq_arena *arena, const struct orq_definition *definition)
{
    const unsigned long long renamable =
        ORQ_KIND_BIT(ORQ_KIND_VIEW) | ORQ_KIND_BIT(ORQ_KIND_TRIGGER) |
        ORQ_KIND_BIT(ORQ_KIND_VIRTUAL_TABLE) | ORQ_KIND_BIT(ORQ_KIND_ENUM) |
        ORQ_KIND_BIT(ORQ_KIND_DOMAIN) | ORQ_KIND_BIT(ORQ_KIND_COMPOSITE) |
        ORQ_KIND_BIT(ORQ_KIND_RANGE) | ORQ_KIND_BIT(ORQ_KIND_SEQUENCE) |
        ORQ_KIND_BIT(ORQ_KIND_FUNCTION);
    struct orq_str out = orq_str_new(arena);
    if (!(renamable & ORQ_KIND_BIT(definition->kind)) || orq_is_trigger_state(definition))
        return NULL;
    orq_str_addf(&out, "%s\x1f%s", definition->canonical ? definition->canonical : "",
                 definition->on ? definition->on : "");
    for (size_t i = 0; i < definition->attributes.len; i++) {
        const struct orq_attribute *attribute = &definition->attributes.items[i];
        orq_str_addf(&out, "\x1f%d %s", (int)attribute->key,
                     attribute->text ? attribute->text : "");
        for (size_t k = 0; k < attribute->list.len; k++)
            orq_str_addf(&out, "\x1f%s", attribute->list.items[k]);
    }
    if (definition->relation)
        orq_str_addf(&out, "\x1f%s", table_look(arena, definition->relation));
    return orq_str_text(&out);
}

/* NULL: nothing that could be told by its looks. */
static const char *look_of(struct orq_arena *arena, const struct orq_side *side)
{
    const char *look = NULL;
    if (side->definition)
        look = definition_look(arena, side->definition);
    else if (side->column)
        look = column_look(arena, side);
    else if (side->constraint)
        look = constraint_look(arena, side);
    else
        look = side->index ? index_look(arena, side) : table_look(arena, side->table);
    return look ? orq_arena_printf(arena, "%d\x1f%s", (int)orq_side_kind(side), look) : NULL;
}

/* Why they look alike, for the message. */
static const char *look_words(enum orq_kind kind)
{
    if (kind == ORQ_KIND_TABLE)
        return "the same columns";
    if (kind == ORQ_KIND_COLUMN)
        return "the same type";
    return kind <= ORQ_KIND_INDEX ? "the same structure" : "the same text";
}

/* -- waiting and taking -- */

ORQ_VEC_OF(waiting, const struct orq_side *);

static bool creates(enum orq_op_kind kind)
{
    return kind == ORQ_OP_CREATE_TABLE || kind == ORQ_OP_ADD_COLUMN ||
           kind == ORQ_OP_ADD_CONSTRAINT || kind == ORQ_OP_CREATE_INDEX ||
           kind == ORQ_OP_CREATE_DEFINITION;
}

static bool drops(enum orq_op_kind kind)
{
    return kind == ORQ_OP_DROP_TABLE || kind == ORQ_OP_DROP_COLUMN ||
           kind == ORQ_OP_DROP_CONSTRAINT || kind == ORQ_OP_DROP_INDEX ||
           kind == ORQ_OP_DROP_DEFINITION;
}

static struct orq_map *wait_for(struct orq_arena *arena, const struct orq_ops *ops)
{
    struct orq_map *map = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_side *side = &ops->items[i].from;
        if (!drops(ops->items[i].kind) || !orq_side_name(side))
            continue;
        const char *look = look_of(arena, side);
        if (!look)
            continue;
        struct waiting *waiting = orq_map_get(map, look);
        if (!waiting) {
            waiting = ORQ_NEW(arena, struct waiting);
            orq_map_put(map, look, waiting);
        }
        ORQ_PUSH(arena, waiting, side);
    }
    return map;
}

#define MOST_COMPARED 64 /* names looked at for the nearest: a bound, so that work stays linear */

static const struct orq_side *take(struct orq_arena *arena, struct waiting *waiting,
                                   const char *name)
{
    struct orq_strings names = {0};
    for (size_t i = 0; i < waiting->len && i < MOST_COMPARED; i++)
        ORQ_PUSH(arena, &names, orq_side_name(waiting->items[i]));
    const char *nearest = orq_similar(name, &names);
    size_t at = 0;
    while (nearest && names.items[at] != nearest)
        at++;
    const struct orq_side *taken = waiting->items[at];
    waiting->len--;
    memmove(&waiting->items[at], &waiting->items[at + 1],
            (waiting->len - at) * sizeof waiting->items[0]);
    return taken;
}

/* -- telling -- */

/* The name as a YAML scalar that reads back as this text. */
static const char *yaml_name(struct orq_arena *arena, const char *name)
{
    static const char *const words[] = {"true", "false", "null", "yes", "no",
                                        "on",   "off",   "y",    "n"};
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char also[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    bool bare = name[0] && strchr(plain, name[0]) && strspn(name, also) == strlen(name);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        bare = bare && !orq_ascii_equal(name, words[i]);
    if (bare)
        return name;
    struct orq_str out = orq_str_new(arena);
    orq_str_addc(&out, '"');
    for (; *name; name++) {
        if (*name == '"' || *name == '\\')
            orq_str_addf(&out, "\\%c", *name);
        else if ((unsigned char)*name < 0x20 || *name == 0x7f)
            orq_str_addf(&out, "\\x%02x", (unsigned)(unsigned char)*name);
        else
            orq_str_addc(&out, *name);
    }
    orq_str_addc(&out, '"');
    return orq_str_text(&out);
}

static void tell(struct orq_arena *arena, const struct orq_side *old, const struct orq_side *new,
                 struct orq_diags *diags)
{
    enum orq_kind kind = orq_side_kind(new);
    const char *shown = orq_shown_name(arena, orq_side_object(arena, new));
    orq_note(diags, orq_side_span(new), "%s %s is new, and %s, which has %s, is gone: a rename?",
             orq_kind_word(kind), shown, orq_shown_name(arena, orq_side_object(arena, old)),
             look_words(kind));
    orq_hint(diags, "if so, add to %s:  renamed_from: %s", shown,
             yaml_name(arena, orq_side_name(old)));
}

void orq_diff_rename_candidates(struct orq_arena *arena, const struct orq_ops *ops,
                                struct orq_diags *diags)
{
    struct orq_map *map = wait_for(arena, ops);
    for (size_t i = 0; i < ops->len && orq_map_len(map) > 0; i++) {
        const struct orq_side *new = &ops->items[i].to;
        if (!creates(ops->items[i].kind) || !orq_side_name(new))
            continue;
        struct waiting *waiting = orq_map_get(map, look_of(arena, new));
        if (waiting && waiting->len > 0)
            tell(arena, take(arena, waiting, orq_side_name(new)), new, diags);
    }
}
