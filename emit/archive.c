#include "emit/archive.h"

#include "base/str.h"
#include "model/identity.h"
#include "sql/quote.h"

#include <string.h>

/* PostgreSQL's names have 63 bytes: the prefix, this much of the revision, and a number. */
enum { REVISION_BYTES = 40 };

bool orq_archive_is_wanted(const struct orq_emit_input *input, const struct orq_table *want)
{
    if (!input->archive.revision)
        return false;
    enum orq_on_drop said = want ? want->on_drop : input->want->on_drop;
    if (said == ORQ_ON_DROP_DEFAULT)
        said = input->archive.otherwise;
    return said == ORQ_ON_DROP_ARCHIVE;
}

/* -- the key -- */

/* Does its value, or how values compare, change in this section? */
static bool changes(const struct orq_emit_input *input, const struct orq_column *want)
{
    const unsigned values = ORQ_CHANGE_TYPE | ORQ_CHANGE_GENERATED | ORQ_CHANGE_COLLATION;
    for (size_t i = 0; i < input->ops->len; i++) {
        const struct orq_op *op = &input->ops->items[i];
        if (op->kind == ORQ_OP_ALTER_COLUMN && op->to.column == want && (op->changed & values))
            return true;
    }
    return false;
}

static bool finds_rows(const struct orq_emit_input *input, const struct orq_table *have,
                       const struct orq_table *want, const struct orq_constraint *key)
{
    bool primary = key->kind == ORQ_KIND_PRIMARY_KEY;
    if (!primary && key->kind != ORQ_KIND_UNIQUE)
        return false;
    for (size_t i = 0; i < key->parts.len; i++) {
        const char *name = key->parts.items[i].column;
        const struct orq_column *old = name ? orq_table_column(have, name) : NULL;
        const struct orq_column *new = old ? orq_table_column(want, name) : NULL;
        if (!new || old->generated || new->generated || (!primary && old->nullable) ||
            changes(input, new))
            return false;
    }
    return key->parts.len > 0;
}

const struct orq_constraint *orq_archive_key(const struct orq_emit_input *input,
                                             const struct orq_table *have,
                                             const struct orq_table *want)
{
    const struct orq_constraint *found = NULL;
    for (size_t i = 0; i < have->constraints.len; i++) {
        const struct orq_constraint *key = have->constraints.items[i];
        if (!finds_rows(input, have, want, key))
            continue;
        if (key->kind == ORQ_KIND_PRIMARY_KEY)
            return key;
        found = found ? found : key;
    }
    return found;
}

/* -- names -- */

const char *orq_archive_name(struct orq_arena *arena, const struct orq_emit_input *input,
                             const struct orq_section *section)
{
    const char *revision = input->archive.revision;
    size_t len = strlen(revision);
    if (len > REVISION_BYTES)
        for (len = REVISION_BYTES; ((unsigned char)revision[len] & 0xC0) == 0x80;)
            len--;
    return orq_arena_printf(arena, ORQ_ARCHIVE_PREFIX "%.*s_%zu", (int)len, revision,
                            section->archives.len + 1);
}

const char *orq_archive_of(struct orq_arena *arena, const char *table,
                           const struct orq_strings *columns)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; columns && i < columns->len; i++)
        orq_str_addf(
            &out, "%s%s", i > 0 ? ", " : "",
            orq_shown_name(arena, orq_arena_printf(arena, "%s.%s", table, columns->items[i])));
    return out.len > 0 ? orq_str_text(&out) : orq_shown_name(arena, table);
}

const char *orq_archive_old_column(struct orq_arena *arena, const struct orq_emit_input *input,
                                   const struct orq_table *table, const char *column)
{
    const struct orq_dialect *dialect = input->want->dialect;
    const char *name = orq_qualified(arena, dialect, table->schema, table->name);
    for (size_t i = 0; input->renames && i < input->renames->len; i++) {
        const struct orq_rename *rename = &input->renames->items[i];
        if (rename->kind == ORQ_KIND_COLUMN && orq_same_name(dialect, rename->to, column) &&
            orq_same_name(dialect, rename->table, name))
            return rename->from;
    }
    return column;
}

const struct orq_archive *orq_archive_find(const struct orq_archives *archives,
                                           const struct orq_dialect *dialect, const char *table,
                                           const char *column)
{
    enum orq_archived what = column ? ORQ_ARCHIVED_COLUMNS : ORQ_ARCHIVED_TABLE;
    for (size_t i = 0; archives && i < archives->len; i++) {
        const struct orq_archive *archive = &archives->items[i];
        if (archive->what != what || !orq_same_name(dialect, archive->table, table))
            continue;
        for (size_t k = 0; column && k < archive->columns.len; k++)
            if (orq_same_name(dialect, archive->columns.items[k], column))
                return archive;
        if (!column)
            return archive;
    }
    return NULL;
}
