#include "base/file.h"
#include "base/str.h"
#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

struct fixture {
    struct orq_arena *arena;
    struct orq_diags *diags;
    char folder[64];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->arena = orq_arena_new();
    fixture->diags = orq_diags_new(fixture->arena);
    strcpy(fixture->folder, "/tmp/orq-read-XXXXXX");
    if (!mkdtemp(fixture->folder))
        return -1;
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    struct orq_strings names = {0};
    orq_folder_list(fixture->arena, fixture->folder, "", fixture->diags, &names);
    for (size_t i = 0; i < names.len; i++)
        unlink(orq_path_join(fixture->arena, fixture->folder, names.items[i]));
    rmdir(fixture->folder);
    orq_arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static void put_file(struct fixture *fixture, const char *name, const char *text)
{
    const char *path = orq_path_join(fixture->arena, fixture->folder, name);
    assert_int_equal(orq_file_write(path, text, strlen(text), fixture->diags), ORQ_OK);
}

static const struct orq_model *read_folder(struct fixture *fixture)
{
    return orq_model_read(fixture->arena, fixture->folder, fixture->diags);
}

/* Reads and resolves text that has faults: how many are reported in all. */
static size_t faults_of(struct fixture *fixture, const char *text)
{
    size_t before = orq_diags_errors(fixture->diags);
    const struct orq_model *model =
        orq_model_parse(fixture->arena, "t.yaml", text, strlen(text), fixture->diags);
    if (model)
        assert_null(orq_model_resolve(fixture->arena, model, &orq_sqlite, fixture->diags));
    return orq_diags_errors(fixture->diags) - before;
}

static void a_folder_is_one_model(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture, "b.yaml",
             "model: shop\nexclude: [x]\ntables: {b: {columns: {a: {type: text}}}}\n");
    put_file(fixture, "a.yaml",
             "model: shop\nexclude: [y]\ntables: {a: {columns: {a: {type: text}}}}\n");
    put_file(fixture, "c.txt", "no model");
    const struct orq_model *model = read_folder(fixture);
    assert_non_null(model);
    assert_string_equal(model->name, "shop");
    assert_int_equal(model->files.len, 2);
    const struct orq_yaml *tables = orq_yaml_get(model->root, "tables");
    assert_int_equal(tables->entries->len, 2);
    assert_string_equal(tables->entries->items[0].key, "a");
    assert_true(orq_ends_with(orq_yaml_key_at(&tables->entries->items[1]).file, "/b.yaml"));
    assert_int_equal(orq_yaml_get(model->root, "exclude")->items->len, 2);
}

static void a_name_in_two_files_shows_both_places(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture, "a.yaml", "tables: {t: {columns: {a: {type: text}}}}\n");
    put_file(fixture, "b.yaml", "tables:\n  t: {columns: {a: {type: text}}}\n");
    assert_true(read_folder(fixture)->faulty);
    assert_int_equal(orq_diags_len(fixture->diags), 1);
    const struct orq_diag *diag = orq_diags_at(fixture->diags, 0);
    assert_true(orq_ends_with(diag->at.file, "/b.yaml"));
    assert_int_equal(diag->at.line, 2);
    assert_non_null(strstr(diag->hint, "/a.yaml:1:10"));
}

static void a_setting_in_two_files_has_to_be_the_same(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture, "a.yaml", "model: shop\n");
    put_file(fixture, "b.yaml", "model: store\n");
    assert_true(read_folder(fixture)->faulty);
    assert_non_null(strstr(orq_diags_at(fixture->diags, 0)->message, "second time"));
}

static void faults_of_all_files_are_found_in_one_run(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture, "a.yaml", "tabels: {}\n");
    put_file(fixture, "b.yaml", "a: [\n");
    put_file(fixture, "c.yaml", "tables: {t: {colums: {}}}\n");
    const struct orq_model *model = read_folder(fixture);
    assert_true(model->faulty && model->incomplete);
    assert_int_equal(orq_diags_errors(fixture->diags), 3);
}

/* What a file that is no YAML holds may be what others miss. */
static void a_file_that_cannot_be_read_is_not_missed(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture, "a.yaml", "tables: {t: {columns: {a: {type: mood, references: gone}}}}\n");
    put_file(fixture, "b.yaml", "a: [\n");
    const struct orq_model *model = read_folder(fixture);
    assert_null(orq_model_resolve(fixture->arena, model, &orq_sqlite, fixture->diags));
    assert_int_equal(orq_diags_errors(fixture->diags), 1);
}

static void faults_do_not_hide_each_other(void **state)
{
    assert_int_equal(faults_of(*state, "tables:\n"
                                       "  t: {columns: {a: {type: text, colour: blue}}}\n"
                                       "  u: {columns: {a: {type: uiid}}}\n"
                                       "  v: {columns: {a: {type: text, references: t(b)}}}\n"
                                       "  w: {columns: {a: {type: text}, A: {type: text}}}\n"),
                     4);
    assert_int_equal(faults_of(*state, "tables: {t: {colums: {a: {typ: uiid, nulable: no}}}}\n"),
                     5);
    assert_int_equal(faults_of(*state, "tables: {t: {columns: {a: {check: b > 0}}}}\n"), 2);
}

/* Each of these texts has one fault, and others only because of it. */
static void what_follows_from_a_fault_is_none(void **state)
{
    static const char *const texts[] = {
        "tables: {t: 5, u: {columns: {a: {type: text, references: t(id)}}}}\n",
        "tables: {t: {spalten: {}}, u: {columns: {a: {type: text, references: t(id)}}}}\n",
        "tables: {t: {columns: [a], indexes: [[a]], checks: [a > 0]}}\n",
        "tables: {t: {columns: {a: 5}, indexes: [[a]], primary_key: [a]}}\n",
        "tables: {t: {columns: {a: {type: [x], primary_key: true, autoincrement: true}}}}\n",
        "tables: {t: {columns: {a: {type: interger, primary_key: true, autoincrement: true}}}}\n",
        "tables: {t: {columns: {a: {type: integer, primary_key: 1, autoincrement: true}}}}\n",
        "tables: {t: {columns: {a: {type: integer}}, primary_key: a, sqlite: {without_rowid: "
        "true}}}\n",
        "tables: {t: {columns: {a: {type: integer}}, primary_key: 5}, u: {columns: {a: {type: "
        "integer, references: t}}}}\n",
        "tabellen: {t: {}}\nviews: {v: {sql: SELECT 1}}\n",
        "enums: {mood: {values: 5}}\ntables: {t: {columns: {a: {type: mood, default: b}}}}\n",
        "enums: {mood: {values: [a, [b]]}}\ntables: {t: {columns: {a: {type: mood, default: "
        "b}}}}\n",
        "typen: {mood: {values: [b]}}\ntables: {t: {columns: {a: {type: mood, default: b}}}}\n",
        "tables: {t: {only: postgres, columns: {a: {type: \"text[]\"}}}, u: {columns: {a: {type: "
        "text, references: t}}}}\n",
        "tables: {t: {columns: {a: {type: text}}, foreign_keys: [{columns: [a, 5], references: "
        "\"t(a, b)\"}]}}\n",
        "tables: {t: {columns: {a: {type: text}}, foreign_keys: [{columns: a, references: "
        "gone}]}}\n",
        "tables: {t: {columns: {a: {type: text, default: {sql: [1]}}}}}\n",
        "tables: {t: {columns: {a: {type: text, default: {generate: nau}}}}}\n",
        "tables: {t: {columns: {a: {type: {native: 5}}}}}\n",
        "tables: {t: {columns: {a: {type: {sqlite: 5, postgresql: text}}}}}\n",
        "tables: {t: {columns: {a: {type: {sqlite: text, mysql: text}}}}}\n",
        "tables: {t: {columns: {a: {type: text}}, indexes: {i: 5, j: {columns: 5}, k: [a]}}}\n",
        "tables: {t: {columns: {a: {type: text}}, checks: {c: [1]}, unique: {u: 5}}}\n",
        "tables: {t: {columns: &c {a: {type: text, default: {generate: nau}}}}, u: {columns: {<<: "
        "*c}}}\n",
        "tables: {t: {columns: {a: *gone}}}\n",
        "tables: {t: {columns: {a: {type: text}}, indexes: [[a, *gone]]}}\n",
        "tables: {t: *gone, u: {columns: {a: {type: text, references: t(a)}}}}\n",
    };
    static const size_t two[] = {21, 22};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct fixture *fixture = *state;
        size_t expected = i == two[0] || i == two[1] ? 2 : 1;
        size_t before = orq_diags_len(fixture->diags);
        size_t found = faults_of(fixture, texts[i]);
        if (found != expected) {
            orq_diags_print(fixture->diags, before, stderr, false);
            fail_msg("%zu faults in %s", found, texts[i]);
        }
    }
}

static void an_empty_folder_is_no_model(void **state)
{
    struct fixture *fixture = *state;
    assert_null(read_folder(fixture));
    assert_int_equal(orq_diags_errors(fixture->diags), 1);
}

static void a_missing_file_is_reported_once(void **state)
{
    struct fixture *fixture = *state;
    assert_null(orq_model_read(fixture->arena, "/nowhere/model.yaml", fixture->diags));
    assert_int_equal(orq_diags_errors(fixture->diags), 1);
}

static void a_fault_behind_an_anchor_is_reported_once(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] = "tables:\n"
                               "  t: {columns: &c {a: {type: text, nulable: false}}}\n"
                               "  u: {columns: *c}\n"
                               "  v: {columns: *c, colour: blue}\n";
    assert_int_equal(faults_of(fixture, text), 2);
}

static void dialects_are_listed(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] = "dialects: [sqlite, postgresql]\n";
    const struct orq_model *model =
        orq_model_parse(fixture->arena, "t.yaml", text, strlen(text), fixture->diags);
    assert_non_null(model);
    assert_int_equal(model->dialects.len, 2);
    assert_string_equal(model->dialects.items[1], "postgresql");
}

/* The file in the repository is what the tables of the language say. */
static void the_json_schema_is_up_to_date(void **state)
{
    struct fixture *fixture = *state;
    const char *root = getenv("ORQ_ROOT");
    if (!root)
        skip();
    const char *path = orq_path_join(fixture->arena, root, "schemas/model.schema.json");
    const char *made = orq_model_json_schema(fixture->arena);
    const char *accept = getenv("ORQ_ACCEPT");
    if (accept && strcmp(accept, "1") == 0)
        orq_file_write(path, made, strlen(made), fixture->diags);
    const char *text = "";
    size_t len;
    assert_int_equal(orq_file_read(fixture->arena, path, fixture->diags, &text, &len), ORQ_OK);
    if (strcmp(text, made) != 0)
        fail_msg("%s is not what the language says; write it anew with\n"
                 "  ORQ_ACCEPT=1 ctest -R unit.model.read",
                 path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_folder_is_one_model),
        TEST(a_name_in_two_files_shows_both_places),
        TEST(a_setting_in_two_files_has_to_be_the_same),
        TEST(faults_of_all_files_are_found_in_one_run),
        TEST(a_file_that_cannot_be_read_is_not_missed),
        TEST(faults_do_not_hide_each_other),
        TEST(what_follows_from_a_fault_is_none),
        TEST(an_empty_folder_is_no_model),
        TEST(a_missing_file_is_reported_once),
        TEST(a_fault_behind_an_anchor_is_reported_once),
        TEST(dialects_are_listed),
        TEST(the_json_schema_is_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
