#include "base/str.h"
#include "diff/match.h"

/* Outside STRICT only the affinity matters (https://www.sqlite.org/datatype3.html); that INTEGER
 * may be the rowid where INT is not, is judged where the key is known. */
static bool same_type(const char *a, const char *b, bool strict)
{
    return orq_sqlite.same_type(a, b, true) ||
           (!strict && orq_sqlite_affinity(a) == orq_sqlite_affinity(b));
}

/* MATCH is parsed and ignored, and only INITIALLY DEFERRED defers:
 * https://www.sqlite.org/foreignkeys.html, sections 4.2 and 6. */
const struct orq_diff_dialect orq_diff_sqlite = {
    .names = &orq_sqlite,
    .same_type = same_type,
    .fields = orq_sqlite_fields,
    .structure = orq_sqlite_structure,
    .expression = orq_expression_canonical,
    .parts = orq_parts_canonical,
};
