#include "history/texts.h"

#include "base/hash.h"
#include "model/model.h"
#include "sql/quote.h"
#include "sql/sqlite_ddl.h"
#include "sql/token.h"

#include <stdlib.h>
#include <string.h>

struct text {
    const char *object; /* "table t" */
    const char *canonical;
};
ORQ_VEC_OF(texts, struct text);

/* A RENAME leaves names in quotes where there were none, also where they could be strings, so that
 * canonical tokens keep their case: here every quoted name counts as the folded name. */
static const char *without_quotes(struct orq_arena *arena, const char *sql)
{
    struct orq_str text = orq_str_new(arena);
    struct orq_lexer lexer = orq_lexer_new(sql, strlen(sql));
    for (struct orq_token token = orq_lexer_next(&lexer); token.kind != ORQ_TOKEN_END;
         token = orq_lexer_next(&lexer)) {
        if (token.kind == ORQ_TOKEN_QUOTED)
            orq_str_add(&text, orq_ascii_fold(arena, orq_token_name(arena, sql, token)));
        else
            orq_str_addn(&text, sql + token.offset, token.len);
        orq_str_addc(&text, ' ');
    }
    return orq_str_text(&text);
}

static void add(struct orq_arena *arena, struct texts *texts, enum orq_kind kind, const char *name,
                const char *sql)
{
    const char *object = orq_arena_printf(arena, "%s %s", orq_kind_word(kind),
                                          orq_ascii_fold(arena, orq_shown_name(arena, name)));
    const char *canonical =
        sql == NULL ? "" : without_quotes(arena, orq_tokens_canonical(arena, sql, strlen(sql)));
    ORQ_PUSH(arena, texts, ((struct text){.object = object, .canonical = canonical}));
}

static struct texts texts_of(struct orq_arena *arena, const struct orq_schema *schema)
{
    struct texts texts = {0};
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct orq_table *table = schema->tables.items[i];
        add(arena, &texts, ORQ_KIND_TABLE, table->name, table->sql);
        for (size_t k = 0; k < table->indexes.len; k++) {
            const struct orq_index *index = table->indexes.items[k];
            add(arena, &texts, ORQ_KIND_INDEX, index->name, index->sql);
        }
    }
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *definition = schema->definitions.items[i];
        add(arena, &texts, definition->kind, definition->name, definition->sql);
    }
    return texts;
}

const char *orq_texts_difference(struct orq_arena *arena, const struct orq_schema *expected,
                                 const struct orq_schema *found)
{
    struct texts wanted = texts_of(arena, expected);
    struct texts present = texts_of(arena, found);
    struct orq_map *by_object = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < present.len; i++)
        orq_map_put(by_object, present.items[i].object, &present.items[i]);
    for (size_t i = 0; i < wanted.len; i++) {
        const struct text *text = orq_map_get(by_object, wanted.items[i].object);
        if (text == NULL || !orq_str_equal(text->canonical, wanted.items[i].canonical))
            return wanted.items[i].object;
        orq_map_remove(by_object, wanted.items[i].object);
    }
    for (size_t i = 0; i < present.len; i++) {
        if (orq_map_get(by_object, present.items[i].object) != NULL)
            return present.items[i].object;
    }
    return NULL;
}

static int by_object(const void *a, const void *b)
{
    const struct text *left = a, *right = b;
    int order = strcmp(left->object, right->object);
    return order != 0 ? order : strcmp(left->canonical, right->canonical);
}

static const char *model_sha256(struct orq_arena *arena, const struct orq_schema *schema)
{
    const char *text = orq_model_write(arena, schema);
    struct orq_hash *hash = orq_hash_new(arena);
    orq_hash_add(hash, text, strlen(text));
    return orq_hash_hex(arena, hash);
}

const char *orq_texts_sha256(struct orq_arena *arena, const struct orq_schema *schema)
{
    if (!schema->dialect->stores_texts)
        return model_sha256(arena, schema);
    struct texts texts = texts_of(arena, schema);
    struct orq_hash *hash = orq_hash_new(arena);
    if (texts.len > 0)
        qsort(texts.items, texts.len, sizeof *texts.items, by_object);
    for (size_t i = 0; i < texts.len; i++) {
        orq_hash_add(hash, texts.items[i].object, strlen(texts.items[i].object) + 1);
        orq_hash_add(hash, texts.items[i].canonical, strlen(texts.items[i].canonical) + 1);
    }
    return orq_hash_hex(arena, hash);
}
