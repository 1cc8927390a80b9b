#include "history/applied.h"

#include "base/str.h"

static void report_missing(const struct orq_history *history, const struct orq_ledger_row *row,
                           struct orq_diags *diags)
{
    orq_error(diags, ORQ_NOWHERE, "revision %s (%s) is applied, but is in no file of %s",
              row->revision, row->message, history->folder);
    orq_hint(diags, "get its file back (from version control)");
    orq_hint(diags, "or go back before it: orqgen downgrade %s-1", row->revision);
}

static void report_edited(const struct orq_ledger_row *row, const struct orq_migration *migration,
                          struct orq_diags *diags)
{
    orq_error(diags, migration->at,
              "the upgrade of revision %s was edited after it was applied (%s)", row->revision,
              row->applied_at);
    orq_hint(diags, "undo the edit, and make a new migration of it: orqgen revision -m \"...\"");
}

static void report_inside(const struct orq_ledger_row *row, const struct orq_revision *squashed,
                          struct orq_diags *diags)
{
    const struct orq_migration *migration = squashed->migration;
    orq_error(diags, migration->at,
              "revision %s (%s) is applied, and was squashed into %s, which is not", row->revision,
              row->message, migration->revision);
    orq_hint(diags, "with the files as they were before that: orqgen upgrade %s",
             migration->revision);
    orq_hint(diags, "or go back before it: orqgen downgrade %s",
             migration->parents.len > 0 ? migration->parents.items[0].revision : "base");
}

/* Is there a squashed migration that stands for what ran, and did all of it run? */
static bool check_replaced(const struct orq_history *history, const struct orq_ledger *ledger,
                           const struct orq_ledger_row *row, struct orq_diags *diags)
{
    const struct orq_revision *squashed = orq_map_get(history->by_replaced, row->revision);
    if (!squashed || !orq_ledger_row_whole(row) ||
        !orq_replaces(squashed->migration, row->revision, row->sha256)) {
        report_missing(history, row, diags);
        return false;
    }
    if (orq_ledger_find(ledger, squashed->migration->revision))
        return true;
    report_inside(row, squashed, diags);
    return false;
}

enum orq_status orq_applied_check(const struct orq_history *history,
                                  const struct orq_ledger *ledger, struct orq_diags *diags)
{
    enum orq_status status = ORQ_OK;
    bool missing = false;
    for (size_t i = 0; i < ledger->rows.len; i++) {
        const struct orq_ledger_row *row = &ledger->rows.items[i];
        const struct orq_revision *revision = orq_history_find(history, row->revision);
        if (!revision) {
            missing = !check_replaced(history, ledger, row, diags) || missing;
            continue;
        }
        /* What stands on a broken file is broken by it too: that one is told, once. */
        if (orq_revision_sound(revision, diags) != ORQ_OK)
            return ORQ_INVALID;
        const struct orq_file_section *section =
            orq_migration_section(revision->migration, ORQ_UPGRADE, row->dialect);
        if (!orq_ledger_row_whole(row))
            continue; /* of these the steps that are done count, which resuming looks at */
        if (orq_replaces(revision->migration, row->revision, row->sha256))
            continue;
        if (!section || !orq_str_equal(section->sha256, row->sha256)) {
            report_edited(row, revision->migration, diags);
            status = ORQ_INVALID;
        }
    }
    if (missing)
        orq_diags_append(diags, history->unplaced);
    return missing ? ORQ_INVALID : status;
}
