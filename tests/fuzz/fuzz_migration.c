/* Any bytes as a migration file. What holds of every file that reads: what is written of it reads
 * back, to the same hashes and the same bytes; each section survives the ledger; and its
 * statements are judged. */
#include "history/losses.h"
#include "history/runner.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check_section(struct orq_arena *arena, const struct orq_file_section *section)
{
    struct orq_diags *diags = orq_diags_new(arena);
    struct orq_file_section again;
    struct orq_strings losses = {0};
    const char *text = orq_file_section_text(arena, section);
    must(orq_file_section_read(arena, ORQ_NOWHERE, text, diags, &again));
    must(strcmp(again.sha256, section->sha256) == 0);
    must(again.expects.len == section->expects.len && again.allows.len == section->allows.len);
    must(again.foreign_keys_off == section->foreign_keys_off);
    orq_section_losses(arena, section, &losses);
}

static void check_migration(struct orq_arena *arena, const struct orq_migration *migration)
{
    struct orq_diags *diags = orq_diags_new(arena);
    const char *written = orq_migration_write(arena, migration);
    const struct orq_migration *again =
        orq_migration_parse(arena, "again.sql", written, strlen(written), diags);
    must(again && strcmp(again->revision, migration->revision) == 0);
    must(again->parents.len == migration->parents.len);
    must(again->sections.len == migration->sections.len);
    for (size_t i = 0; i < again->sections.len; i++) {
        must(strcmp(again->sections.items[i].sha256, migration->sections.items[i].sha256) == 0);
        check_section(arena, &migration->sections.items[i]);
    }
    must(strcmp(orq_migration_write(arena, again), written) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_diags *diags = orq_diags_new(arena);
    /* A copy, so that a read behind the end is seen. */
    char *text = malloc(size > 0 ? size : 1);
    if (size > 0)
        memcpy(text, data, size);
    const struct orq_migration *migration = orq_migration_parse(arena, "m.sql", text, size, diags);
    must((migration == NULL) == (orq_diags_errors(diags) > 0));
    if (migration)
        check_migration(arena, migration);
    free(text);
    orq_arena_free(arena);
    return 0;
}
