#include "tests/unit/diff/schema_of.h"

#define T(body) "CREATE TABLE t (" body ")"
#define LINES 4

/* `what from`: the table, "table.column", index, view or "table:constraint" of want, and its old
 * name. */
struct row {
    script have, want;
    const char *from[LINES][2];
    const char *renames;
    const char *faults;
};

static const struct row rows[] = {
    /* tables and columns, and both at once */
    {{"CREATE TABLE old (a)"}, {"CREATE TABLE new (a)"}, {{"new", "old"}}, "table old new", ""},
    {{"CREATE TABLE new (a)"}, {"CREATE TABLE new (a)"}, {{"new", "old"}}, "", ""},
    {{"CREATE TABLE NEW (a)"}, {"CREATE TABLE new (a)"}, {{"new", "NEW"}}, "", ""},
    {{T("a")}, {T("b")}, {{"t.b", "a"}}, "column t.a b", ""},
    {{T("b")}, {T("b")}, {{"t.b", "a"}}, "", ""},
    {{T("c")}, {T("b")}, {{"t.b", "a"}}, "", ""},
    {{"CREATE TABLE old (a, b)"},
     {"CREATE TABLE new (x, y)"},
     {{"new", "old"}, {"new.x", "a"}, {"new.y", "B"}},
     "table old new\ncolumn new.a x\ncolumn new.B y",
     ""},
    /* the old name is used anew */
    {{"CREATE TABLE old (a)"},
     {"CREATE TABLE new (a)", "CREATE TABLE old (z)"},
     {{"new", "old"}, {"old.z", "a"}},
     "table old new",
     ""},
    {{"CREATE TABLE old (z)", "CREATE TABLE new (a)"},
     {"CREATE TABLE new (a)", "CREATE TABLE old (z)"},
     {{"new", "old"}},
     "",
     ""},
    /* chains free a name before it is taken */
    {{T("a, b")}, {T("b, c")}, {{"t.b", "a"}, {"t.c", "b"}}, "column t.b c\ncolumn t.a b", ""},
    {{T("b, c")}, {T("b, c")}, {{"t.b", "a"}, {"t.c", "b"}}, "", ""},
    /* circles are told by what the columns are */
    {{T("a INT, b TEXT")},
     {T("a TEXT, b INT")},
     {{"t.a", "b"}, {"t.b", "a"}},
     "column t.a b\ncolumn t.b a",
     ""},
    {{T("a TEXT, b INT")}, {T("a TEXT, b INT")}, {{"t.a", "b"}, {"t.b", "a"}}, "", ""},
    {{T("a INT, b INT")},
     {T("a INT, b INT")},
     {{"t.a", "b"}, {"t.b", "a"}},
     "",
     "m.yaml:10:7: b and a are exchanged, but look alike: whether that has happened cannot be "
     "told"},
    {{"CREATE TABLE a (x)", "CREATE TABLE b (y)"},
     {"CREATE TABLE a (y)", "CREATE TABLE b (x)"},
     {{"a", "b"}, {"b", "a"}},
     "table a b\ntable b a",
     ""},
    {{T("a INT, b TEXT, c BLOB")},
     {T("a BLOB, b INT, c TEXT")},
     {{"t.a", "c"}, {"t.b", "a"}, {"t.c", "b"}},
     "column t.b c\ncolumn t.a b\ncolumn t.c a",
     ""},
    /* indexes, constraints, views */
    {{T("a"), "CREATE INDEX i ON t (a)"},
     {T("a"), "CREATE INDEX j ON t (a)"},
     {{"j", "i"}},
     "index t.i j",
     ""},
    {{"CREATE TABLE old (a CONSTRAINT c CHECK (a))"},
     {"CREATE TABLE new (a CONSTRAINT d CHECK (a))"},
     {{"new", "old"}, {"new:d", "c"}},
     "table old new\ncheck new.c d",
     ""},
    {{"CREATE VIEW v AS SELECT 1"}, {"CREATE VIEW w AS SELECT 1"}, {{"w", "v"}}, "view v w", ""},
    /* faults */
    {{"CREATE TABLE old (a)", "CREATE TABLE new (a)"},
     {"CREATE TABLE new (a)"},
     {{"new", "old"}},
     "",
     "m.yaml:10:3: renamed_from: old cannot be followed: the database has new too"},
    {{T("a, b")},
     {T("b")},
     {{"t.b", "a"}},
     "",
     "m.yaml:10:7: renamed_from: a cannot be followed: the database has b too"},
    {{T("a")},
     {T("b, c")},
     {{"t.b", "a"}, {"t.c", "A"}},
     "column t.a b",
     "m.yaml:11:7: b and c both say renamed_from: A"},
    {{T("z")}, {T("b, c")}, {{"t.b", "a"}, {"t.c", "a"}}, "", ""},
};

static void set_in_table(struct orq_arena *arena, struct orq_table *table, const char *what,
                         const char *from)
{
    if (orq_ascii_equal(table->name, what))
        table->renamed_from = from;
    for (size_t i = 0; i < table->columns.len; i++)
        if (strcmp(orq_arena_printf(arena, "%s.%s", table->name, table->columns.items[i]->name),
                   what) == 0)
            table->columns.items[i]->renamed_from = from;
    for (size_t i = 0; i < table->constraints.len; i++)
        if (strcmp(orq_arena_printf(arena, "%s:%s", table->name, table->constraints.items[i]->name),
                   what) == 0)
            table->constraints.items[i]->renamed_from = from;
    for (size_t i = 0; i < table->indexes.len; i++)
        if (strcmp(table->indexes.items[i]->name, what) == 0)
            table->indexes.items[i]->renamed_from = from;
}

static void set_renamed(struct orq_arena *arena, struct orq_schema *schema, const char *what,
                        const char *from)
{
    for (size_t i = 0; i < schema->tables.len; i++)
        set_in_table(arena, schema->tables.items[i], what, from);
    for (size_t i = 0; i < schema->definitions.len; i++)
        if (strcmp(schema->definitions.items[i]->name, what) == 0)
            schema->definitions.items[i]->renamed_from = from;
}

static const char *renames_text(struct orq_arena *arena, const struct orq_renames *renames)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < renames->len; i++) {
        const struct orq_rename *rename = &renames->items[i];
        orq_str_addf(&out, "%s%s %s%s%s %s", i > 0 ? "\n" : "", orq_kind_word(rename->kind),
                     rename->table ? rename->table : "", rename->table ? "." : "", rename->from,
                     rename->to);
    }
    return orq_str_text(&out);
}

static const char *faults_text(struct orq_arena *arena, const struct orq_diags *diags)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < orq_diags_len(diags); i++) {
        const struct orq_diag *diag = orq_diags_at(diags, i);
        orq_str_addf(&out, "%s%s:%zu:%zu: %s", i > 0 ? "\n" : "", diag->at.file, diag->at.line,
                     diag->at.column, diag->message);
    }
    return orq_str_text(&out);
}

static struct orq_schema *wanted(struct orq_arena *arena, const struct row *row)
{
    struct orq_schema *want = as_model(schema_of(arena, row->want));
    for (size_t i = 0; i < LINES && row->from[i][0]; i++)
        set_renamed(arena, want, row->from[i][0], row->from[i][1]);
    return want;
}

static void renames_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct orq_arena *arena = orq_arena_new();
        struct orq_diags *diags = orq_diags_new(arena);
        struct orq_renames renames = {0};
        enum orq_status status = orq_diff_renames(arena, schema_of(arena, rows[i].have),
                                                  wanted(arena, &rows[i]), diags, &renames);
        assert_string_equal(faults_text(arena, diags), rows[i].faults);
        assert_string_equal(renames_text(arena, &renames), rows[i].renames);
        assert_int_equal(status, orq_diags_errors(diags) > 0 ? ORQ_INVALID : ORQ_OK);
        orq_arena_free(arena);
    }
}

static void undone_renames_lead_back(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_renames renames = {0};
    const struct orq_rename all[] = {
        {.kind = ORQ_KIND_TABLE, .from = "old", .to = "new"},
        {.kind = ORQ_KIND_COLUMN, .table = "new", .from = "b", .to = "c"},
        {.kind = ORQ_KIND_COLUMN, .table = "new", .from = "a", .to = "b"},
        {.kind = ORQ_KIND_COLUMN, .table = "t", .from = "x", .to = "y"},
        {.kind = ORQ_KIND_INDEX, .table = "new", .from = "i", .to = "j"},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        ORQ_PUSH(arena, &renames, all[i]);
    struct orq_renames undone = orq_renames_undo(arena, &renames);
    assert_string_equal(renames_text(arena, &undone),
                        "table new old\ncolumn t.y x\ncolumn old.b a\ncolumn old.c b\n"
                        "index old.j i");
    undone = orq_renames_undo(arena, &undone);
    assert_string_equal(renames_text(arena, &undone), renames_text(arena, &renames));
    orq_arena_free(arena);
}

static void a_renamed_part_is_altered_not_dropped(void **state)
{
    (void)state;
    static const struct row parts = {{T("a CONSTRAINT c CHECK (a > 0)"), "CREATE INDEX i ON t (a)",
                                      "CREATE VIEW v AS SELECT 1", "CREATE INDEX k ON t (a DESC)"},
                                     {T("a CONSTRAINT d CHECK (a > 0)"), "CREATE INDEX j ON t (a)",
                                      "CREATE VIEW w AS SELECT 2", "CREATE INDEX l ON t (a)"},
                                     {{"t:d", "c"}, {"j", "i"}, {"w", "v"}, {"l", "k"}},
                                     NULL,
                                     NULL};
    struct orq_arena *arena = orq_arena_new();
    struct orq_schema *have = schema_of(arena, parts.have), *want = wanted(arena, &parts);
    struct orq_diff_options options = {0};
    assert_int_equal(orq_diff_renames(arena, have, want, orq_diags_new(arena), &options.renames),
                     ORQ_OK);
    struct orq_ops ops = ops_between(arena, have, want, options, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops), "rename check c to d on t: name\n"
                                               "rename index i to j on t: name\n"
                                               "alter index l on t: name, columns\n"
                                               "alter view w: name, definition");
    options.renames = orq_renames_undo(arena, &options.renames);
    ops = ops_between(arena, want, have, options, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops), "rename check d to c on t: name\n"
                                               "rename index j to i on t: name\n"
                                               "alter index k on t: name, columns\n"
                                               "alter view v: name, definition");
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renames_are_found),
        cmocka_unit_test(undone_renames_lead_back),
        cmocka_unit_test(a_renamed_part_is_altered_not_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
