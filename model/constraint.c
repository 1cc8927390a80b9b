#include "model/constraint.h"

static const char *const actions[] = {
    [ORQ_NO_ACTION] = "NO ACTION", [ORQ_RESTRICT] = "RESTRICT",       [ORQ_CASCADE] = "CASCADE",
    [ORQ_SET_NULL] = "SET NULL",   [ORQ_SET_DEFAULT] = "SET DEFAULT",
};

static const char *const matches[] = {
    [ORQ_MATCH_SIMPLE] = "SIMPLE",
    [ORQ_MATCH_FULL] = "FULL",
    [ORQ_MATCH_PARTIAL] = "PARTIAL",
};

static const char *const conflicts[] = {
    [ORQ_CONFLICT_ABORT] = "ABORT",     [ORQ_CONFLICT_ROLLBACK] = "ROLLBACK",
    [ORQ_CONFLICT_FAIL] = "FAIL",       [ORQ_CONFLICT_IGNORE] = "IGNORE",
    [ORQ_CONFLICT_REPLACE] = "REPLACE",
};

const char *orq_action_sql(enum orq_action action)
{
    return actions[action];
}

const char *orq_match_sql(enum orq_match match)
{
    return matches[match];
}

const char *orq_conflict_sql(enum orq_conflict conflict)
{
    return conflicts[conflict];
}
