/* What a shape takes, asked without reporting anything. */
#include "model/shape.h"

#include <string.h>

const struct orq_shape_key *orq_shape_key_of(const struct orq_shape *map, const char *key)
{
    for (const struct orq_shape_key *row = map->keys; row->key; row++)
        if (row->key[0] == key[0] && strcmp(row->key, key) == 0)
            return row;
    return NULL;
}

static bool is_dialect(const char *key)
{
    for (const char *const *dialect = orq_shape_dialects; *dialect; dialect++)
        if ((*dialect)[0] == key[0] && strcmp(*dialect, key) == 0)
            return true;
    return false;
}

bool orq_shape_is_variant(const struct orq_shape *shape, const struct orq_yaml *node)
{
    if (!shape->varies || node->kind != ORQ_YAML_MAP || node->entries->len == 0)
        return false;
    for (size_t i = 0; i < node->entries->len; i++)
        if (!is_dialect(node->entries->items[i].key))
            return false;
    return true;
}

bool orq_shape_is_mixed(const struct orq_shape *shape, const struct orq_yaml *node)
{
    if (!shape->varies || node->kind != ORQ_YAML_MAP || orq_shape_is_variant(shape, node))
        return false;
    for (size_t i = 0; i < node->entries->len; i++)
        if (is_dialect(node->entries->items[i].key))
            return true;
    return false;
}

static bool is_scalar(const struct orq_yaml *node)
{
    return node->kind == ORQ_YAML_TEXT || node->kind == ORQ_YAML_NUMBER ||
           node->kind == ORQ_YAML_BOOL;
}

static bool is_integer(const struct orq_yaml *node)
{
    if (node->kind != ORQ_YAML_NUMBER)
        return false;
    size_t sign = node->text[0] == '-' || node->text[0] == '+';
    return strspn(node->text + sign, "0123456789") == strlen(node->text + sign);
}

/* "true" and "false" among the words are the booleans and not the texts. */
static bool is_word(const struct orq_shape *shape, const struct orq_yaml *node)
{
    if (!is_scalar(node))
        return false;
    for (const char *const *word = shape->words; *word; word++) {
        bool truth = strcmp(*word, "true") == 0;
        bool boolean = truth || strcmp(*word, "false") == 0;
        if (boolean ? node->kind == ORQ_YAML_BOOL && node->truth == truth
                    : node->kind == ORQ_YAML_TEXT && strcmp(*word, node->text) == 0)
            return true;
    }
    return false;
}

/* The value itself for scalars, the kind of the node alone for collections. */
static bool takes(const struct orq_shape *shape, const struct orq_yaml *node)
{
    switch (shape->kind) {
    case ORQ_SHAPE_TEXT:
        return node->kind == ORQ_YAML_TEXT;
    case ORQ_SHAPE_SQL:
    case ORQ_SHAPE_SCALAR:
        return is_scalar(node);
    case ORQ_SHAPE_LITERAL:
        return is_scalar(node) || node->kind == ORQ_YAML_NULL;
    case ORQ_SHAPE_NULL:
        return node->kind == ORQ_YAML_NULL;
    case ORQ_SHAPE_BOOL:
        return node->kind == ORQ_YAML_BOOL;
    case ORQ_SHAPE_INTEGER:
        return is_integer(node);
    case ORQ_SHAPE_WORD:
        return is_word(shape, node);
    case ORQ_SHAPE_EMPTY:
        return (node->kind == ORQ_YAML_MAP && node->entries->len == 0) ||
               (node->kind == ORQ_YAML_LIST && node->items->len == 0);
    case ORQ_SHAPE_LIST:
        return node->kind == ORQ_YAML_LIST;
    case ORQ_SHAPE_NAMES:
    case ORQ_SHAPE_MAP:
        return node->kind == ORQ_YAML_MAP;
    case ORQ_SHAPE_ANY:
        return orq_shape_choose(shape, node) != NULL;
    }
    return false;
}

bool orq_shape_takes(const struct orq_shape *shape, const struct orq_yaml *node)
{
    return takes(shape, node);
}

static bool shares_a_key(const struct orq_shape *map, const struct orq_yaml *node)
{
    for (size_t i = 0; map->kind == ORQ_SHAPE_MAP && i < node->entries->len; i++)
        if (orq_shape_key_of(map, node->entries->items[i].key))
            return true;
    return false;
}

/* Among several kinds of map the one that knows a key of the node is meant. */
const struct orq_shape *orq_shape_choose(const struct orq_shape *shape, const struct orq_yaml *node)
{
    const struct orq_shape *fallback = NULL;
    size_t strangers = 0;
    for (const struct orq_shape *const *any = shape->any; *any; any++) {
        if (!takes(*any, node))
            continue;
        if ((*any)->kind != ORQ_SHAPE_MAP || shares_a_key(*any, node))
            return *any;
        fallback = *any;
        strangers++;
    }
    return strangers == 1 ? fallback : NULL;
}
