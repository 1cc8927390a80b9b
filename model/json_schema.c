/* The shapes as a JSON Schema (draft 2020-12), for editors. */
#include "base/map.h"
#include "model/model.h"
#include "model/shape.h"

#include <string.h>

/* A shape that is written once, among $defs: with the map of dialects around it, or without. */
struct def {
    const struct orq_shape *shape;
    const char *name;
    bool variant;
};
ORQ_VEC_OF(defs, struct def);

struct writer {
    struct orq_json json;
    struct orq_arena *arena;
    struct orq_map *seen; /* names of $defs */
    struct defs defs;
};

static void write_shape(struct writer *writer, const struct orq_shape *shape);

static void write_types(struct writer *writer, const char *types)
{
    orq_json_key(&writer->json, "type");
    if (!strchr(types, ' ')) {
        orq_json_text(&writer->json, types);
        return;
    }
    orq_json_open_array(&writer->json);
    for (const char *at = types; *at;) {
        size_t len = strcspn(at, " ");
        orq_json_text(&writer->json, orq_arena_strndup(writer->arena, at, len));
        at += len + (at[len] == ' ');
    }
    orq_json_close_array(&writer->json);
}

static void write_word(struct writer *writer, const char *word)
{
    if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0)
        orq_json_bool(&writer->json, strcmp(word, "true") == 0);
    else
        orq_json_text(&writer->json, word);
}

static void write_words(struct writer *writer, const char *const *words)
{
    orq_json_key(&writer->json, "enum");
    orq_json_open_array(&writer->json);
    for (; *words; words++)
        write_word(writer, *words);
    orq_json_close_array(&writer->json);
}

static void write_keys(struct writer *writer, const struct orq_shape *shape)
{
    orq_json_key(&writer->json, "properties");
    orq_json_open_object(&writer->json);
    for (const struct orq_shape_key *row = shape->keys; row->key; row++) {
        orq_json_key(&writer->json, row->key);
        orq_json_open_object(&writer->json);
        orq_json_member(&writer->json, "description", row->about);
        write_shape(writer, row->shape);
        orq_json_close_object(&writer->json);
    }
    orq_json_close_object(&writer->json);
}

static void write_required(struct writer *writer, const struct orq_shape *shape)
{
    bool any = false;
    for (const struct orq_shape_key *row = shape->keys; row->key; row++) {
        if (!row->required)
            continue;
        if (!any) {
            orq_json_key(&writer->json, "required");
            orq_json_open_array(&writer->json);
        }
        any = true;
        orq_json_text(&writer->json, row->key);
    }
    if (any)
        orq_json_close_array(&writer->json);
}

static void write_exactly(struct writer *writer, const char *const *keys)
{
    orq_json_key(&writer->json, "oneOf");
    orq_json_open_array(&writer->json);
    for (; *keys; keys++) {
        orq_json_open_object(&writer->json);
        orq_json_key(&writer->json, "required");
        orq_json_open_array(&writer->json);
        orq_json_text(&writer->json, *keys);
        orq_json_close_array(&writer->json);
        orq_json_close_object(&writer->json);
    }
    orq_json_close_array(&writer->json);
}

static void write_closed(struct writer *writer)
{
    orq_json_key(&writer->json, "additionalProperties");
    orq_json_bool(&writer->json, false);
}

static void write_map(struct writer *writer, const struct orq_shape *shape)
{
    write_types(writer, "object");
    write_keys(writer, shape);
    write_closed(writer);
    write_required(writer, shape);
    if (shape->exactly)
        write_exactly(writer, shape->exactly);
}

static void write_child(struct writer *writer, const char *key, const struct orq_shape *shape)
{
    orq_json_key(&writer->json, key);
    orq_json_open_object(&writer->json);
    write_shape(writer, shape);
    orq_json_close_object(&writer->json);
}

static void write_list(struct writer *writer, const struct orq_shape *shape)
{
    write_types(writer, "array");
    if (shape->least > 0) {
        orq_json_key(&writer->json, "minItems");
        orq_json_number(&writer->json, (int64_t)shape->least);
    }
    write_child(writer, "items", shape->of);
}

static void write_any(struct writer *writer, const struct orq_shape *shape)
{
    orq_json_key(&writer->json, "anyOf");
    orq_json_open_array(&writer->json);
    for (const struct orq_shape *const *any = shape->any; *any; any++) {
        orq_json_open_object(&writer->json);
        write_shape(writer, *any);
        orq_json_close_object(&writer->json);
    }
    orq_json_close_array(&writer->json);
}

static void write_empty(struct writer *writer)
{
    write_types(writer, "object array");
    orq_json_key(&writer->json, "maxProperties");
    orq_json_number(&writer->json, 0);
    orq_json_key(&writer->json, "maxItems");
    orq_json_number(&writer->json, 0);
}

/* The shape in full, without the map of dialects around it. */
static void write_body(struct writer *writer, const struct orq_shape *shape)
{
    switch (shape->kind) {
    case ORQ_SHAPE_TEXT:
        write_types(writer, "string");
        return;
    case ORQ_SHAPE_SQL:
    case ORQ_SHAPE_SCALAR:
        write_types(writer, "string number boolean");
        return;
    case ORQ_SHAPE_LITERAL:
        write_types(writer, "string number boolean null");
        return;
    case ORQ_SHAPE_NULL:
        write_types(writer, "null");
        return;
    case ORQ_SHAPE_BOOL:
        write_types(writer, "boolean");
        return;
    case ORQ_SHAPE_INTEGER:
        write_types(writer, "integer");
        return;
    case ORQ_SHAPE_WORD:
        write_words(writer, shape->words);
        return;
    case ORQ_SHAPE_EMPTY:
        write_empty(writer);
        return;
    case ORQ_SHAPE_LIST:
        write_list(writer, shape);
        return;
    case ORQ_SHAPE_NAMES:
        write_types(writer, "object");
        write_child(writer, "additionalProperties", shape->of);
        return;
    case ORQ_SHAPE_MAP:
        write_map(writer, shape);
        return;
    case ORQ_SHAPE_ANY:
        write_any(writer, shape);
        return;
    }
}

static void write_reference(struct writer *writer, const struct orq_shape *shape, bool variant)
{
    const char *name =
        orq_arena_printf(writer->arena, variant ? "%s_by_dialect" : "%s", shape->name);
    if (!orq_map_get(writer->seen, name)) {
        orq_map_put(writer->seen, name, writer);
        ORQ_PUSH(writer->arena, &writer->defs, ((struct def){shape, name, variant}));
    }
    orq_json_member(&writer->json, "$ref", orq_arena_printf(writer->arena, "#/$defs/%s", name));
}

static void write_plain(struct writer *writer, const struct orq_shape *shape)
{
    if (shape->name)
        write_reference(writer, shape, false);
    else
        write_body(writer, shape);
}

static void write_dialects(struct writer *writer, const struct orq_shape *shape)
{
    orq_json_open_object(&writer->json);
    write_types(writer, "object");
    orq_json_key(&writer->json, "minProperties");
    orq_json_number(&writer->json, 1);
    orq_json_key(&writer->json, "properties");
    orq_json_open_object(&writer->json);
    for (const char *const *dialect = orq_shape_dialects; *dialect; dialect++) {
        orq_json_key(&writer->json, *dialect);
        orq_json_open_object(&writer->json);
        write_plain(writer, shape);
        orq_json_close_object(&writer->json);
    }
    orq_json_close_object(&writer->json);
    write_closed(writer);
    orq_json_close_object(&writer->json);
}

static void write_variant(struct writer *writer, const struct orq_shape *shape)
{
    orq_json_key(&writer->json, "anyOf");
    orq_json_open_array(&writer->json);
    orq_json_open_object(&writer->json);
    write_plain(writer, shape);
    orq_json_close_object(&writer->json);
    write_dialects(writer, shape);
    orq_json_close_array(&writer->json);
}

static void write_shape(struct writer *writer, const struct orq_shape *shape)
{
    if (shape->varies && shape->name)
        write_reference(writer, shape, true);
    else if (shape->varies)
        write_variant(writer, shape);
    else
        write_plain(writer, shape);
}

static void write_def(struct writer *writer, const struct def *def)
{
    orq_json_key(&writer->json, def->name);
    orq_json_open_object(&writer->json);
    if (def->variant)
        write_variant(writer, def->shape);
    else
        write_body(writer, def->shape);
    orq_json_close_object(&writer->json);
}

const char *orq_model_json_schema(struct orq_arena *arena)
{
    struct orq_str out = orq_str_new(arena);
    struct writer writer = {
        .json = orq_json_new(&out), .arena = arena, .seen = orq_map_new(arena, ORQ_KEYS_EXACT)};
    orq_json_open_object(&writer.json);
    orq_json_member(&writer.json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    orq_json_member(&writer.json, "title", "orqgen model");
    write_body(&writer, &orq_shape_root);
    orq_json_key(&writer.json, "$defs");
    orq_json_open_object(&writer.json);
    for (size_t i = 0; i < writer.defs.len; i++) {
        const struct def def = writer.defs.items[i];
        write_def(&writer, &def);
    }
    orq_json_close_object(&writer.json);
    orq_json_close_object(&writer.json);
    return orq_str_text(&out);
}
