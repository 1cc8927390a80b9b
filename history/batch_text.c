#include "history/batch_text.h"

#include "history/migration_parts.h"
#include "sql/postgres_token.h"

struct orq_batch_text orq_batch_text_of(struct orq_arena *arena,
                                        const struct orq_file_section *section,
                                        const struct orq_file_step *step)
{
    struct orq_batch_text taken = {.step = step};
    const char *text = section->text + step->offset;
    struct orq_statement_texts statements = {0};
    orq_section_split(arena, section->dialect, (struct orq_slice){text, step->len}, &statements);
    const struct orq_statement_text *statement = &statements.items[0];
    taken.from = statement->offset;
    taken.text = orq_arena_strndup(arena, text, statement->offset + statement->len);
    orq_pg_update_read(arena, taken.text + taken.from, &taken.update);
    return taken;
}

/* "l.a, l.b" */
static const char *key_of(struct orq_arena *arena, const struct orq_batch_text *text)
{
    const struct orq_strings *key = &text->step->backfill->key;
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < key->len; i++)
        orq_str_addf(&out, "%s%s.%s", i > 0 ? ", " : "", text->update.called,
                     orq_pg_name(arena, key->items[i]));
    return orq_str_text(&out);
}

const char *orq_batch_query(struct orq_arena *arena, const struct orq_batch_text *text,
                            const char *after)
{
    const struct orq_backfill *backfill = text->step->backfill;
    const char *key = key_of(arena, text);
    struct orq_str names = orq_str_new(arena), shown = orq_str_new(arena);
    struct orq_str last = orq_str_new(arena);
    for (size_t i = 0; i < backfill->key.len; i++) {
        orq_str_addf(&names, "%sk%zu", i > 0 ? ", " : "", i);
        orq_str_addf(&shown, "p.k%zu::text, ", i);
        orq_str_addf(&last, "%sp.k%zu DESC", i > 0 ? ", " : "", i);
    }
    const char *where = after ? orq_arena_printf(arena, " WHERE (%s) > (%s)", key, after) : "";
    return orq_arena_printf(
        arena,
        "SELECT %scount(*) OVER () FROM (SELECT %s FROM %s%s ORDER BY %s LIMIT %zu) p(%s)"
        " ORDER BY %s LIMIT 1",
        orq_str_text(&shown), key, text->update.target, where, key, backfill->batch,
        orq_str_text(&names), orq_str_text(&last));
}

const char *orq_batch_update(struct orq_arena *arena, const struct orq_batch_text *text,
                             const char *after, const char *upto)
{
    const struct orq_pg_update *update = &text->update;
    const char *sql = text->text + text->from, *key = key_of(arena, text);
    bool filters = update->condition < update->end;
    struct orq_str out = orq_str_new(arena);
    orq_str_addn(&out, text->text, text->from);
    orq_str_addn(&out, sql, update->condition);
    if (filters) {
        orq_str_addc(&out, '(');
        orq_str_addn(&out, sql + update->condition, update->end - update->condition);
    }
    orq_str_add(&out, filters ? ")\n  AND " : "\nWHERE ");
    if (after)
        orq_str_addf(&out, "(%s) > (%s) AND ", key, after);
    orq_str_addf(&out, "(%s) <= (%s);\n", key, upto);
    return orq_str_text(&out);
}
