#include "history/rows.h"

#include "model/dialect.h"
#include "sql/quote.h"
#include "sql/token.h"

#include <string.h>

#define ROWS_PER_TABLE 3
#define ATTEMPTS_PER_ROW 60

struct generator {
    struct orq_arena *arena;
    struct orq_db *db;
    const struct orq_schema *schema, *want;
    struct orq_map *visited; /* tables that are filled, or on the way */
    struct orq_diags *tries; /* a value that does not fit is no fault */
};

/* The literals of a check are the likeliest values to satisfy it. */
static void add_check_literals(struct generator *generator, const struct orq_table *table,
                               struct orq_strings *candidates)
{
    for (size_t i = 0; table != NULL && i < table->constraints.len; i++) {
        const char *text = table->constraints.items[i]->expr.text;
        if (table->constraints.items[i]->kind != ORQ_KIND_CHECK || text == NULL)
            continue;
        struct orq_tokens tokens = orq_tokens_of(generator->arena, text, strlen(text));
        for (size_t k = 0; k < tokens.len; k++) {
            enum orq_token_kind kind = tokens.items[k].kind;
            if (kind == ORQ_TOKEN_INTEGER || kind == ORQ_TOKEN_FLOAT || kind == ORQ_TOKEN_STRING)
                ORQ_PUSH(generator->arena, candidates,
                         orq_arena_strndup(generator->arena, text + tokens.items[k].offset,
                                           tokens.items[k].len));
        }
    }
}

/* Values of each affinity; %u is the row's number, so that keys differ. */
static const char *const values_of_affinity[][4] = {
    [ORQ_TEXT] = {"'text %u'", "'0000000%u-0000-4000-8000-000000000000'", "'{\"k\": %u}'",
                  "'2026-01-0%u'"},
    [ORQ_NUMERIC] = {"%u", "%u.5", "'2026-01-0%u'", "'0'"},
    [ORQ_INTEGER] = {"%u", "10%u", "0", "-%u"},
    [ORQ_REAL] = {"0.%u", "%u.25", "%u", "0.0"},
    [ORQ_BLOB] = {"x'0%u'", "%u", "'text %u'", "0.%u"},
};

static const char *numbered(struct orq_arena *arena, const char *pattern, unsigned number)
{
    struct orq_str text = orq_str_new(arena);
    for (const char *at = pattern; *at != '\0'; at++) {
        if (at[0] == '%' && at[1] == 'u') {
            orq_str_addf(&text, "%u", number);
            at++;
        } else {
            orq_str_addc(&text, *at);
        }
    }
    return orq_str_text(&text);
}

static const char *column_value(struct generator *generator, const struct orq_column *column,
                                const struct orq_strings *literals, unsigned row, unsigned pick)
{
    const size_t shapes = sizeof values_of_affinity[0] / sizeof *values_of_affinity[0];
    size_t choice = pick % (shapes + literals->len);
    if (choice >= shapes)
        return literals->items[choice - shapes];
    enum orq_affinity affinity = orq_sqlite_affinity(column->type);
    return numbered(generator->arena, values_of_affinity[affinity][choice], row + 1);
}

/* The row of the parent that this row refers to: the n-th in the order of its key. */
static const char *parent_value(struct generator *generator,
                                const struct orq_constraint *foreign_key, size_t part, unsigned row)
{
    struct orq_arena *arena = generator->arena;
    const struct orq_table *parent = orq_schema_table(generator->schema, foreign_key->ref_table);
    const struct orq_constraint *key = parent == NULL ? NULL : orq_table_primary_key(parent);
    struct orq_str order = orq_str_new(arena);
    const char *wanted = NULL;
    for (size_t i = 0; i < foreign_key->parts.len; i++) {
        const char *name = i < foreign_key->ref_columns.len    ? foreign_key->ref_columns.items[i]
                           : key != NULL && i < key->parts.len ? key->parts.items[i].column
                                                               : NULL;
        if (name == NULL)
            return "NULL";
        const char *quoted = orq_quoted_name(arena, name);
        orq_str_addf(&order, "%s%s", i == 0 ? "" : ", ", quoted);
        wanted = i == part ? quoted : wanted;
    }
    return orq_arena_printf(arena, "(SELECT %s FROM main.%s ORDER BY %s LIMIT 1 OFFSET %u)", wanted,
                            orq_quoted_name(arena, foreign_key->ref_table), orq_str_text(&order),
                            row);
}

static const char *foreign_value(struct generator *generator, const struct orq_table *table,
                                 const struct orq_column *column, unsigned row)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        for (size_t k = 0; constraint->kind == ORQ_KIND_FOREIGN_KEY && k < constraint->parts.len;
             k++) {
            if (orq_ascii_equal(constraint->parts.items[k].column, column->name))
                return parent_value(generator, constraint, k, row);
        }
    }
    return NULL;
}

static bool insert_row(struct generator *generator, const struct orq_table *table,
                       const struct orq_strings *literals, unsigned row, unsigned attempt)
{
    struct orq_arena *arena = generator->arena;
    struct orq_str names = orq_str_new(arena), values = orq_str_new(arena);
    unsigned position = 0;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_column *column = table->columns.items[i];
        if (column->generated != ORQ_NOT_GENERATED)
            continue;
        position++;
        /* the early attempts take the plain values, later ones wander through all */
        unsigned pick = attempt == 0 ? 0 : attempt * 7 + position * (attempt % 5 + 1);
        const char *value = foreign_value(generator, table, column, row);
        if (value == NULL)
            value = column_value(generator, column, literals, row, pick);
        orq_str_addf(&names, "%s%s", names.len == 0 ? "" : ", ",
                     orq_quoted_name(arena, column->name));
        orq_str_addf(&values, "%s%s", values.len == 0 ? "" : ", ", value);
    }
    const char *sql = orq_arena_printf(arena, "INSERT OR ABORT INTO main.%s (%s) VALUES (%s)",
                                       orq_quoted_name(arena, table->name), orq_str_text(&names),
                                       orq_str_text(&values));
    struct orq_query query = {.sql = sql};
    return orq_db_query(generator->db, &query, generator->tries) == ORQ_OK;
}

static void run_quietly(struct generator *generator, const char *sql)
{
    struct orq_query query = {.sql = sql};
    (void)orq_db_query(generator->db, &query, generator->tries);
}

/* What the wanted table would refuse is no row to prove it with. */
static void take_out_unwanted(struct generator *generator, const struct orq_table *table)
{
    struct orq_arena *arena = generator->arena;
    const struct orq_table *want = orq_schema_table(generator->want, table->name);
    const char *name = orq_quoted_name(arena, table->name);
    for (size_t i = 0; want != NULL && i < want->constraints.len; i++) {
        if (want->constraints.items[i]->kind == ORQ_KIND_CHECK)
            run_quietly(generator, orq_arena_printf(arena, "DELETE FROM main.%s WHERE NOT (%s\n)",
                                                    name, want->constraints.items[i]->expr.text));
    }
    for (size_t i = 0; want != NULL && i < want->columns.len; i++) {
        const struct orq_column *column = want->columns.items[i];
        if (!column->nullable && orq_table_column(table, column->name) != NULL)
            run_quietly(generator, orq_arena_printf(arena, "DELETE FROM main.%s WHERE %s IS NULL",
                                                    name, orq_quoted_name(arena, column->name)));
    }
}

static bool table_is_empty(struct generator *generator, const struct orq_table *table)
{
    const char *found = NULL;
    const char *sql = orq_arena_printf(generator->arena, "SELECT 1 FROM main.%s LIMIT 1",
                                       orq_quoted_name(generator->arena, table->name));
    return orq_db_value(generator->arena, generator->db, sql, generator->tries, &found) == ORQ_OK &&
           found == NULL;
}

static void fill_table(struct generator *generator, const struct orq_table *table)
{
    if (!table_is_empty(generator, table))
        return;
    struct orq_strings literals = {0};
    add_check_literals(generator, table, &literals);
    add_check_literals(generator, orq_schema_table(generator->want, table->name), &literals);
    for (unsigned row = 0; row < ROWS_PER_TABLE; row++) {
        unsigned attempt = 0;
        while (attempt < ATTEMPTS_PER_ROW && !insert_row(generator, table, &literals, row, attempt))
            attempt++;
    }
    take_out_unwanted(generator, table);
}

/* Parents first, without recursion: a chain of foreign keys may be as long as the schema. */
static void fill_from(struct generator *generator, const struct orq_table *first)
{
    ORQ_VEC_OF(visits, const struct orq_table *) stack = {0};
    ORQ_PUSH(generator->arena, &stack, first);
    while (stack.len > 0) {
        const struct orq_table *table = stack.items[stack.len - 1];
        size_t waiting = stack.len;
        bool entered = orq_map_put(generator->visited, table->name, generator) != NULL;
        for (size_t i = 0; !entered && i < table->constraints.len; i++) {
            const struct orq_constraint *constraint = table->constraints.items[i];
            const struct orq_table *parent =
                constraint->kind == ORQ_KIND_FOREIGN_KEY
                    ? orq_schema_table(generator->schema, constraint->ref_table)
                    : NULL;
            if (parent != NULL && orq_map_get(generator->visited, parent->name) == NULL)
                ORQ_PUSH(generator->arena, &stack, parent);
        }
        if (stack.len == waiting) {
            fill_table(generator, table);
            stack.len--;
        }
    }
}

void orq_rows_generate(struct orq_arena *arena, struct orq_db *db, const struct orq_schema *schema,
                       const struct orq_schema *want)
{
    struct generator generator = {.arena = arena,
                                  .db = db,
                                  .schema = schema,
                                  .want = want,
                                  .visited = orq_map_new(arena, ORQ_KEYS_FOLDED),
                                  .tries = orq_diags_new(arena)};
    for (size_t i = 0; i < schema->tables.len; i++) {
        if (orq_map_get(generator.visited, schema->tables.items[i]->name) == NULL)
            fill_from(&generator, schema->tables.items[i]);
    }
}
