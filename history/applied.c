#include "history/applied.h"

#include "base/str.h"

static void report_missing(const struct orq_history *history, const struct orq_ledger_row *row,
                           struct orq_diags *diags)
{
    orq_error(diags, ORQ_NOWHERE, "revision %s (%s) is applied, but is in no file of %s",
              row->revision, row->message, history->folder);
    orq_hint(diags, "get its file back (from version control)");
    orq_hint(diags, "or go back before it: orqgen downgrade %s",
             *row->parents != '\0' ? row->parents : "base");
}

static void report_edited(const struct orq_ledger_row *row, const struct orq_migration *migration,
                          struct orq_diags *diags)
{
    orq_error(diags, migration->at,
              "the upgrade of revision %s was edited after it was applied (%s)", row->revision,
              row->applied_at);
    orq_hint(diags, "undo the edit, and make a new migration of it: orqgen revision -m \"...\"");
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
            report_missing(history, row, diags);
            missing = true;
            continue;
        }
        /* What stands on a broken file is broken by it too: that one is told, once. */
        if (orq_revision_sound(revision, diags) != ORQ_OK)
            return ORQ_INVALID;
        const struct orq_file_section *section =
            orq_migration_section(revision->migration, ORQ_UPGRADE, row->dialect);
        if (!orq_ledger_row_whole(row))
            continue; /* of these the steps that are done count, which resuming looks at */
        if (!section || !orq_str_equal(section->sha256, row->sha256)) {
            report_edited(row, revision->migration, diags);
            status = ORQ_INVALID;
        }
    }
    if (missing)
        orq_diags_append(diags, history->unplaced);
    return missing ? ORQ_INVALID : status;
}
