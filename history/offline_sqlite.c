#include "history/offline_parts.h"

#include "sql/quote.h"

static void prepare(struct orq_str *script, const struct orq_file_section *section)
{
    orq_str_addf(script, "PRAGMA foreign_keys = %s;\n", section->foreign_keys_off ? "OFF" : "ON");
}

/* There is no statement that fails on purpose outside a trigger; a wrong JSON path does, and shows
 * itself in the message. */
static void require(struct orq_str *script, const char *condition, const char *message)
{
    orq_str_addf(script,
                 "SELECT CASE WHEN NOT (%s) THEN json_extract('{}', %s) END AS orqgen\n"
                 "    WHERE NOT (%s);\n",
                 condition, orq_quoted_text(script->arena, message), condition);
}

const struct orq_offline_engine orq_offline_sqlite = {
    .dialect = "sqlite",
    .shell = "sqlite3 -bail DATABASE < SCRIPT",
    .checks =
        "-- that a section without foreign keys leaves no new violation, that integrity_check is\n"
        "-- ok and that no table that it does not name loses a row\n",
    .start = ".bail on\n.timeout 5000\n",
    .prepare = prepare,
    .begin = "BEGIN IMMEDIATE;\n",
    .alone = "",
    .batches = "",
    .require = require,
};
