/* Rules that several kinds of object share on PostgreSQL. */
#include "diff/postgres_fields.h"

static int weight(enum orq_rule rule)
{
    static const int weights[] = {
        [ORQ_SAME] = 0, [ORQ_UNVERIFIED] = 1, [ORQ_UNDECIDED] = 2, [ORQ_UNLIKE] = 3};
    return weights[orq_rule_verdict(rule)];
}

enum orq_rule orq_pg_worse(enum orq_rule a, enum orq_rule b)
{
    if (weight(a) == 0 && weight(b) == 0)
        return a == ORQ_RULE_EQUAL || a == ORQ_RULE_NEITHER ? b : a;
    return weight(b) > weight(a) ? b : a;
}

enum orq_rule orq_pg_rule_of_lists(const struct orq_strings *have, const struct orq_strings *want)
{
    if (have->len == 0 && want->len == 0)
        return ORQ_RULE_NEITHER;
    bool same = have->len == want->len;
    for (size_t i = 0; same && i < have->len; i++)
        same = orq_str_equal(have->items[i], want->items[i]);
    return same ? ORQ_RULE_EQUAL : ORQ_RULE_DIFFERENT;
}

enum orq_rule orq_pg_rule_of_owners(const struct orq_acl *have, const struct orq_acl *want)
{
    return want->owner ? orq_rule_of_texts(have->owner, want->owner) : ORQ_RULE_NOT_SAID;
}

enum orq_rule orq_pg_rule_of_grants(const struct orq_acl *have, const struct orq_acl *want)
{
    return want->given ? orq_pg_rule_of_lists(&have->grants, &want->grants) : ORQ_RULE_NOT_SAID;
}

const char *orq_pg_shown_list(struct orq_arena *arena, const struct orq_strings *list)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < list->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", list->items[i]);
    return list->len > 0 ? orq_str_text(&out) : NULL;
}

const char *orq_pg_shown_grants(struct orq_arena *arena, const struct orq_acl *acl)
{
    return acl->given ? orq_pg_shown_list(arena, &acl->grants) : NULL;
}
