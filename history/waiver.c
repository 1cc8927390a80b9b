#include "history/waiver.h"

#include "base/hash.h"
#include "base/map.h"
#include "history/source.h"
#include "model/write_object.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS 16

/* -- days -- */

const char *orq_day_of(struct orq_arena *arena, int64_t seconds)
{
    return orq_arena_strndup(arena, orq_time_iso(arena, seconds), strlen("2026-11-23"));
}

bool orq_day_valid(const char *text)
{
    static const char form[] = "0000-00-00";
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (size_t i = 0; i < sizeof form; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != form[i])
            return false;
    }
    int year = atoi(text), month = atoi(text + 5), day = atoi(text + 8);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (leap && month == 2);
}

/* -- digests -- */

/* An object in the model language, with every name written: no setting of a model is in it. */
static void add_side(struct orq_str *out, const struct orq_writer *writer, const struct orq_op *op,
                     const struct orq_side *side)
{
    struct orq_node_item item = {0};
    if (side->definition) {
        item = orq_written_definition_item(writer, side->definition);
    } else if (side->column) {
        item.key = side->column->name;
        item.value = orq_written_column_alone(writer, side->table, side->column);
    } else if (side->constraint || side->index) {
        const struct orq_written_member member =
            side->index ? orq_written_index(writer, side->table, side->index)
                        : orq_written_constraint(writer, side->table, side->constraint);
        item.key = member.name ? member.name : "";
        item.value = member.map;
    } else if (op->kind == ORQ_OP_ALTER_TABLE) {
        item.key = side->table->name;
        item.value = orq_written_table_options(writer, side->table);
    } else {
        item = orq_written_table_item(writer, side->table);
    }
    orq_node_write_flow(out, &item);
}

static const char *difference_of(struct orq_arena *arena, const struct orq_op *op,
                                 const struct orq_writer *const writers[2])
{
    struct orq_str out = orq_str_new(arena);
    const struct orq_side *sides[] = {&op->from, &op->to};
    orq_str_addf(&out, "%s\n%s\n", orq_op_summary(arena, op),
                 orq_changes_words(arena, op->changed));
    for (size_t i = 0; i < 2; i++) {
        if (orq_op_has(op->kind, i == 0))
            add_side(&out, writers[i], op, sides[i]);
        orq_str_addc(&out, '\n');
    }
    return orq_arena_strndup(arena, orq_sha256(arena, orq_str_text(&out), out.len), DIGITS);
}

struct orq_strings orq_differences(struct orq_arena *arena, const struct orq_comparison *drift)
{
    const struct orq_schema plain = {.dialect = drift->have->dialect};
    const struct orq_writer *writers[] = {orq_object_writer(arena, drift->have, &plain),
                                          orq_object_writer(arena, drift->want, &plain)};
    struct orq_strings differences = {0};
    for (size_t i = 0; i < drift->all.len; i++)
        ORQ_PUSH(arena, &differences, difference_of(arena, &drift->all.items[i], writers));
    return differences;
}

/* -- applying -- */

struct applying {
    struct orq_arena *arena;
    const struct orq_waivers *waivers;
    const char *today;
    bool *used; /* for each waiver */
    struct orq_waiving result;
};

/* The waiver of an operation, else one of its object; NULL: there is none. */
static const struct orq_waiver *find(const struct applying *applying, const char *object,
                                     const char *difference)
{
    const struct orq_waiver *found = NULL;
    for (size_t i = 0; i < applying->waivers->len; i++) {
        const struct orq_waiver *waiver = &applying->waivers->items[i];
        if (strcmp(waiver->object, object) != 0)
            continue;
        applying->used[i] = true;
        if (strcmp(waiver->difference, difference) == 0)
            return waiver;
        found = waiver;
    }
    return found;
}

static void apply(struct applying *applying, const struct orq_op *op, const char *difference)
{
    struct orq_waiving *result = &applying->result;
    const struct orq_waiver *waiver =
        find(applying, orq_op_object(applying->arena, op), difference);
    const struct orq_waived waived = {waiver, op};
    bool same = waiver && strcmp(waiver->difference, difference) == 0;
    bool holds = same && strcmp(applying->today, waiver->until) <= 0;
    if (holds) {
        ORQ_PUSH(applying->arena, &result->waived, waived);
        return;
    }
    ORQ_PUSH(applying->arena, &result->open, *op);
    if (same)
        ORQ_PUSH(applying->arena, &result->expired, waived);
    else if (waiver)
        ORQ_PUSH(applying->arena, &result->other, waived);
}

struct orq_waiving orq_waivers_apply(struct orq_arena *arena, const struct orq_waivers *waivers,
                                     const struct orq_comparison *drift, const char *today)
{
    struct applying applying = {.arena = arena,
                                .waivers = waivers,
                                .today = today,
                                .used = ORQ_NEW_ARRAY(arena, bool, waivers->len)};
    const struct orq_ops *ops = &drift->all;
    struct orq_strings differences = {0};
    if (waivers->len == 0) {
        applying.result.open = *ops;
        return applying.result;
    }
    if (ops->len > 0)
        differences = orq_differences(arena, drift);
    for (size_t i = 0; i < ops->len; i++)
        apply(&applying, &ops->items[i], differences.items[i]);
    for (size_t i = 0; i < waivers->len; i++)
        if (!applying.used[i])
            ORQ_PUSH(arena, &applying.result.idle, waivers->items[i]);
    return applying.result;
}
