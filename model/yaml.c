#include "base/map.h"
#include "model/yaml_parts.h"

#include <string.h>

#define DEEPEST 100
#define MOST_EXPANDED 1000000
#define LONGEST_WORD 24
#define FEW_KEYS 16 /* up to here looking at each is quicker than hashing */

struct built {
    struct orq_yaml *node; /* NULL: reading stopped */
    size_t size;           /* nodes in it, aliases counted out */
    unsigned depth;        /* levels in it */
};

struct reader {
    struct orq_yaml_source source;
    yaml_parser_t parser;
    struct orq_map *anchors;     /* name -> struct built */
    struct orq_map *words;       /* short texts, each kept once */
    struct orq_yaml_raws raws;   /* of the maps that are open */
    struct orq_yaml_items items; /* of the lists that are open */
    struct orq_yaml key;         /* the one that is being read */
    size_t expanded;             /* nodes that aliases added */
    unsigned depth;
    unsigned flow; /* collections in flow style around */
    bool stopped;
};

static struct built read_node(struct reader *reader, yaml_event_t *event, const char *key);

static struct orq_span span_of(const struct reader *reader, yaml_mark_t mark)
{
    return orq_yaml_span(&reader->source, mark);
}

static size_t character_length(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

void orq_yaml_advance(struct orq_yaml_source *source, size_t index, bool tabs)
{
    struct orq_yaml_cursor *at = &source->cursor;
    bool comment = false;
    bool reported = false;
    while (at->index < index && at->byte < source->len) {
        char byte = source->text[at->byte];
        if (byte > '#' && byte < 0x7f) { /* one byte, and nothing to look at: most of a file */
            at->byte++;
            at->index++;
            at->column++;
            continue;
        }
        comment = comment || byte == '#';
        if (byte == '\t' && tabs && !comment && !reported) {
            struct orq_span span = {source->file, at->line, at->column};
            orq_error(source->diags, span, "a tab cannot stand between the parts of a model");
            orq_hint(source->diags, "use spaces");
            reported = true;
        }
        at->byte += character_length((unsigned char)byte);
        at->index++;
        at->column++;
        if (byte == '\n') {
            at->line++;
            at->column = 1;
            comment = reported = false;
        }
    }
}

/* False: libyaml stopped, and that was reported. */
static bool next_event(struct reader *reader, yaml_event_t *event)
{
    if (reader->stopped)
        return false;
    if (!yaml_parser_parse(&reader->parser, event)) {
        orq_yaml_report(&reader->source, &reader->parser);
        reader->stopped = true;
        return false;
    }
    orq_yaml_advance(&reader->source, event->start_mark.index, true);
    return true;
}

static struct built stop(struct reader *reader)
{
    reader->stopped = true;
    return (struct built){0};
}

static unsigned column_of(yaml_mark_t mark)
{
    return mark.column < ORQ_YAML_LONGEST ? (unsigned)(mark.column + 1) & ORQ_YAML_LONGEST
                                          : ORQ_YAML_LONGEST;
}

static void place(struct reader *reader, struct orq_yaml *node, yaml_mark_t mark)
{
    node->file = reader->source.file;
    node->line = (uint32_t)mark.line + 1;
    node->column = column_of(mark) & ORQ_YAML_LONGEST;
}

static struct orq_yaml *new_node(struct reader *reader, enum orq_yaml_kind kind, yaml_mark_t mark)
{
    struct orq_yaml *node = ORQ_NEW(reader->source.tree, struct orq_yaml);
    node->kind = kind;
    place(reader, node, mark);
    return node;
}

static void refuse_tag(struct reader *reader, const yaml_char_t *tag, yaml_mark_t mark)
{
    static const char standard[] = "tag:yaml.org,2002:";
    if (!tag)
        return;
    const char *text = (const char *)tag;
    bool shorthand = orq_starts_with(text, standard);
    orq_error(reader->source.diags, span_of(reader, mark), "a tag (%s%s) cannot stand in a model",
              shorthand ? "!!" : "", shorthand ? text + sizeof standard - 1 : text);
    orq_hint(reader->source.diags, "a text that looks like a number or true stays text in quotes");
}

/* Remembers an unquoted text in flow style that ends inside a parenthesis. */
static void watch_for_cut(struct reader *reader, const struct orq_yaml *node, const char *key)
{
    if (reader->flow == 0 || node->quoted || reader->source.cut.found || !strchr(node->text, '(') ||
        orq_yaml_balanced(node->text))
        return;
    reader->source.cut = (struct orq_yaml_cut){
        .found = true, .key = key, .byte = reader->source.cursor.byte, .at = orq_yaml_at(node)};
}

/* Keys and types stand in a model thousands of times. */
static const char *text_of(struct reader *reader, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    const char *known = len <= LONGEST_WORD ? orq_map_get(reader->words, text) : NULL;
    if (known)
        return known;
    char *copy = orq_arena_strndup(reader->source.arena, text, len);
    if (len <= LONGEST_WORD)
        orq_map_put(reader->words, copy, copy);
    return copy;
}

static void fill_scalar(struct reader *reader, const yaml_event_t *event, const char *key,
                        struct orq_yaml *node)
{
    node->kind = ORQ_YAML_TEXT;
    place(reader, node, event->start_mark);
    node->text = text_of(reader, event);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (strlen(node->text) != event->data.scalar.length)
        orq_error(reader->source.diags, orq_yaml_at(node), "a text cannot hold a zero byte (\\0)");
    refuse_tag(reader, event->data.scalar.tag, event->start_mark);
    if (!node->quoted)
        orq_yaml_resolve_plain(node);
    if (!event->data.scalar.anchor)
        watch_for_cut(reader, node, key);
    orq_yaml_advance(&reader->source, event->end_mark.index, false);
}

static struct built read_scalar(struct reader *reader, const yaml_event_t *event, const char *key)
{
    struct orq_yaml *node = ORQ_NEW(reader->source.tree, struct orq_yaml);
    fill_scalar(reader, event, key, node);
    return (struct built){node, 1, 1};
}

static bool count_expanded(struct reader *reader, size_t more, struct orq_span at)
{
    reader->expanded += more;
    if (reader->expanded <= MOST_EXPANDED)
        return true;
    orq_error(reader->source.diags, at, "aliases expand this document to more than %d nodes",
              MOST_EXPANDED);
    reader->stopped = true;
    return false;
}

static bool check_depth(struct reader *reader, unsigned more, struct orq_span at)
{
    if (reader->depth + more <= DEEPEST)
        return true;
    orq_error(reader->source.diags, at, "nested deeper than %d levels", DEEPEST);
    reader->stopped = true;
    return false;
}

static struct built read_alias(struct reader *reader, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    struct orq_span at = span_of(reader, event->start_mark);
    const struct built *target = orq_map_get(reader->anchors, name);
    if (!target) {
        orq_error(reader->source.diags, at, "*%s: there is no anchor &%s before it", name, name);
        struct orq_yaml *node = new_node(reader, ORQ_YAML_NULL, event->start_mark);
        return (struct built){node, 1, 1};
    }
    if (!target->node) {
        orq_error(reader->source.diags, at, "*%s stands inside its own anchor", name);
        return stop(reader);
    }
    if (!count_expanded(reader, target->size, at) || !check_depth(reader, target->depth, at))
        return (struct built){0};
    return *target;
}

static void close_list(struct reader *reader, struct orq_yaml *list, size_t from)
{
    struct piece {
        struct orq_yaml_items list;
        const struct orq_yaml *items[];
    } * piece;
    size_t len = reader->items.len - from;
    piece = orq_arena_alloc(reader->source.tree, sizeof *piece + len * sizeof *piece->items);
    if (len > 0)
        memcpy(piece->items, reader->items.items + from, len * sizeof *piece->items);
    piece->list = (struct orq_yaml_items){piece->items, len, len};
    list->items = &piece->list;
    reader->items.len = from;
}

static void add_part(struct built *whole, const struct built *part)
{
    whole->size += part->size;
    if (part->depth + 1 > whole->depth)
        whole->depth = part->depth + 1;
}

static struct built read_list(struct reader *reader, const yaml_event_t *start)
{
    struct orq_yaml *list = new_node(reader, ORQ_YAML_LIST, start->start_mark);
    struct built built = {list, 1, 1};
    size_t from = reader->items.len;
    for (;;) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return stop(reader);
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&event);
            close_list(reader, list, from);
            return built;
        }
        struct built item = read_node(reader, &event, NULL);
        if (!item.node)
            return stop(reader);
        ORQ_PUSH(reader->source.scratch, &reader->items, item.node);
        add_part(&built, &item);
    }
}

struct keys {               /* which keys an open map has */
    size_t from;            /* its first entry among the raws */
    struct orq_map *hashed; /* NULL while there are few */
};

/* Most keys differ in their first byte. */
static bool same_key(const char *a, const char *b)
{
    return a[0] == b[0] && strcmp(a, b) == 0;
}

/* The entry that has the key already; NULL: none. */
static const struct orq_yaml_entry *find_key(struct reader *reader, struct keys *keys,
                                             const char *key)
{
    const struct orq_yaml_raws *raws = &reader->raws;
    if (!keys->hashed) {
        for (size_t i = keys->from; i < raws->len; i++)
            if (same_key(raws->items[i].entry.key, key))
                return &raws->items[i].entry;
        return NULL;
    }
    const size_t *position = orq_map_get(keys->hashed, key);
    return position ? &raws->items[*position].entry : NULL;
}

static void push_key(struct reader *reader, struct keys *keys, const struct orq_yaml_raw *raw)
{
    struct orq_arena *arena = reader->source.scratch;
    struct orq_yaml_raws *raws = &reader->raws;
    ORQ_PUSH(arena, raws, *raw);
    size_t count = raws->len - keys->from;
    if (count <= FEW_KEYS)
        return;
    if (!keys->hashed)
        keys->hashed = orq_map_new(arena, ORQ_KEYS_EXACT);
    for (size_t i = count == FEW_KEYS + 1 ? keys->from : raws->len - 1; i < raws->len; i++) {
        /* Not the entry itself: entries move when their vector grows. */
        size_t *position = ORQ_NEW(arena, size_t);
        *position = i;
        orq_map_put(keys->hashed, raws->items[i].entry.key, position);
    }
}

/* Of a key only the text is kept; the event is released. */
static const struct orq_yaml *read_plain_key(struct reader *reader, yaml_event_t *event)
{
    reader->key = (struct orq_yaml){0};
    fill_scalar(reader, event, NULL, &reader->key);
    yaml_event_delete(event);
    return &reader->key;
}

/* The key as text; a map or list as a key gives NULL, reported. */
static const char *read_key(struct reader *reader, yaml_event_t *event, struct orq_yaml_raw *raw)
{
    bool scalar = event->type == YAML_SCALAR_EVENT;
    const struct orq_span at = span_of(reader, event->start_mark);
    raw->entry.line = (uint32_t)at.line;
    raw->entry.column = column_of(event->start_mark);
    bool shared = event->type == YAML_ALIAS_EVENT;
    const struct orq_yaml *node = scalar && !event->data.scalar.anchor
                                      ? read_plain_key(reader, event)
                                      : read_node(reader, event, NULL).node;
    if (!node)
        return NULL;
    if (!node->text || (shared && node->kind != ORQ_YAML_TEXT)) {
        orq_error(reader->source.diags, at, "a key is a text, not %s", orq_yaml_kind_word(node));
        return "";
    }
    if (node->text[0] == '\0' && !node->quoted)
        orq_error(reader->source.diags, at, "a key is missing before ':'");
    raw->merge = scalar && !node->quoted && strcmp(node->text, "<<") == 0;
    return node->text;
}

static void report_duplicate(struct reader *reader, const struct orq_yaml_entry *entry,
                             struct orq_span first)
{
    orq_error(reader->source.diags, orq_yaml_key_at(entry),
              "the key \"%s\" stands here a second time", entry->key);
    if (strcmp(entry->key, "<<") == 0)
        orq_hint(reader->source.diags, "merge several with a list: <<: [*a, *b]");
    else
        orq_hint(reader->source.diags, "first at line %zu, column %zu", first.line, first.column);
}

/* The pieces of an expression that was cut at its commas look like entries of
 * their own: the value gets its whole text, the pieces go. */
static void mend_cut(struct reader *reader, size_t from)
{
    struct orq_yaml_raws *raws = &reader->raws;
    struct orq_span at = reader->source.cut.at;
    const char *meant = orq_yaml_report_cut(&reader->source);
    if (!meant)
        return;
    size_t end = at.column + strlen(meant);
    size_t kept = from;
    for (size_t i = from; i < raws->len; i++) {
        struct orq_yaml_entry entry = raws->items[i].entry;
        if (entry.value->line == at.line && entry.value->column == at.column) {
            struct orq_yaml *whole = ORQ_NEW(reader->source.tree, struct orq_yaml);
            *whole = *entry.value;
            whole->kind = ORQ_YAML_TEXT;
            whole->text = meant;
            whole->quoted = true;
            raws->items[i].entry.value = whole;
        } else if (entry.line == at.line && entry.column > at.column && entry.column < end) {
            continue;
        }
        raws->items[kept++] = raws->items[i];
    }
    raws->len = kept;
}

/* One key and its value; false: reading stopped. */
static bool read_entry(struct reader *reader, yaml_event_t *event, struct keys *keys,
                       struct built *map)
{
    struct orq_yaml_raw raw = {0};
    yaml_event_t next;
    raw.entry.key = read_key(reader, event, &raw);
    if (!raw.entry.key || !next_event(reader, &next))
        return false;
    struct built value = read_node(reader, &next, raw.entry.key);
    if (!value.node)
        return false;
    raw.entry.value = value.node;
    add_part(map, &value);
    const struct orq_yaml_entry *first = find_key(reader, keys, raw.entry.key);
    if (first)
        report_duplicate(reader, &raw.entry, orq_yaml_key_at(first));
    else
        push_key(reader, keys, &raw);
    return true;
}

static struct built read_map(struct reader *reader, const yaml_event_t *start)
{
    struct orq_yaml *map = new_node(reader, ORQ_YAML_MAP, start->start_mark);
    struct built built = {map, 1, 1};
    struct keys keys = {.from = reader->raws.len};
    for (;;) {
        yaml_event_t event;
        if (!next_event(reader, &event))
            return stop(reader);
        if (event.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&event);
            break;
        }
        if (!read_entry(reader, &event, &keys, &built))
            return stop(reader);
    }
    size_t added;
    if (start->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
        mend_cut(reader, keys.from);
    map->entries = orq_yaml_merge(&reader->source, &reader->raws, keys.from, &added);
    built.size += added;
    if (!count_expanded(reader, added, orq_yaml_at(map)))
        return stop(reader);
    return built;
}

static struct built read_collection(struct reader *reader, const yaml_event_t *event)
{
    bool list = event->type == YAML_SEQUENCE_START_EVENT;
    bool flow = list ? event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                     : event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    refuse_tag(reader, list ? event->data.sequence_start.tag : event->data.mapping_start.tag,
               event->start_mark);
    if (!check_depth(reader, 1, span_of(reader, event->start_mark)))
        return stop(reader);
    reader->depth++;
    reader->flow += flow;
    struct built built = list ? read_list(reader, event) : read_map(reader, event);
    reader->flow -= flow;
    reader->depth--;
    if (flow && built.node)
        (void)orq_yaml_report_cut(&reader->source);
    return built;
}

static const char *anchor_of(const yaml_event_t *event)
{
    if (event->type == YAML_SCALAR_EVENT)
        return (const char *)event->data.scalar.anchor;
    if (event->type == YAML_SEQUENCE_START_EVENT)
        return (const char *)event->data.sequence_start.anchor;
    if (event->type == YAML_MAPPING_START_EVENT)
        return (const char *)event->data.mapping_start.anchor;
    return NULL;
}

/* Reads the node that event begins; the event is released. */
static struct built read_node(struct reader *reader, yaml_event_t *event, const char *key)
{
    struct orq_arena *arena = reader->source.scratch;
    const char *anchor = anchor_of(event);
    struct built *anchored = NULL;
    if (anchor) {
        anchored = ORQ_NEW(arena, struct built);
        orq_map_put(reader->anchors, orq_arena_strdup(arena, anchor), anchored);
    }
    struct built built;
    if (event->type == YAML_ALIAS_EVENT)
        built = read_alias(reader, event);
    else if (event->type == YAML_SCALAR_EVENT)
        built = read_scalar(reader, event, key);
    else
        built = read_collection(reader, event);
    if (anchored)
        *anchored = built;
    yaml_event_delete(event);
    return built;
}

static struct orq_yaml *empty_map(const struct reader *reader)
{
    struct orq_yaml *map = ORQ_NEW(reader->source.tree, struct orq_yaml);
    map->kind = ORQ_YAML_MAP;
    map->file = reader->source.file;
    map->line = map->column = 1;
    map->entries = ORQ_NEW(reader->source.tree, struct orq_yaml_entries);
    return map;
}

/* The one document of the stream. */
static const struct orq_yaml *read_stream(struct reader *reader)
{
    const struct orq_yaml *root = NULL;
    yaml_event_t event;
    while (next_event(reader, &event)) {
        yaml_event_type_t type = event.type;
        if (type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&event);
            return root && root->kind != ORQ_YAML_NULL ? root : empty_map(reader);
        }
        if (type == YAML_DOCUMENT_START_EVENT && root) {
            orq_error(reader->source.diags, span_of(reader, event.start_mark),
                      "a second document begins here: a model file holds one");
            orq_hint(reader->source.diags, "a folder of files is read as one model");
            yaml_event_delete(&event);
            return root;
        }
        if (type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT ||
            type == YAML_DOCUMENT_END_EVENT)
            yaml_event_delete(&event);
        else
            root = read_node(reader, &event, NULL).node;
    }
    return NULL;
}

static const struct orq_yaml *read_source(struct reader *reader)
{
    const struct orq_yaml_source *source = &reader->source;
    if (!yaml_parser_initialize(&reader->parser)) {
        orq_error(source->diags, (struct orq_span){.file = source->file}, "out of memory");
        return NULL;
    }
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)source->text, source->len);
    const struct orq_yaml *root = read_stream(reader);
    yaml_parser_delete(&reader->parser);
    return root;
}

const struct orq_yaml *orq_yaml_read(struct orq_yaml_arenas arenas, const char *file,
                                     const char *text, size_t len, struct orq_diags *diags)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t skip = len >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    struct orq_arena *scratch = orq_arena_new();
    struct reader reader = {
        .source = {.arena = arenas.texts,
                   .tree = arenas.tree,
                   .scratch = scratch,
                   .diags = diags,
                   .file = file,
                   .text = text + skip,
                   .len = len - skip,
                   .cursor = {.line = 1, .column = 1}},
        .anchors = orq_map_new(scratch, ORQ_KEYS_EXACT),
        .words = orq_map_new(scratch, ORQ_KEYS_EXACT),
    };
    const struct orq_yaml *root =
        orq_yaml_report_bytes(&reader.source) ? NULL : read_source(&reader);
    orq_arena_free(scratch);
    return root;
}

const struct orq_yaml *orq_yaml_parse(struct orq_arena *arena, const char *file, const char *text,
                                      size_t len, struct orq_diags *diags)
{
    size_t before = orq_diags_errors(diags);
    const struct orq_yaml *root =
        orq_yaml_read((struct orq_yaml_arenas){arena, arena}, file, text, len, diags);
    return orq_diags_errors(diags) == before ? root : NULL;
}

const struct orq_yaml *orq_yaml_get(const struct orq_yaml *map, const char *key)
{
    if (!map || map->kind != ORQ_YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->entries->len; i++)
        if (same_key(map->entries->items[i].key, key))
            return map->entries->items[i].value;
    return NULL;
}

struct orq_span orq_yaml_at(const struct orq_yaml *node)
{
    return (struct orq_span){node->file, node->line, node->column};
}

struct orq_span orq_yaml_key_at(const struct orq_yaml_entry *entry)
{
    return (struct orq_span){entry->value->file, entry->line, entry->column};
}

bool orq_yaml_was_reported(const struct orq_yaml *node)
{
    return node->kind == ORQ_YAML_NULL && !node->text;
}

const char *orq_yaml_kind_word(const struct orq_yaml *node)
{
    static const char *const words[] = {
        [ORQ_YAML_NULL] = "nothing",    [ORQ_YAML_BOOL] = "true or false",
        [ORQ_YAML_NUMBER] = "a number", [ORQ_YAML_TEXT] = "text",
        [ORQ_YAML_LIST] = "a list",     [ORQ_YAML_MAP] = "a map",
    };
    return words[node->kind];
}
