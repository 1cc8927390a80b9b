/* The formats, on reviews that were made by hand. */
#include "base/file.h"
#include "model/yaml.h"
#include "review/picture.h"
#include "review/report.h"
#include "review/report_fold.h"
#include "review/report_pairs.h"
#include "review/report_words.h"
#include "tests/helpers/fixture.h"
#include "tests/helpers/review_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *printed(struct orq_arena *arena, const char *format, enum orq_sample sample)
{
    struct orq_reviews reviews;
    struct orq_str out = orq_str_new(arena);
    const struct orq_report_options options = {0};
    orq_sample_reviews(arena, sample, &reviews);
    const struct orq_report_format *found = orq_report_format_find(format);
    assert_non_null(found);
    found->print(&out, &reviews, &options);
    return orq_str_text(&out);
}

static size_t count(const char *text, const char *part)
{
    size_t times = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        times++;
    return times;
}

#define HAS(text, part)                                     \
    do {                                                    \
        if (!strstr((text), (part)))                        \
            fail_msg("lacks: %s\nin:\n%s", (part), (text)); \
    } while (0)
#define LACKS(text, part)                                   \
    do {                                                    \
        if (strstr((text), (part)))                         \
            fail_msg("holds: %s\nin:\n%s", (part), (text)); \
    } while (0)

static void the_card(void **state)
{
    const char *card = printed(*state, "text", ORQ_SAMPLE_PLAIN);
    HAS(card, "20261122154300_4f1c2a9be0d3_users_email  postgresql 15.18  3 steps, 7 statements\n");
    HAS(card, " schema  users (2.0M rows, 161 MB, 3 indexes)\n");
    HAS(card, "  ~ email  varchar(50) NULL -> varchar(120) NOT NULL\n");
    HAS(card, "  + foreign key users_org_id_fkey  (org_id) -> orgs (id), on delete SET NULL\n");
    HAS(card, "  - nick  text NULL\n");
    HAS(card, " step 1 [tx]  ");
    HAS(card, "    3 alter column users.email                users AX          scan         "
              "0.1-1 s\n"
              "      warning set-not-null-scan: ");
    HAS(card, "        precheck: SELECT count(*) FROM users WHERE email IS NULL;\n");
    HAS(card, " step 2 [no tx]\n");
    HAS(card, "      allowed drop-column: ");
    HAS(card, "       DATA: loses users.nick (line 14)\n");
    HAS(card, " down  7 statements, users AX\n      error drop-column: ");
    HAS(card, " found 1 error, 1 warning, 1 note\n");
    LACKS(card, "\x1b");
    HAS(printed(*state, "text", ORQ_SAMPLE_EMPTY), " down  none: it cannot be taken back\n");
}

/* Nothing in a name or a text begins a line of its own, or turns the text around. */
static void hostile_texts_stay_what_they_are(void **state)
{
    const char *card = printed(*state, "text", ORQ_SAMPLE_HOSTILE);
    LACKS(card, "\n%%y");
    LACKS(card, "\n::error");
    LACKS(card, "\xE2\x80\x8F");
    HAS(card, "\\u200f");
    const char *commands = printed(*state, "github", ORQ_SAMPLE_HOSTILE);
    assert_int_equal(count(commands, "\n"), 3);
    assert_int_equal(count(commands, "\n::"), 2);
    HAS(commands, "file=migrations/a\"b'c`d<script>alert(1)</script>|%25s%3A%3Ax%2C%0A%25%25y");
    HAS(commands, "%0D%0A::error::forged\n");
    const char *page = printed(*state, "html", ORQ_SAMPLE_HOSTILE);
    LACKS(page, "<script");
    LACKS(page, "<b>\"");
    LACKS(page, "\xE2\x80\x8F");
    const char *comment = printed(*state, "markdown", ORQ_SAMPLE_HOSTILE);
    HAS(comment, "\n````sql\n");
    LACKS(comment, "\xE2\x80\x8F");
    const char *words =
        orq_arena_strndup(*state, comment, (size_t)(strstr(comment, "\n````sql\n") - comment));
    LACKS(words, "\n%%y");
    LACKS(comment, "\n- @me");
}

/* JSON is YAML 1.2: what cannot be read is not valid. */
static const struct orq_yaml *json_of(struct orq_arena *arena, const char *format,
                                      enum orq_sample sample)
{
    const char *text = printed(arena, format, sample);
    struct orq_diags *diags = orq_diags_new(arena);
    const struct orq_yaml *root = orq_yaml_parse(arena, format, text, strlen(text), diags);
    orq_diags_print(diags, 0, stderr, false);
    assert_non_null(root);
    return root;
}

static const struct orq_yaml *item(const struct orq_yaml *list, size_t index)
{
    assert_non_null(list);
    assert_int_equal(list->kind, ORQ_YAML_LIST);
    assert_true(index < list->items->len);
    return list->items->items[index];
}

static void json_holds_everything(void **state)
{
    const struct orq_yaml *review = item(json_of(*state, "json", ORQ_SAMPLE_PLAIN), 0);
    assert_string_equal(orq_yaml_get(review, "revision")->text, "4f1c2a9be0d3");
    assert_true(orq_yaml_get(review, "proven")->truth);
    const struct orq_yaml *statements = orq_yaml_get(orq_yaml_get(review, "upgrade"), "statements");
    assert_int_equal(statements->items->len, 7);
    const struct orq_yaml *scan = item(statements, 2);
    assert_string_equal(orq_yaml_get(scan, "cost")->text, "scan");
    assert_string_equal(orq_yaml_get(scan, "lock")->text, "ACCESS EXCLUSIVE");
    assert_int_equal(orq_yaml_get(scan, "milliseconds")->items->len, 2);
    assert_int_equal(orq_yaml_get(review, "findings")->items->len, 4);
    json_of(*state, "json", ORQ_SAMPLE_HOSTILE);
    const struct orq_yaml *empty = item(json_of(*state, "json", ORQ_SAMPLE_EMPTY), 0);
    assert_int_equal(orq_yaml_get(empty, "downgrade")->kind, ORQ_YAML_NULL);
}

static void sarif_suppresses_what_is_allowed(void **state)
{
    const struct orq_yaml *run =
        item(orq_yaml_get(json_of(*state, "sarif", ORQ_SAMPLE_PLAIN), "runs"), 0);
    const struct orq_yaml *results = orq_yaml_get(run, "results");
    assert_int_equal(results->items->len, 4);
    assert_null(orq_yaml_get(item(results, 0), "suppressions"));
    assert_non_null(orq_yaml_get(item(results, 1), "suppressions"));
    assert_non_null(
        orq_yaml_get(orq_yaml_get(item(results, 0), "partialFingerprints"), "orqgenFinding/v1"));
    const char *hostile = printed(*state, "sarif", ORQ_SAMPLE_HOSTILE);
    HAS(hostile, "\"uri\": \"migrations/a%22b%27c%60d%3Cscript%3Ealert%281%29%3C/script%3E");
}

static void gitlab_and_github_leave_out_what_is_allowed(void **state)
{
    assert_int_equal(json_of(*state, "gitlab", ORQ_SAMPLE_PLAIN)->items->len, 3);
    HAS(printed(*state, "github", ORQ_SAMPLE_PLAIN),
        "::warning file=migrations/20261122154300_4f1c2a9be0d3_users_email.sql,line=12,"
        "title=set-not-null-scan::users.email: SET NOT NULL reads all of users");
    const char *many = printed(*state, "github", ORQ_SAMPLE_MANY);
    assert_int_equal(count(many, "::warning "), 10);
    assert_int_equal(count(many, "::error "), 10);
    assert_int_equal(count(many, "::notice "), 10);
    HAS(many, "::warning title=orqgen::441 more of this level");
}

static void a_comment_is_never_too_long(void **state)
{
    const char *plain = printed(*state, "markdown", ORQ_SAMPLE_PLAIN);
    assert_true(orq_starts_with(plain, "<!-- orqgen:report -->\n"));
    HAS(plain, "erDiagram\n");
    HAS(plain, "    varchar(120) email \"~ was varchar(50) NULL\"\n");
    HAS(plain, "t4 |o--o{ t3 : \"+ org_id\"");
    LACKS(plain, "Shortened");
    const char *many = printed(*state, "markdown", ORQ_SAMPLE_MANY);
    assert_true(orq_starts_with(many, "<!-- orqgen:report -->\n"));
    assert_true(orq_utf8_count(many) <= 65000);
    HAS(many, "Shortened");
    HAS(many, "more\n");
}

static void a_page_without_scripts(void **state)
{
    const char *page = printed(*state, "html", ORQ_SAMPLE_PLAIN);
    HAS(page, "default-src 'none'");
    HAS(page, "<tr class=\"changed\"><td class=\"sign\" title=\"changed\">~</td>");
    HAS(page, "Ask the database first");
    LACKS(page, "<script");
    LACKS(page, "src=");
    LACKS(page, "@import");
    HAS(printed(*state, "html", ORQ_SAMPLE_EMPTY), "no way back");
}

/* Without Graphviz the tables tell the same. */
static void a_page_without_graphviz(void **state)
{
    const char *path = getenv("PATH");
    char *kept = orq_arena_strdup(*state, path ? path : "");
    setenv("PATH", "/nowhere", 1);
    const char *page = printed(*state, "html", ORQ_SAMPLE_PLAIN);
    setenv("PATH", kept, 1);
    LACKS(page, "<svg");
    HAS(page, "<h4><span class=\"changed\">~ changed</span> <code>users</code>");
}

static void changes_stand_beside_what_undoes_them(void **state)
{
    struct orq_reviews reviews;
    struct orq_paired_list pairs = {0};
    orq_sample_reviews(*state, ORQ_SAMPLE_PLAIN, &reviews);
    orq_review_pairs(*state, &reviews.items[0], &pairs);
    size_t up = 0, down = 0;
    bool email = false;
    for (size_t i = 0; i < pairs.len; i++) {
        const struct orq_paired *pair = &pairs.items[i];
        up += pair->up.len;
        down += pair->down.len;
        if (strcmp(pair->object, "users.email") == 0) {
            email = true;
            assert_int_equal(pair->up.len, 2);
            assert_int_equal(pair->down.len, 1);
        }
    }
    assert_true(email);
    assert_int_equal(up, 7);
    assert_int_equal(down, 7);
}

static void quiet_statements_are_one_line(void **state)
{
    struct orq_touched touched = {.table = "t", .lock = ORQ_LOCK_SHARE};
    struct orq_observed observed[] = {
        {.sql = "SET LOCAL lock_timeout = '3s'", .step = 1},
        {.sql = "CREATE TEMP TABLE a (b)", .step = 1, .notes = "make a copy"},
        {.sql = "INSERT INTO a SELECT 1", .step = 1},
        {.sql = "CREATE INDEX i ON t (b)", .step = 1, .touched = {&touched, 1, 1}},
        {.sql = "DROP TABLE a", .step = 1}, /* under no comment of its own */
        {.sql = "SELECT 1", .step = 2, .notes = "ask"},
        {.sql = "SELECT 2", .step = 2}, /* told of */
        {.sql = "SELECT 3", .step = 3},
    };
    const size_t count = sizeof observed / sizeof *observed;
    struct orq_finding finding = {.direction = ORQ_UPGRADE, .statement = 6};
    const struct orq_review review = {.up.observed = {observed, count, count},
                                      .findings = {&finding, 1, 1}};
    struct orq_folds folds = {0};
    struct orq_str lines = orq_str_new(*state);
    orq_review_folds(*state, &review, ORQ_UPGRADE, &folds);
    for (size_t i = 0; i < folds.len; i++)
        orq_str_addf(&lines, "%s ", orq_fold_number(*state, &folds.items[i]));
    assert_string_equal(orq_str_text(&lines), "2-3 4 5 6 7 8 ");
    assert_string_equal(orq_step_settings(*state, &review.up, 1), "SET LOCAL lock_timeout = '3s'");
    assert_string_equal(orq_step_settings(*state, &review.up, 2), "");
}

static void a_picture_knows_the_neighbours(void **state)
{
    struct orq_reviews reviews;
    struct orq_picture picture;
    orq_sample_reviews(*state, ORQ_SAMPLE_PLAIN, &reviews);
    orq_picture_of(*state, &reviews.items[0], &picture);
    assert_int_equal(picture.figures.len, 5);
    assert_int_equal(picture.links.len, 5);
    size_t neighbours = 0, dropped = 0;
    for (size_t i = 0; i < picture.figures.len; i++)
        neighbours += picture.figures.items[i].neighbour;
    for (size_t i = 0; i < picture.links.len; i++)
        dropped += picture.links.items[i].sign == ORQ_SIGN_DROPPED;
    assert_int_equal(neighbours, 2);
    assert_int_equal(dropped, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_set_up, arena_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_card),
        TEST(hostile_texts_stay_what_they_are),
        TEST(json_holds_everything),
        TEST(sarif_suppresses_what_is_allowed),
        TEST(gitlab_and_github_leave_out_what_is_allowed),
        TEST(a_comment_is_never_too_long),
        TEST(a_page_without_scripts),
        TEST(a_page_without_graphviz),
        TEST(changes_stand_beside_what_undoes_them),
        TEST(quiet_statements_are_one_line),
        TEST(a_picture_knows_the_neighbours),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
