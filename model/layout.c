#include "model/layout.h"

#include "base/map.h"

#include <string.h>
#include <yaml.h>

#define DEEPEST 200 /* what is nested deeper is no model */

struct reader {
    struct orq_layout *layout;
    yaml_parser_t parser;
    size_t *bytes; /* of each character, where it begins */
    size_t characters;
    struct orq_map *anchors; /* name -> struct orq_layout_node */
    unsigned depth;
};

/* libyaml counts characters. */
static size_t *byte_offsets(struct orq_arena *arena, const char *text, size_t len, size_t skip,
                            size_t *count)
{
    size_t *bytes = ORQ_NEW_ARRAY(arena, size_t, len + 1);
    *count = 0;
    for (size_t i = skip; i < len; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            bytes[(*count)++] = i;
    bytes[*count] = len;
    return bytes;
}

static size_t byte_of(const struct reader *reader, yaml_mark_t mark)
{
    return reader->bytes[mark.index < reader->characters ? mark.index : reader->characters];
}

static struct orq_layout_node *read_node(struct reader *reader, const yaml_event_t *event);

static bool next(struct reader *reader, yaml_event_t *event)
{
    return yaml_parser_parse(&reader->parser, event) != 0;
}

/* Reads the node that the next event begins; NULL at an end of a collection, or where reading
 * stopped (*ended tells). */
static struct orq_layout_node *read_next(struct reader *reader, yaml_mark_t *end, bool *ended)
{
    yaml_event_t event;
    *ended = false;
    if (!next(reader, &event))
        return NULL;
    struct orq_layout_node *node = NULL;
    *end = event.end_mark;
    if (event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT)
        *ended = true;
    else
        node = read_node(reader, &event);
    yaml_event_delete(&event);
    return node;
}

static struct orq_layout_node *new_node(struct reader *reader, const yaml_event_t *event,
                                        const yaml_char_t *anchor)
{
    struct orq_layout_node *node = ORQ_NEW(reader->layout->arena, struct orq_layout_node);
    node->from = byte_of(reader, event->start_mark);
    node->to = byte_of(reader, event->end_mark);
    node->line = event->start_mark.line + 1;
    node->column = event->start_mark.column + 1;
    node->anchored = anchor != NULL;
    if (anchor)
        orq_map_put(reader->anchors, orq_arena_strdup(reader->layout->arena, (const char *)anchor),
                    node);
    return node;
}

static struct orq_layout_node *read_scalar(struct reader *reader, const yaml_event_t *event)
{
    struct orq_layout_node *node = new_node(reader, event, event->data.scalar.anchor);
    node->text = orq_arena_strndup(reader->layout->arena, (const char *)event->data.scalar.value,
                                   event->data.scalar.length);
    yaml_scalar_style_t style = event->data.scalar.style;
    const char *text = reader->layout->text;
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
        while (node->to > node->from && strchr(" \t\r\n", text[node->to - 1]))
            node->to--;
    return node;
}

static struct orq_layout_node *read_alias(struct reader *reader, const yaml_event_t *event)
{
    struct orq_layout_node *node = new_node(reader, event, NULL);
    node->kind = ORQ_LAYOUT_ALIAS;
    node->text = orq_arena_strdup(reader->layout->arena, (const char *)event->data.alias.anchor);
    node->target = orq_map_get(reader->anchors, node->text);
    return node;
}

/* A block ends with its last part: what libyaml says is where the next one begins. */
static void close_collection(struct reader *reader, struct orq_layout_node *node, yaml_mark_t end)
{
    if (node->flow) {
        node->to = byte_of(reader, end);
    } else if (node->entries.len > 0) {
        const struct orq_layout_entry *last = node->entries.items[node->entries.len - 1];
        node->to = last->value->to > last->key_to ? last->value->to : last->key_to;
    }
}

/* The dash of an item, which stands on the line of the item or above. */
static size_t dash_of(const struct reader *reader, const struct orq_layout_node *list, size_t from)
{
    do
        from--;
    while (from > list->from && reader->layout->text[from] != '-');
    return from;
}

static struct orq_layout_node *read_list(struct reader *reader, const yaml_event_t *start)
{
    struct orq_layout_node *list = new_node(reader, start, start->data.sequence_start.anchor);
    list->kind = ORQ_LAYOUT_LIST;
    list->flow = start->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    for (;;) {
        yaml_mark_t end;
        bool ended;
        struct orq_layout_node *item = read_next(reader, &end, &ended);
        if (ended) {
            close_collection(reader, list, end);
            return list;
        }
        if (!item)
            return NULL;
        struct orq_layout_entry *entry = ORQ_NEW(reader->layout->arena, struct orq_layout_entry);
        entry->from = list->flow ? item->from : dash_of(reader, list, item->from);
        entry->key_to = item->from;
        entry->line = item->line;
        entry->column = item->column;
        entry->value = item;
        ORQ_PUSH(reader->layout->arena, &list->entries, entry);
    }
}

static struct orq_layout_node *read_map(struct reader *reader, const yaml_event_t *start)
{
    struct orq_layout_node *map = new_node(reader, start, start->data.mapping_start.anchor);
    map->kind = ORQ_LAYOUT_MAP;
    map->flow = start->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    for (;;) {
        yaml_mark_t end;
        bool ended;
        const struct orq_layout_node *key = read_next(reader, &end, &ended);
        if (ended) {
            close_collection(reader, map, end);
            return map;
        }
        struct orq_layout_entry *entry = ORQ_NEW(reader->layout->arena, struct orq_layout_entry);
        if (!key || key->kind != ORQ_LAYOUT_SCALAR)
            return NULL;
        entry->key = key->text;
        entry->from = key->from;
        entry->key_to = key->to;
        entry->line = key->line;
        entry->column = key->column;
        entry->value = read_next(reader, &end, &ended);
        if (!entry->value)
            return NULL;
        ORQ_PUSH(reader->layout->arena, &map->entries, entry);
    }
}

static struct orq_layout_node *read_node(struct reader *reader, const yaml_event_t *event)
{
    struct orq_layout_node *node = NULL;
    if (event->type == YAML_ALIAS_EVENT)
        return read_alias(reader, event);
    if (event->type == YAML_SCALAR_EVENT)
        return read_scalar(reader, event);
    if (reader->depth++ < DEEPEST)
        node = event->type == YAML_SEQUENCE_START_EVENT ? read_list(reader, event)
                                                        : read_map(reader, event);
    reader->depth--;
    return node;
}

/* false: there is no document, or several. */
static bool read_document(struct reader *reader)
{
    bool ended = false;
    size_t documents = 0;
    while (!ended) {
        yaml_event_t event;
        if (!next(reader, &event))
            return false;
        yaml_event_type_t type = event.type;
        bool part = type != YAML_STREAM_START_EVENT && type != YAML_STREAM_END_EVENT &&
                    type != YAML_DOCUMENT_START_EVENT && type != YAML_DOCUMENT_END_EVENT;
        if (part)
            reader->layout->root = read_node(reader, &event);
        documents += type == YAML_DOCUMENT_START_EVENT;
        ended = type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if ((part && !reader->layout->root) || documents > 1)
            return false;
    }
    return true;
}

/* That of the first block in a block; two blanks where there is none. */
static size_t step_of(const struct orq_layout_node *node)
{
    for (size_t i = 0; node && i < node->entries.len; i++) {
        const struct orq_layout_node *value = node->entries.items[i]->value;
        if (value->kind != ORQ_LAYOUT_MAP || value->flow || value->entries.len == 0)
            continue;
        size_t column = value->entries.items[0]->column;
        if (node->kind == ORQ_LAYOUT_MAP && column > node->entries.items[0]->column)
            return column - node->entries.items[0]->column;
    }
    return 2;
}

static bool read_layout(struct orq_layout *layout, size_t skip)
{
    struct orq_arena *scratch = orq_arena_new();
    struct reader reader = {.layout = layout, .anchors = orq_map_new(scratch, ORQ_KEYS_EXACT)};
    reader.bytes = byte_offsets(scratch, layout->text, layout->len, skip, &reader.characters);
    bool read = yaml_parser_initialize(&reader.parser) != 0;
    if (read) {
        yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&reader.parser, (const unsigned char *)layout->text + skip,
                                     layout->len - skip);
        read = read_document(&reader);
        yaml_parser_delete(&reader.parser);
    }
    orq_arena_free(scratch);
    return read;
}

struct orq_layout *orq_layout_parse(struct orq_arena *arena, const char *file, const char *text,
                                    size_t len)
{
    size_t skip = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    const char *line = memchr(text, '\n', len);
    struct orq_layout *layout = ORQ_NEW(arena, struct orq_layout);
    layout->arena = arena;
    layout->file = file;
    layout->text = text;
    layout->len = len;
    layout->line_end = line && line > text && line[-1] == '\r' ? "\r\n" : "\n";
    if (!read_layout(layout, skip))
        return NULL;
    if (!layout->root) {
        layout->root = ORQ_NEW(arena, struct orq_layout_node);
        *layout->root = (struct orq_layout_node){.kind = ORQ_LAYOUT_MAP, .from = len, .to = len};
    }
    layout->step = step_of(layout->root);
    return layout;
}

struct orq_layout_node *orq_layout_meant(struct orq_layout_node *node)
{
    return node && node->kind == ORQ_LAYOUT_ALIAS ? node->target : node;
}

struct orq_layout_entry *orq_layout_get(const struct orq_layout_node *map, const char *key)
{
    for (size_t i = 0; map && map->kind == ORQ_LAYOUT_MAP && i < map->entries.len; i++)
        if (!map->entries.items[i]->gone && strcmp(map->entries.items[i]->key, key) == 0)
            return map->entries.items[i];
    return NULL;
}

static bool is_before(size_t line, size_t column, const struct orq_layout_entry *entry)
{
    return line < entry->line || (line == entry->line && column < entry->column);
}

/* The last entry that does not begin behind the position. */
static struct orq_layout_entry *entry_towards(const struct orq_layout_node *node, size_t line,
                                              size_t column)
{
    size_t low = 0, high = node->entries.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(line, column, node->entries.items[middle]))
            high = middle;
        else
            low = middle + 1;
    }
    return low > 0 ? node->entries.items[low - 1] : NULL;
}

struct orq_layout_entry *orq_layout_key_at(const struct orq_layout *layout, size_t line,
                                           size_t column)
{
    struct orq_layout_entry *found = NULL;
    for (const struct orq_layout_node *node = layout->root; node;) {
        struct orq_layout_entry *entry = entry_towards(node, line, column);
        if (entry && entry->line == line && entry->column == column)
            found = entry;
        node = entry ? entry->value : NULL;
    }
    return found;
}
