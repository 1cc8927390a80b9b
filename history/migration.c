#include "history/migration.h"

#include "base/hash.h"
#include "history/migration_parts.h"

#include <string.h>

static bool id_byte(char byte)
{
    return (unsigned char)byte > 0x20 && (unsigned char)byte != 0x7F &&
           !strchr("@:+-/\\,~'\"`", byte);
}

bool orq_revision_id_valid(const char *id)
{
    static const char *const words[] = {"head", "heads", "base", "current"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (orq_ascii_equal(id, words[i]))
            return false;
    }
    size_t len = strlen(id);
    for (size_t i = 0; i < len; i++) {
        if (!id_byte(id[i]))
            return false;
    }
    return len > 0 && orq_utf8_valid(id, len);
}

const char *orq_section_words(struct orq_arena *arena, const struct orq_file_section *section)
{
    return orq_arena_printf(arena, "%s%s%s%s",
                            section->direction == ORQ_UPGRADE ? "upgrade" : "downgrade",
                            section->dialect ? " " : "", section->dialect ? section->dialect : "",
                            section->foreign_keys_off ? " foreign-keys-off" : "");
}

/* The section's words are part of it: a section that loses its foreign-keys-off
 * is no longer the one that was proven. */
const char *orq_section_sha256(struct orq_arena *arena, const struct orq_file_section *section)
{
    struct orq_str bytes = orq_str_new(arena);
    orq_str_add(&bytes, orq_section_words(arena, section));
    orq_str_addc(&bytes, '\n');
    struct orq_lines lines = {
        .text = section->text, .len = section->len, .quoting = orq_quoting_of(section->dialect)};
    struct orq_line line;
    size_t kept = bytes.len;
    while (orq_lines_next(&lines, &line)) {
        size_t len = line.len;
        while (len > 0 && line.text[len - 1] == '\r')
            len--;
        orq_str_addn(&bytes, line.text, len);
        orq_str_addc(&bytes, '\n');
        if (len > 0)
            kept = bytes.len;
    }
    return orq_sha256(arena, orq_str_text(&bytes), kept);
}

const char *orq_migration_chain_sha256(struct orq_arena *arena,
                                       const struct orq_migration *migration)
{
    struct orq_str hashes = orq_str_new(arena);
    const char *only = NULL;
    size_t count = 0;
    for (size_t i = 0; i < migration->sections.len; i++) {
        const struct orq_file_section *section = &migration->sections.items[i];
        if (section->direction != ORQ_UPGRADE)
            continue;
        only = section->sha256;
        orq_str_add(&hashes, section->sha256);
        count++;
    }
    return count < 2 ? only : orq_sha256(arena, orq_str_text(&hashes), hashes.len);
}

const struct orq_file_section *orq_migration_section(const struct orq_migration *migration,
                                                     enum orq_direction direction,
                                                     const char *dialect)
{
    const struct orq_file_section *any = NULL;
    for (size_t i = 0; i < migration->sections.len; i++) {
        const struct orq_file_section *section = &migration->sections.items[i];
        if (section->direction != direction)
            continue;
        if (!section->dialect)
            any = section;
        else if (orq_str_equal(section->dialect, dialect))
            return section;
    }
    return any;
}

static bool proves(const char *sha256, const struct orq_file_section *section)
{
    return orq_str_equal(sha256, section ? section->sha256 : NULL);
}

bool orq_migration_proof_current(const struct orq_migration *migration, const char *dialect)
{
    for (size_t i = 0; i < migration->proofs.len; i++) {
        const struct orq_proof_line *proof = &migration->proofs.items[i];
        if (proof->up_sha256 && orq_str_equal(proof->dialect, dialect))
            return proves(proof->up_sha256,
                          orq_migration_section(migration, ORQ_UPGRADE, dialect)) &&
                   proves(proof->down_sha256,
                          orq_migration_section(migration, ORQ_DOWNGRADE, dialect));
    }
    return false;
}
