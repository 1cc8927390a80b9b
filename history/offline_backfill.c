#include "history/offline_backfill.h"

#include "history/batch_text.h"
#include "sql/postgres_token.h"

#define LAST "last"
#define UPPER "upper"

/* A name of the loop's own for the key's column at this place. */
static const char *variable(struct orq_arena *arena, const char *what, size_t at)
{
    return orq_arena_printf(arena, "orqgen_%s_%zu", what, at + 1);
}

/* "orqgen_last_1, orqgen_last_2" */
static const char *variables(struct orq_arena *arena, const struct orq_strings *key,
                             const char *what)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < key->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", variable(arena, what, i));
    return orq_str_text(&out);
}

static void declare(struct orq_str *out, const struct orq_backfill *backfill)
{
    orq_str_add(out, "\n#variable_conflict use_column\nDECLARE\n");
    for (size_t i = 0; i < backfill->key.len; i++)
        for (size_t k = 0; k < 2; k++)
            orq_str_addf(out, "    %s %s.%s%%TYPE;\n",
                         variable(out->arena, k == 0 ? LAST : UPPER, i),
                         orq_backfill_table(out->arena, backfill),
                         orq_pg_name(out->arena, backfill->key.items[i]));
    orq_str_add(out, "    orqgen_rows bigint := 0;\n    orqgen_found bigint;\n"
                     "    " ORQ_OFFLINE_STATE " text;\n");
}

/* The first batch and the others apart: one plan for both would read all rows each time. */
static void add_either(struct orq_str *out, const char *first, const char *further)
{
    orq_str_addf(out, "IF orqgen_rows = 0 THEN\n%s\nELSE\n%s\nEND IF;\n", first, further);
}

static const char *find(struct orq_arena *arena, const struct orq_batch_text *text,
                        const char *after)
{
    return orq_arena_printf(arena, "SELECT p.* INTO %s, orqgen_found FROM (%s) p;",
                            variables(arena, &text->step->backfill->key, UPPER),
                            orq_batch_query(arena, text, after));
}

/* The state as orq_filled_text writes it. */
static void add_note(struct orq_str *out, const struct orq_offline_fill *fill)
{
    struct orq_arena *arena = out->arena;
    const struct orq_backfill *backfill = fill->step->backfill;
    struct orq_str last = orq_str_new(arena);
    for (size_t i = 0; i < backfill->key.len; i++)
        orq_str_addf(&last, "%s%s", i > 0 ? " || ',' || " : "",
                     orq_filled_expression(
                         arena, orq_arena_printf(arena, "%s::text", variable(arena, UPPER, i))));
    const char *head =
        orq_arena_printf(arena, "%s %s ", fill->verb, orq_filled_head(arena, backfill));
    orq_str_addf(out, ORQ_OFFLINE_STATE " := %s || orqgen_rows || ' ' || %s;\n%s;\n",
                 orq_pg_text(arena, head), orq_str_text(&last), fill->mark);
}

const char *orq_offline_backfill(struct orq_arena *arena, const struct orq_offline_fill *fill)
{
    const struct orq_backfill *backfill = fill->step->backfill;
    const struct orq_batch_text text = orq_batch_text_of(arena, fill->section, fill->step);
    const char *last = variables(arena, &backfill->key, LAST);
    const char *upper = variables(arena, &backfill->key, UPPER);
    struct orq_str out = orq_str_new(arena);
    declare(&out, backfill);
    orq_str_add(&out, "BEGIN\nLOOP\n");
    add_either(&out, find(arena, &text, NULL), find(arena, &text, last));
    orq_str_add(&out, "EXIT WHEN orqgen_found IS NULL;\n");
    add_either(&out, orq_batch_update(arena, &text, NULL, upper),
               orq_batch_update(arena, &text, last, upper));
    orq_str_add(&out, "orqgen_rows := orqgen_rows + orqgen_found;\n");
    add_note(&out, fill);
    orq_str_add(&out, "COMMIT;\n");
    for (size_t i = 0; i < backfill->key.len; i++)
        orq_str_addf(&out, "%s := %s;\n", variable(arena, LAST, i), variable(arena, UPPER, i));
    orq_str_addf(&out, "EXIT WHEN orqgen_found < %zu;\nEND LOOP;\nEND\n", backfill->batch);
    return orq_arena_printf(arena, "DO %s;\n", orq_pg_dollar_quoted(arena, orq_str_text(&out)));
}
