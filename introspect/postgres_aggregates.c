/* Aggregates, written from the fields.
 * https://www.postgresql.org/docs/current/sql-createaggregate.html */
#include "introspect/postgres_parts.h"

#include "sql/postgres_token.h"

#include <string.h>

enum cell {
    OID,
    NAME,
    NAMESPACE,
    OWNER,
    ACL,
    PARALLEL,
    ARGUMENTS,
    KIND,
    STEP,
    STATE,
    STATE_SPACE,
    FINAL,
    FINAL_EXTRA,
    FINAL_MODIFY,
    COMBINE,
    SERIAL,
    DESERIAL,
    INITIAL,
    MOVING_STEP,
    MOVING_INVERSE,
    MOVING_STATE,
    MOVING_SPACE,
    MOVING_FINAL,
    MOVING_EXTRA,
    MOVING_MODIFY,
    MOVING_INITIAL,
    SORT,
    SORT_NAMESPACE
};

enum form { FUNCTION, TYPE, SPACE, FLAG, MODIFY, TEXT };

static const struct part {
    enum cell cell;
    enum form form;
    const char *word;
} parts[] = {
    {STEP, FUNCTION, "SFUNC"},
    {STATE, TYPE, "STYPE"},
    {STATE_SPACE, SPACE, "SSPACE"},
    {FINAL, FUNCTION, "FINALFUNC"},
    {FINAL_EXTRA, FLAG, "FINALFUNC_EXTRA"},
    {FINAL_MODIFY, MODIFY, "FINALFUNC_MODIFY"},
    {COMBINE, FUNCTION, "COMBINEFUNC"},
    {SERIAL, FUNCTION, "SERIALFUNC"},
    {DESERIAL, FUNCTION, "DESERIALFUNC"},
    {INITIAL, TEXT, "INITCOND"},
    {MOVING_STEP, FUNCTION, "MSFUNC"},
    {MOVING_INVERSE, FUNCTION, "MINVFUNC"},
    {MOVING_STATE, TYPE, "MSTYPE"},
    {MOVING_SPACE, SPACE, "MSSPACE"},
    {MOVING_FINAL, FUNCTION, "MFINALFUNC"},
    {MOVING_EXTRA, FLAG, "MFINALFUNC_EXTRA"},
    {MOVING_MODIFY, MODIFY, "MFINALFUNC_MODIFY"},
    {MOVING_INITIAL, TEXT, "MINITCOND"},
};

static const char *modify_word(char letter, char kind)
{
    if (letter == (kind == 'n' ? 'r' : 'w'))
        return NULL;
    return letter == 'r' ? "READ_ONLY" : letter == 's' ? "SHAREABLE" : "READ_WRITE";
}

/* What stands behind `word =`; "": the word alone; NULL: it is not said. */
static const char *value_of(struct orq_catalog *catalog, const struct part *part,
                            const struct orq_row *row)
{
    const char *text = orq_cell(row, part->cell);
    switch (part->form) {
    case FUNCTION:
        return text && strcmp(text, "-") != 0 ? text : NULL;
    case TYPE:
        return text;
    case SPACE:
        return strcmp(text, "0") != 0 ? text : NULL;
    case FLAG:
        return orq_cell_is(row, part->cell) ? "" : NULL;
    case MODIFY:
        if (part->cell == MOVING_MODIFY && !orq_cell(row, MOVING_STATE))
            return NULL;
        return modify_word(text[0], orq_cell_char(row, KIND));
    case TEXT:
        return text ? orq_pg_text(catalog->passing, text) : NULL;
    }
    return NULL;
}

static void add_sort(struct orq_catalog *catalog, struct orq_str *sql, const struct orq_row *row)
{
    const char *name = orq_cell(row, SORT);
    if (name)
        orq_str_addf(sql, ",\n    SORTOP = %s",
                     orq_catalog_operator(catalog, orq_cell_oid(row, SORT_NAMESPACE), name));
}

static const char *create_aggregate(struct orq_catalog *catalog,
                                    const struct orq_definition *aggregate,
                                    const struct orq_row *row)
{
    const char *arguments = orq_cell(row, ARGUMENTS), *comma = "";
    char parallel = orq_cell_char(row, PARALLEL);
    struct orq_str sql = orq_str_new(catalog->passing);
    orq_str_addf(&sql, "CREATE AGGREGATE %s(%s) (",
                 orq_pg_qualified_name(catalog->passing, aggregate->schema, orq_cell(row, NAME)),
                 arguments[0] ? arguments : "*");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *value = value_of(catalog, &parts[i], row);
        if (!value)
            continue;
        orq_str_addf(&sql, "%s\n    %s%s%s", comma, parts[i].word, value[0] ? " = " : "", value);
        comma = ",";
    }
    add_sort(catalog, &sql, row);
    if (parallel == 's' || parallel == 'r')
        orq_str_addf(&sql, ",\n    PARALLEL = %s", parallel == 's' ? "SAFE" : "RESTRICTED");
    orq_str_add(&sql, orq_cell_char(row, KIND) == 'h' ? ",\n    HYPOTHETICAL\n)" : "\n)");
    return orq_str_text(&sql);
}

bool orq_catalog_aggregate_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    uint32_t oid = orq_cell_oid(row, OID);
    if (orq_catalog_is_hidden(catalog, ORQ_CLASS_ROUTINE, oid))
        return true;
    struct orq_definition *aggregate = orq_catalog_define(
        catalog, ORQ_KIND_AGGREGATE, orq_cell_oid(row, NAMESPACE), orq_cell(row, NAME));
    aggregate->acl =
        orq_catalog_acl(catalog, ORQ_KIND_AGGREGATE, orq_cell_oid(row, OWNER), orq_cell(row, ACL));
    if (orq_catalog_read_sql(catalog, aggregate, create_aggregate(catalog, aggregate, row)))
        orq_catalog_keep(catalog, aggregate, ORQ_CLASS_ROUTINE, oid);
    return true;
}
