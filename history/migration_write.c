#include "history/backfill.h"
#include "history/line_edits.h"
#include "history/migration_parts.h"
#include "history/revision_id.h"
#include "history/source.h"
#include "sql/postgres_token.h"
#include "sql/token.h"

#include <ctype.h>
#include <string.h>

#define SLUG_LIMIT 40
#define NOTHING "-- nothing to do\n"

/* A table's name in an expects line: bare, or in double quotes where " is "", and \ control bytes
 * and line ends are \\ \n \r \xHH. */
static const char *expects_name(struct orq_arena *arena, const char *name)
{
    struct orq_str out = orq_str_new(arena);
    bool bare = *name != '\0' && *name != '"';
    for (const char *byte = name; *byte; byte++)
        bare = bare && (unsigned char)*byte > ' ' && *byte != '\\' && *byte != 0x7F;
    if (bare)
        return name;
    orq_str_addc(&out, '"');
    for (const char *byte = name; *byte; byte++) {
        if (*byte == '"' || *byte == '\\')
            orq_str_addf(&out, "%c%c", *byte, *byte);
        else if (*byte == '\n')
            orq_str_add(&out, "\\n");
        else if (*byte == '\r')
            orq_str_add(&out, "\\r");
        else if ((unsigned char)*byte < ' ' || *byte == 0x7F)
            orq_str_addf(&out, "\\x%02x", (unsigned)(unsigned char)*byte);
        else
            orq_str_addc(&out, *byte);
    }
    orq_str_addc(&out, '"');
    return orq_str_text(&out);
}

/* Text on one line of a comment: nothing in it can end the line. */
static const char *one_line(struct orq_arena *arena, const char *text)
{
    struct orq_str out = orq_str_new(arena);
    for (const char *byte = text; *byte; byte++) {
        if (*byte == '\n')
            orq_str_add(&out, "\\n");
        else if ((unsigned char)*byte < ' ' || *byte == 0x7F)
            orq_str_addf(&out, "\\x%02x", (unsigned)(unsigned char)*byte);
        else
            orq_str_addc(&out, *byte);
    }
    return orq_str_text(&out);
}

/* Would a semicolon behind the text be part of a comment? */
static bool ends_in_comment(struct orq_arena *arena, const char *dialect, const char *sql)
{
    size_t len = strlen(sql);
    if (orq_str_equal(dialect, "postgresql")) {
        struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, sql, len);
        return strstr(sql + tokens.items[tokens.len - 1].leading, "--") != NULL;
    }
    struct orq_tokens tokens = orq_tokens_of(arena, sql, len);
    size_t end = tokens.items[tokens.len - 1].leading;
    return strstr(sql + end, "--") != NULL;
}

static void add_statement(struct orq_str *text, const char *dialect,
                          const struct orq_statement *statement)
{
    for (size_t i = 0; i < statement->notes.len; i++)
        orq_str_addf(text, "-- %s\n", one_line(text->arena, statement->notes.items[i]));
    orq_str_add(text, statement->sql);
    orq_str_add(text, ends_in_comment(text->arena, dialect, statement->sql) ? "\n;\n" : ";\n");
}

/* A step's line, where the statement begins one. What follows a statement that stands alone begins
 * one anyhow. */
static void add_step(struct orq_str *text, const struct orq_statements *statements, size_t at)
{
    const struct orq_statement *statement = &statements->items[at];
    enum orq_step_mark mark = statement->step;
    bool after = at > 0 && orq_step_stands_alone(statements->items[at - 1].step);
    if (mark == ORQ_STEP_BACKFILL)
        orq_str_addf(text, "%s-- +orqgen step %s\n", at > 0 ? "\n" : "",
                     orq_backfill_words(text->arena, statement->backfill));
    else if (mark == ORQ_STEP_NO_TRANSACTION)
        orq_str_addf(text, "%s-- +orqgen step " ORQ_NO_TRANSACTION "\n", at > 0 ? "\n" : "");
    else if (after || (mark == ORQ_STEP_NEW && at > 0))
        orq_str_add(text, "\n-- +orqgen step\n");
    else if (at > 0 && statements->items[at].notes.len > 0)
        orq_str_addc(text, '\n');
}

static const char *section_text(struct orq_arena *arena, const struct orq_section *section)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < section->expects.len; i++)
        orq_str_addf(&text, "-- +orqgen expects %s sha256:%s\n",
                     expects_name(arena, section->expects.items[i].table),
                     section->expects.items[i].sha256);
    if (section->statements.len == 0)
        orq_str_add(&text, NOTHING);
    for (size_t i = 0; i < section->statements.len; i++) {
        add_step(&text, &section->statements, i);
        add_statement(&text, section->dialect, &section->statements.items[i]);
    }
    return orq_str_text(&text);
}

struct orq_file_section orq_file_section_of(struct orq_arena *arena, enum orq_direction direction,
                                            const struct orq_section *section)
{
    struct orq_file_section made = {.direction = direction,
                                    .dialect = section->dialect,
                                    .foreign_keys_off = section->foreign_keys_off,
                                    .expects = section->expects,
                                    .text = section_text(arena, section)};
    made.len = strlen(made.text);
    made.sha256 = orq_section_sha256(arena, &made);
    orq_section_find_steps(arena, &made);
    return made;
}

const char *orq_file_section_text(struct orq_arena *arena, const struct orq_file_section *section)
{
    struct orq_str text = orq_str_new(arena);
    orq_str_addf(&text, "-- +orqgen %s\n", orq_section_words(arena, section));
    orq_str_addn(&text, section->text, section->len);
    while (text.len > 1 && text.data[text.len - 1] == '\n' && text.data[text.len - 2] == '\n')
        text.data[--text.len] = '\0';
    if (text.data[text.len - 1] != '\n')
        orq_str_addc(&text, '\n');
    return orq_str_text(&text);
}

static void add_line(struct orq_str *out, const char *key, const char *value)
{
    if (value)
        orq_str_addf(out, "-- %s: %s\n", key, one_line(out->arena, value));
}

const char *orq_proof_line(struct orq_arena *arena, const struct orq_proof_line *proof)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "-- proof: %s", proof->dialect);
    if (proof->up_sha256)
        orq_str_addf(&out, " sha256:%s", proof->up_sha256);
    if (proof->up_sha256 && proof->down_sha256)
        orq_str_addf(&out, " sha256:%s", proof->down_sha256);
    orq_str_addf(&out, "%s %s", proof->up_sha256 ? ":" : "", one_line(arena, proof->text));
    return orq_str_text(&out);
}

static void add_replaced(struct orq_str *out, const struct orq_replaced *replaced)
{
    orq_str_addf(out, "-- replaces: %s", replaced->revision);
    for (size_t i = 0; i < replaced->sha256s.len; i++)
        orq_str_addf(out, " sha256:%s", replaced->sha256s.items[i]);
    orq_str_addc(out, '\n');
}

static void add_header(struct orq_str *out, const struct orq_migration *migration)
{
    add_line(out, "orqgen migration", migration->message);
    add_line(out, "revision", migration->revision);
    for (size_t i = 0; i < migration->parents.len; i++) {
        const struct orq_parent *parent = &migration->parents.items[i];
        orq_str_addf(out, "-- parent: %s%s%s\n", parent->revision, parent->sha256 ? " sha256:" : "",
                     parent->sha256 ? parent->sha256 : "");
    }
    for (size_t i = 0; i < migration->depends_on.len; i++)
        add_line(out, "depends-on", migration->depends_on.items[i]);
    for (size_t i = 0; i < migration->labels.len; i++)
        add_line(out, "label", migration->labels.items[i]);
    add_line(out, "created", migration->created);
    if (migration->baseline_sha256)
        orq_str_addf(out, "-- baseline: sha256:%s\n", migration->baseline_sha256);
    for (size_t i = 0; i < migration->baseline_schemas.len; i++)
        add_line(out, "baseline-schema", migration->baseline_schemas.items[i]);
    if (migration->adopts.len > 0)
        add_line(out, "adopts", orq_revision_ids_text(out->arena, &migration->adopts));
    for (size_t i = 0; i < migration->replaces.len; i++)
        add_replaced(out, &migration->replaces.items[i]);
    for (size_t i = 0; i < migration->proofs.len; i++)
        orq_str_addf(out, "%s\n", orq_proof_line(out->arena, &migration->proofs.items[i]));
}

const char *orq_migration_write(struct orq_arena *arena, const struct orq_migration *migration)
{
    struct orq_str out = orq_str_new(arena);
    add_header(&out, migration);
    for (size_t i = 0; i < migration->sections.len; i++) {
        orq_str_addc(&out, '\n');
        orq_str_add(&out, orq_file_section_text(arena, &migration->sections.items[i]));
    }
    return orq_str_text(&out);
}

/* Adds one word of the message, if there is room; the first is cut to fit. */
static bool add_slug_word(struct orq_str *slug, const char *word, size_t len)
{
    size_t needed = slug->len + (slug->len > 0 ? 1 : 0) + len;
    if (needed > SLUG_LIMIT && slug->len > 0)
        return false;
    if (slug->len > 0)
        orq_str_addc(slug, '_');
    for (size_t i = 0; i < len && slug->len < SLUG_LIMIT; i++)
        orq_str_addc(slug, orq_ascii_lower(word[i]));
    return true;
}

static const char *slug_of(struct orq_arena *arena, const char *message)
{
    struct orq_str slug = orq_str_new(arena);
    struct orq_str word = orq_str_new(arena);
    for (const char *at = message;; at++) {
        if (isalnum((unsigned char)*at) && (unsigned char)*at < 0x80)
            orq_str_addc(&word, *at);
        if (isalnum((unsigned char)*at) || (unsigned char)*at >= 0x80)
            continue;
        if (word.len > 0 && !add_slug_word(&slug, word.data, word.len))
            break;
        word.len = 0;
        if (*at == '\0')
            break;
    }
    return orq_str_text(&slug);
}

/* Adds the value of the {token} at the front of text; gives its length, 0: no such token. */
static size_t add_token(struct orq_str *name, const char *text, const char *const values[3])
{
    static const char *const tokens[] = {"{created}", "{revision}", "{slug}"};
    for (size_t i = 0; i < 3; i++) {
        if (!orq_starts_with(text, tokens[i]))
            continue;
        /* No message, no underscore before it. */
        if (*values[i] == '\0' && name->len > 0 && name->data[name->len - 1] == '_')
            name->data[--name->len] = '\0';
        orq_str_add(name, values[i]);
        return strlen(tokens[i]);
    }
    return 0;
}

const char *orq_migration_file_name(struct orq_arena *arena, const char *file_template,
                                    const char *revision, int64_t created, const char *message)
{
    const char *values[3] = {orq_time_compact(arena, created), revision, slug_of(arena, message)};
    struct orq_str name = orq_str_new(arena);
    for (const char *at = file_template ? file_template : "{created}_{revision}_{slug}"; *at;) {
        size_t taken = add_token(&name, at, values);
        if (taken == 0)
            orq_str_addc(&name, *at);
        at += taken > 0 ? taken : 1;
    }
    if (!orq_ends_with(orq_str_text(&name), ".sql"))
        orq_str_add(&name, ".sql");
    return orq_str_text(&name);
}
