/* The header of a migration file: `-- key: value` lines before the first
 * section. Other comments are a person's own. */
#include "base/similar.h"
#include "history/migration_parts.h"

#include <string.h>

typedef void read_value(struct orq_migration_reader *reader, struct orq_slice value,
                        struct orq_span at);

struct header_key {
    const char *word;
    read_value *read;
};

static const char *copy(const struct orq_migration_reader *reader, struct orq_slice text)
{
    return orq_arena_strndup(reader->arena, text.data, text.len);
}

/* The id in value, when it can be one; a fault is reported. */
static const char *read_id(struct orq_migration_reader *reader, struct orq_slice word,
                           struct orq_span at)
{
    const char *id = copy(reader, word);
    if (word.len == 0)
        orq_error(reader->diags, at, "a revision id is missing here");
    else if (!orq_revision_id_valid(id))
        orq_error(reader->diags, at, "\"%s\" cannot be a revision id", id);
    else
        return id;
    return NULL;
}

static void expect_end(struct orq_migration_reader *reader, struct orq_slice rest,
                       struct orq_span at)
{
    rest = orq_slice_trimmed(rest);
    if (rest.len > 0)
        orq_error(reader->diags, at, "\"%.*s\" is not expected here", (int)rest.len, rest.data);
}

static void read_title(struct orq_migration_reader *reader, struct orq_slice value,
                       struct orq_span at)
{
    if (reader->titled)
        orq_error(reader->diags, at, "a second \"orqgen migration\" line");
    reader->titled = true;
    reader->migration->message = copy(reader, value);
}

static void read_revision(struct orq_migration_reader *reader, struct orq_slice value,
                          struct orq_span at)
{
    struct orq_migration *migration = reader->migration;
    struct orq_slice rest = value;
    const char *id = read_id(reader, orq_take_word(&rest), at);
    expect_end(reader, rest, at);
    if (migration->revision)
        orq_error(reader->diags, at, "a second \"revision\" line (the first is line %zu)",
                  migration->at.line);
    else if (id) {
        migration->revision = id;
        migration->at = at;
    }
}

static void read_parent(struct orq_migration_reader *reader, struct orq_slice value,
                        struct orq_span at)
{
    struct orq_slice rest = value;
    struct orq_parent parent = {.at = at};
    parent.revision = read_id(reader, orq_take_word(&rest), at);
    struct orq_slice hash = orq_take_word(&rest);
    if (hash.len > 0) {
        parent.sha256 = orq_sha256_word(reader->arena, hash);
        if (!parent.sha256)
            orq_error(reader->diags, at,
                      "\"%.*s\" is no hash: sha256: and 64 lower-case hex digits", (int)hash.len,
                      hash.data);
    }
    expect_end(reader, rest, at);
    struct orq_parents *parents = &reader->migration->parents;
    for (size_t i = 0; parent.revision && i < parents->len; i++) {
        if (strcmp(parents->items[i].revision, parent.revision) == 0) {
            orq_error(reader->diags, at, "parent %s is named twice", parent.revision);
            return;
        }
    }
    if (parent.revision)
        ORQ_PUSH(reader->arena, parents, parent);
}

/* A line that holds one id. */
static void read_into(struct orq_migration_reader *reader, struct orq_slice rest,
                      struct orq_span at, struct orq_strings *ids)
{
    const char *id = read_id(reader, orq_take_word(&rest), at);
    struct orq_migration *migration = reader->migration;
    expect_end(reader, rest, at);
    if (!id)
        return;
    ORQ_PUSH(reader->arena, ids, id);
    ORQ_PUSH(reader->arena,
             ids == &migration->labels ? &migration->labels_at : &migration->depends_on_at, at);
}

static void read_depends(struct orq_migration_reader *reader, struct orq_slice value,
                         struct orq_span at)
{
    read_into(reader, value, at, &reader->migration->depends_on);
}

static void read_label(struct orq_migration_reader *reader, struct orq_slice value,
                       struct orq_span at)
{
    read_into(reader, value, at, &reader->migration->labels);
}

static void read_created(struct orq_migration_reader *reader, struct orq_slice value,
                         struct orq_span at)
{
    if (reader->migration->created)
        orq_error(reader->diags, at, "a second \"created\" line");
    reader->migration->created = copy(reader, value);
}

/* A hash, and whether the colon behind the last one was there. */
static const char *take_hash(struct orq_migration_reader *reader, struct orq_slice *rest,
                             bool *last)
{
    struct orq_slice before = *rest;
    struct orq_slice word = orq_take_word(rest);
    *last = word.len > 0 && word.data[word.len - 1] == ':';
    if (*last)
        word.len--;
    const char *hash = orq_sha256_word(reader->arena, word);
    if (!hash) {
        *rest = before;
        *last = true;
    }
    return hash;
}

/* sqlite sha256:UP sha256:DOWN: what was proven | sqlite not proven: why */
static void read_proof(struct orq_migration_reader *reader, struct orq_slice value,
                       struct orq_span at)
{
    struct orq_proof_line proof = {.at = at};
    struct orq_slice rest = value;
    proof.dialect = copy(reader, orq_take_word(&rest));
    bool last = false;
    proof.up_sha256 = take_hash(reader, &rest, &last);
    if (proof.up_sha256 && !last)
        proof.down_sha256 = take_hash(reader, &rest, &last);
    proof.text = copy(reader, orq_slice_trimmed(rest));
    ORQ_PUSH(reader->arena, &reader->migration->proofs, proof);
}

/* sha256:… of the schema that was there before the history */
static void read_baseline(struct orq_migration_reader *reader, struct orq_slice value,
                          struct orq_span at)
{
    struct orq_slice rest = value;
    struct orq_slice hash = orq_take_word(&rest);
    reader->migration->baseline_sha256 = orq_sha256_word(reader->arena, hash);
    if (!reader->migration->baseline_sha256)
        orq_error(reader->diags, at, "\"%.*s\" is no hash: sha256: and 64 lower-case hex digits",
                  (int)hash.len, hash.data);
    expect_end(reader, rest, at);
}

/* A schema that the baseline is of. */
static void read_baseline_schema(struct orq_migration_reader *reader, struct orq_slice value,
                                 struct orq_span at)
{
    if (value.len == 0)
        orq_error(reader->diags, at, "a \"baseline-schema\" line without a name");
    ORQ_PUSH(reader->arena, &reader->migration->baseline_schemas, copy(reader, value));
}

/* Alembic's revisions, between commas. They may hold what an id of ours may not. */
static void read_adopts(struct orq_migration_reader *reader, struct orq_slice value,
                        struct orq_span at)
{
    for (bool more = true; more;) {
        const char *comma = memchr(value.data, ',', value.len);
        more = comma != NULL;
        size_t len = more ? (size_t)(comma - value.data) : value.len;
        struct orq_slice id = orq_slice_trimmed((struct orq_slice){value.data, len});
        if (id.len == 0)
            orq_error(reader->diags, at, "a revision of Alembic's is missing here");
        else
            ORQ_PUSH(reader->arena, &reader->migration->adopts, copy(reader, id));
        value.data += len + more;
        value.len -= len + more;
    }
}

/* ID sha256:… sha256:… */
static void read_replaces(struct orq_migration_reader *reader, struct orq_slice value,
                          struct orq_span at)
{
    struct orq_slice rest = value;
    struct orq_replaced replaced = {.at = at};
    replaced.revision = read_id(reader, orq_take_word(&rest), at);
    for (struct orq_slice word = orq_take_word(&rest); word.len > 0; word = orq_take_word(&rest)) {
        const char *hash = orq_sha256_word(reader->arena, word);
        if (hash)
            ORQ_PUSH(reader->arena, &replaced.sha256s, hash);
        else
            orq_error(reader->diags, at,
                      "\"%.*s\" is no hash: sha256: and 64 lower-case hex digits", (int)word.len,
                      word.data);
    }
    if (replaced.revision)
        ORQ_PUSH(reader->arena, &reader->migration->replaces, replaced);
}

static const struct header_key keys[] = {
    {"orqgen migration", read_title},
    {"revision", read_revision},
    {"parent", read_parent},
    {"depends-on", read_depends},
    {"label", read_label},
    {"created", read_created},
    {"baseline", read_baseline},
    {"baseline-schema", read_baseline_schema},
    {"adopts", read_adopts},
    {"replaces", read_replaces},
    {"proof", read_proof},
};

#define KEY_COUNT (sizeof keys / sizeof *keys)

/* A near miss of a key is a fault: a mistyped parent would be a second base. */
static void judge_unknown_key(struct orq_migration_reader *reader, struct orq_slice key,
                              struct orq_span at)
{
    struct orq_strings words = {0};
    for (size_t i = 0; i < KEY_COUNT; i++)
        ORQ_PUSH(reader->arena, &words, keys[i].word);
    const char *meant = orq_similar(copy(reader, key), &words);
    if (meant)
        orq_error(reader->diags, at, "unknown header line \"%.*s\" (did you mean \"%s\"?)",
                  (int)key.len, key.data, meant);
}

static void read_comment(struct orq_migration_reader *reader, const struct orq_line *line,
                         struct orq_slice comment)
{
    const char *colon = memchr(comment.data, ':', comment.len);
    if (!colon)
        return;
    struct orq_slice key = {comment.data, (size_t)(colon - comment.data)};
    struct orq_slice value = {colon + 1, comment.len - key.len - 1};
    value = orq_slice_trimmed(value);
    struct orq_span at =
        orq_reader_span(reader, line, (size_t)(comment.data - line->text) + line->offset);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (orq_slice_equal(key, keys[i].word)) {
            keys[i].read(reader, value, at);
            return;
        }
    }
    judge_unknown_key(reader, key, at);
}

void orq_read_header_line(struct orq_migration_reader *reader, const struct orq_line *line)
{
    if (line->len == 0)
        return;
    struct orq_slice comment = orq_comment_of(line);
    if (comment.data) {
        read_comment(reader, line, comment);
        return;
    }
    if (reader->astray)
        return;
    reader->astray = true;
    orq_error(reader->diags, orq_reader_span(reader, line, line->offset),
              "a statement before the first section");
    orq_hint(reader->diags, "statements stand behind a line `-- +orqgen upgrade` or "
                            "`-- +orqgen downgrade`");
}
