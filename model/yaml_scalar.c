/* The core schema of YAML 1.2 (chapter 10.3 of https://yaml.org/spec/1.2.2/). */
#include "model/yaml_parts.h"

#include <string.h>

static bool one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text[0] == words[i][0] && strcmp(text, words[i]) == 0)
            return true;
    return false;
}

#define ONE_OF(text, words) one_of((text), (words), sizeof(words) / sizeof((words)[0]))

static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
static const char *const trues[] = {"true", "True", "TRUE"};
static const char *const falses[] = {"false", "False", "FALSE"};
static const char *const specials[] = {".inf",  ".Inf",  ".INF",  "+.inf", "+.Inf", "+.INF",
                                       "-.inf", "-.Inf", "-.INF", ".nan",  ".NaN",  ".NAN"};

static bool all_of(const char *text, const char *set)
{
    return text[0] != '\0' && strspn(text, set) == strlen(text);
}

static bool is_decimal(const char *text)
{
    static const char digits[] = "0123456789";
    if (*text == '+' || *text == '-')
        text++;
    size_t whole = strspn(text, digits);
    text += whole;
    size_t fraction = 0;
    if (*text == '.') {
        fraction = strspn(text + 1, digits);
        text += 1 + fraction;
    }
    if (whole + fraction == 0)
        return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        if (*text == '+' || *text == '-')
            text++;
        size_t exponent = strspn(text, digits);
        if (exponent == 0)
            return false;
        text += exponent;
    }
    return *text == '\0';
}

static bool is_number(const char *text)
{
    if (!strchr("+-.0123456789", text[0]))
        return false;
    if (orq_starts_with(text, "0x"))
        return all_of(text + 2, "0123456789abcdefABCDEF");
    if (orq_starts_with(text, "0o"))
        return all_of(text + 2, "01234567");
    return is_decimal(text) || ONE_OF(text, specials);
}

void orq_yaml_resolve_plain(struct orq_yaml *node)
{
    if (ONE_OF(node->text, nulls)) {
        node->kind = ORQ_YAML_NULL;
    } else if (ONE_OF(node->text, trues)) {
        node->kind = ORQ_YAML_BOOL;
        node->truth = true;
    } else if (ONE_OF(node->text, falses)) {
        node->kind = ORQ_YAML_BOOL;
    } else {
        node->kind = is_number(node->text) ? ORQ_YAML_NUMBER : ORQ_YAML_TEXT;
    }
}

bool orq_yaml_balanced(const char *text)
{
    int depth = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '(')
            depth++;
        else if (*at == ')' && --depth < 0)
            return false;
        else if (*at == '\'' || *at == '"') {
            const char *end = strchr(at + 1, *at);
            if (!end)
                return false;
            at = end;
        }
    }
    return depth == 0;
}
