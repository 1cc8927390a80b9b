#include "tests/unit/diff/schema_of.h"

#define T(body) "CREATE TABLE t (" body ")"

static const struct {
    script have, want;
    const char *notes;
} rows[] = {
    {{"CREATE TABLE persons (id, name)"},
     {"CREATE TABLE people (NAME, id)"},
     "m.yaml:10:3: table people is new, and persons, which has the same columns, is gone: a "
     "rename?\n"
     "if so, add to people:  renamed_from: persons"},
    {{"CREATE TABLE persons (id, name)"}, {"CREATE TABLE people (id, title)"}, ""},
    {{T("a TEXT, old INT")},
     {T("a TEXT, new INT")},
     "m.yaml:11:7: column t.new is new, and t.old, which has the same type, is gone: a rename?\n"
     "if so, add to t.new:  renamed_from: old"},
    {{T("a TEXT, old INT")}, {T("a TEXT, new TEXT")}, ""},
    /* each is offered once, to the nearest name */
    {{T("first_name TEXT, last_name TEXT")},
     {T("last_names TEXT, x TEXT, y TEXT")},
     "m.yaml:10:7: column t.last_names is new, and t.last_name, which has the same type, is gone: "
     "a rename?\n"
     "if so, add to t.last_names:  renamed_from: last_name\n"
     "m.yaml:11:7: column t.x is new, and t.first_name, which has the same type, is gone: a "
     "rename?\n"
     "if so, add to t.x:  renamed_from: first_name"},
    {{T("a"), "CREATE INDEX i ON t (a)"},
     {T("a"), "CREATE INDEX j ON t (A)"},
     "m.yaml:200:9: index j is new, and i, which has the same structure, is gone: a rename?\n"
     "if so, add to j:  renamed_from: i"},
    {{T("a CONSTRAINT c CHECK (a > 0)")},
     {T("a CONSTRAINT d CHECK (a>0)")},
     "m.yaml:100:9: check t.d is new, and t.c, which has the same structure, is gone: a rename?\n"
     "if so, add to t.d:  renamed_from: c"},
    {{T("a CONSTRAINT c CHECK (a > 0)")}, {T("a CONSTRAINT d CHECK (a > 1)")}, ""},
    {{"CREATE VIEW v AS SELECT 1"},
     {"CREATE VIEW w AS SELECT 1"},
     "m.yaml:300:3: view w is new, and v, which has the same text, is gone: a rename?\n"
     "if so, add to w:  renamed_from: v"},
    /* a name that YAML would read as something else */
    {{T("a, \"null\" INT")},
     {T("a, b INT")},
     "m.yaml:11:7: column t.b is new, and t.null, which has the same type, is gone: a rename?\n"
     "if so, add to t.b:  renamed_from: \"null\""},
    {{T("a, \"x: \"\"y\" INT")},
     {T("a, b INT")},
     "m.yaml:11:7: column t.b is new, and t.x: \"y, which has the same type, is gone: a rename?\n"
     "if so, add to t.b:  renamed_from: \"x: \\\"y\""},
};

static const char *notes_text(struct orq_arena *arena, const struct orq_diags *diags)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < orq_diags_len(diags); i++) {
        const struct orq_diag *diag = orq_diags_at(diags, i);
        assert_int_equal(diag->severity, ORQ_NOTE);
        orq_str_addf(&out, "%s%s:%zu:%zu: %s\n%s", i > 0 ? "\n" : "", diag->at.file, diag->at.line,
                     diag->at.column, diag->message, diag->hint);
    }
    return orq_str_text(&out);
}

static void what_looks_alike_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct orq_arena *arena = orq_arena_new();
        struct orq_diags *diags = orq_diags_new(arena);
        struct orq_schema *want = as_model(schema_of(arena, rows[i].want));
        want->manage = ~0u;
        struct orq_ops ops = ops_between(arena, schema_of(arena, rows[i].have), want,
                                         (struct orq_diff_options){0}, ORQ_SAME);
        const char *before = ops_text(arena, &ops);
        orq_diff_rename_candidates(arena, &ops, diags);
        assert_string_equal(notes_text(arena, diags), rows[i].notes);
        assert_string_equal(ops_text(arena, &ops), before);
        orq_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_looks_alike_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
