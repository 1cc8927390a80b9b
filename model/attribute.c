#include "model/attribute.h"

static const struct {
    const char *word;
    enum orq_attribute_form form;
} keys[] = {
#define ORQ_ATTRIBUTE_ROW(key, word, form) [ORQ_ATTRIBUTE_##key] = {word, ORQ_FORM_##form},
    ORQ_ATTRIBUTES(ORQ_ATTRIBUTE_ROW)
#undef ORQ_ATTRIBUTE_ROW
};

const char *orq_attribute_word(enum orq_attribute_key key)
{
    return keys[key].word;
}

enum orq_attribute_form orq_attribute_form_of(enum orq_attribute_key key)
{
    return keys[key].form;
}

const struct orq_attribute *orq_attribute_find(const struct orq_attributes *attributes,
                                               enum orq_attribute_key key)
{
    for (size_t i = 0; i < attributes->len; i++)
        if (attributes->items[i].key == key)
            return &attributes->items[i];
    return NULL;
}

const char *orq_attribute_text(const struct orq_attributes *attributes, enum orq_attribute_key key)
{
    const struct orq_attribute *attribute = orq_attribute_find(attributes, key);
    return attribute ? attribute->text : NULL;
}

bool orq_attribute_is_set(const struct orq_attributes *attributes, enum orq_attribute_key key)
{
    return orq_attribute_find(attributes, key) != NULL;
}

static void put(struct orq_arena *arena, struct orq_attributes *attributes,
                struct orq_attribute attribute)
{
    size_t at = 0;
    while (at < attributes->len && attributes->items[at].key < attribute.key)
        at++;
    if (at == attributes->len || attributes->items[at].key != attribute.key) {
        ORQ_PUSH(arena, attributes, attribute);
        for (size_t i = attributes->len - 1; i > at; i--)
            attributes->items[i] = attributes->items[i - 1];
    }
    attributes->items[at] = attribute;
}

void orq_attribute_put(struct orq_arena *arena, struct orq_attributes *attributes,
                       enum orq_attribute_key key, const char *text, struct orq_span at)
{
    if (text)
        put(arena, attributes, (struct orq_attribute){.key = key, .text = text, .at = at});
}

void orq_attribute_put_list(struct orq_arena *arena, struct orq_attributes *attributes,
                            enum orq_attribute_key key, const struct orq_strings *list,
                            struct orq_span at)
{
    if (list->len > 0)
        put(arena, attributes, (struct orq_attribute){.key = key, .list = *list, .at = at});
}
