#include "diff/rule.h"

static const struct {
    enum orq_verdict verdict;
    const char *text;
} rules[] = {
#define RULE_ROW(name, verdict, text) [ORQ_RULE_##name] = {(verdict), (text)},
    ORQ_RULES(RULE_ROW)
#undef RULE_ROW
};

enum orq_verdict orq_rule_verdict(enum orq_rule rule)
{
    return rules[rule].verdict;
}

const char *orq_rule_text(enum orq_rule rule)
{
    return rules[rule].text;
}
