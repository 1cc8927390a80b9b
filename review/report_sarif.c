/* SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
#include "review/report_parts.h"

#include "base/json.h"

#include <string.h>

const char *orq_finding_file(const struct orq_review *review, const struct orq_finding *finding)
{
    const char *file = finding->at.file ? finding->at.file : review->migration->path;
    while (file && orq_starts_with(file, "./"))
        file += 2;
    return file ? file : "";
}

struct used { /* the rules that findings are of, in the order of the first */
    struct orq_arena *arena;
    struct orq_map *by_id; /* -> size_t */
    ORQ_VEC_OF(, const struct orq_rule *) rules;
};

static size_t rule_index(struct used *used, const struct orq_rule *rule)
{
    const size_t *known = orq_map_get(used->by_id, rule->id);
    if (known)
        return *known;
    size_t *index = ORQ_NEW(used->arena, size_t);
    *index = used->rules.len;
    ORQ_PUSH(used->arena, &used->rules, rule);
    orq_map_put(used->by_id, rule->id, index);
    return *index;
}

static void open_key(struct orq_json *json, const char *key)
{
    orq_json_key(json, key);
    orq_json_open_object(json);
}

static void open_list(struct orq_json *json, const char *key)
{
    orq_json_key(json, key);
    orq_json_open_array(json);
}

static void add_text(struct orq_json *json, const char *key, const char *text)
{
    open_key(json, key);
    orq_json_member(json, "text", text);
    orq_json_close_object(json);
}

static void add_rule(struct orq_json *json, const struct orq_rule *rule)
{
    orq_json_open_object(json);
    orq_json_member(json, "id", rule->id);
    add_text(json, "shortDescription", rule->summary);
    if (rule->why)
        add_text(json, "fullDescription", rule->why);
    if (rule->safe_form)
        add_text(json, "help", rule->safe_form);
    open_key(json, "defaultConfiguration");
    orq_json_member(json, "level", orq_level_name(rule->level));
    orq_json_close_object(json);
    orq_json_close_object(json);
}

/* A path as the reference of a URI: what is not plain is written as %XX. */
static const char *uri(struct orq_arena *arena, const char *path)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_add(&out, path[0] == '/' ? "file://" : "");
    for (const char *at = path; *at; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= '0' && *at <= '9') || strchr("-._~/", *at);
        orq_str_addf(&out, plain ? "%c" : "%%%02X", (unsigned char)*at);
    }
    return orq_str_text(&out);
}

static void add_location(struct orq_json *json, const struct orq_review *review,
                         const struct orq_finding *finding)
{
    const char *file = orq_finding_file(review, finding);
    open_list(json, "locations");
    orq_json_open_object(json);
    if (*file) {
        open_key(json, "physicalLocation");
        open_key(json, "artifactLocation");
        orq_json_member(json, "uri", uri(json->out->arena, file));
        orq_json_close_object(json);
        open_key(json, "region");
        orq_json_key(json, "startLine");
        orq_json_number(json, finding->at.line > 0 ? (int64_t)finding->at.line : 1);
        if (finding->at.line > 0 && finding->at.column > 0) {
            orq_json_key(json, "startColumn");
            orq_json_number(json, (int64_t)finding->at.column);
        }
        orq_json_close_object(json);
        orq_json_close_object(json);
    }
    open_list(json, "logicalLocations");
    orq_json_open_object(json);
    orq_json_member(json, "fullyQualifiedName", finding->object);
    orq_json_close_object(json);
    orq_json_close_array(json);
    orq_json_close_object(json);
    orq_json_close_array(json);
}

static void add_properties(struct orq_json *json, const struct orq_finding *finding)
{
    open_key(json, "properties");
    orq_json_member(json, "direction", finding->direction == ORQ_UPGRADE ? "upgrade" : "downgrade");
    orq_json_member(json, "dialect", finding->dialect);
    orq_json_member(json, "precheck", finding->precheck);
    if (finding->rows >= 0) {
        orq_json_key(json, "rows");
        orq_json_number(json, finding->rows);
    }
    if (finding->bytes >= 0) {
        orq_json_key(json, "bytes");
        orq_json_number(json, finding->bytes);
    }
    orq_json_close_object(json);
}

static void add_result(struct orq_json *json, const struct orq_review *review,
                       const struct orq_finding *finding, size_t rule)
{
    orq_json_open_object(json);
    orq_json_member(json, "ruleId", finding->rule->id);
    orq_json_key(json, "ruleIndex");
    orq_json_number(json, (int64_t)rule);
    orq_json_member(json, "level", orq_level_name(finding->level));
    add_text(json, "message", orq_finding_text(json->out->arena, finding));
    add_location(json, review, finding);
    open_key(json, "partialFingerprints");
    orq_json_member(json, "orqgenFinding/v1", finding->fingerprint);
    orq_json_close_object(json);
    if (finding->allowed) {
        open_list(json, "suppressions");
        orq_json_open_object(json);
        orq_json_member(json, "kind", "inSource");
        orq_json_member(json, "justification", finding->allowed);
        orq_json_close_object(json);
        orq_json_close_array(json);
    }
    add_properties(json, finding);
    orq_json_close_object(json);
}

static void add_tool(struct orq_json *json, const struct used *used)
{
    open_key(json, "tool");
    open_key(json, "driver");
    orq_json_member(json, "name", "orqgen");
    orq_json_member(json, "version", ORQ_VERSION);
    open_list(json, "rules");
    for (size_t i = 0; i < used->rules.len; i++)
        add_rule(json, used->rules.items[i]);
    orq_json_close_array(json);
    orq_json_close_object(json);
    orq_json_close_object(json);
}

static void add_results(struct orq_json *json, const struct orq_reviews *reviews, struct used *used)
{
    open_list(json, "results");
    for (size_t i = 0; i < reviews->len; i++) {
        const struct orq_findings *findings = &reviews->items[i].findings;
        for (size_t j = 0; j < findings->len; j++) {
            const struct orq_finding *finding = &findings->items[j];
            add_result(json, &reviews->items[i], finding, rule_index(used, finding->rule));
        }
    }
    orq_json_close_array(json);
}

void orq_report_sarif(struct orq_str *out, const struct orq_reviews *reviews,
                      const struct orq_report_options *options)
{
    struct used used = {.arena = out->arena};
    struct orq_json json = orq_json_new(out);
    (void)options;
    used.by_id = orq_map_new(out->arena, ORQ_KEYS_EXACT);
    orq_json_open_object(&json);
    orq_json_member(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    orq_json_member(&json, "version", "2.1.0");
    open_list(&json, "runs");
    orq_json_open_object(&json);
    add_results(&json, reviews, &used);
    add_tool(&json, &used);
    orq_json_member(&json, "columnKind", "unicodeCodePoints");
    orq_json_close_object(&json);
    orq_json_close_array(&json);
    orq_json_close_object(&json);
}
