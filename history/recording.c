#include "history/recording.h"

#include "base/str.h"

static const char *joined(struct orq_arena *arena, const struct orq_strings *words)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < words->len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? " " : "", words->items[i]);
    return orq_str_text(&text);
}

static const char *parents_of(struct orq_arena *arena, const struct orq_migration *migration)
{
    struct orq_strings ids = {0};
    for (size_t i = 0; i < migration->parents.len; i++)
        ORQ_PUSH(arena, &ids, migration->parents.items[i].revision);
    return joined(arena, &ids);
}

void orq_recording_row(struct orq_arena *arena, const struct orq_recording *recording,
                       const struct orq_migration *migration, const struct orq_file_section *up,
                       struct orq_ledger_row *row)
{
    const struct orq_source *source = recording->source ? recording->source : &orq_source_system;
    const struct orq_file_section *down =
        orq_migration_section(migration, ORQ_DOWNGRADE, recording->dialect);
    int64_t steps = (int64_t)up->steps.len;
    *row = (struct orq_ledger_row){.revision = migration->revision,
                                   .parents = parents_of(arena, migration),
                                   .labels = joined(arena, &migration->labels),
                                   .depends_on = joined(arena, &migration->depends_on),
                                   .dialect = recording->dialect,
                                   .message = migration->message,
                                   .sha256 = up->sha256,
                                   .downgrade = down ? orq_file_section_text(arena, down) : "",
                                   .applied_at = orq_time_iso(arena, source->now(source)),
                                   .applied_by = recording->applied_by,
                                   .version = recording->version,
                                   .steps_done = steps,
                                   .steps_total = steps,
                                   .state = "applied"};
}
