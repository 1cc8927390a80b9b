#include "history/rows.h"

#include "history/rows_parts.h"
#include "model/dialect.h"
#include "model/identity.h"
#include "sql/quote.h"

#include <string.h>

#define ROWS_PER_TABLE 3
#define ATTEMPTS_PER_ROW 60

const struct orq_rows_engine *orq_rows_engine_of(const struct orq_db *db)
{
    static const struct orq_rows_engine *const engines[] = {&orq_rows_sqlite, &orq_rows_postgres};
    size_t at = 0;
    while (strcmp(engines[at]->dialect, orq_db_dialect(db)) != 0)
        at++;
    return engines[at];
}

struct generator {
    struct orq_arena *arena;
    struct orq_db *db;
    const struct orq_rows_engine *engine;
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
        if (table->constraints.items[i]->kind == ORQ_KIND_CHECK && text != NULL)
            generator->engine->literals(generator->arena, text, candidates);
    }
}

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
    struct orq_strings values = {0};
    generator->engine->values(generator->arena, generator->schema, column, &values);
    size_t choice = pick % (values.len + literals->len);
    return choice < values.len ? numbered(generator->arena, values.items[choice], row + 1)
                               : literals->items[choice - values.len];
}

static const struct orq_table *table_of(const struct generator *generator,
                                        const struct orq_schema *schema,
                                        const struct orq_table *table)
{
    return orq_schema_table(
        schema, orq_qualified(generator->arena, schema->dialect, table->schema, table->name));
}

/* The parent of a foreign key; one without a schema of its own is in the child's. */
static const struct orq_table *parent_of(const struct generator *generator,
                                         const struct orq_table *child,
                                         const struct orq_constraint *foreign_key)
{
    const char *schema = foreign_key->ref_schema ? foreign_key->ref_schema : child->schema;
    return orq_schema_table(generator->schema,
                            orq_qualified(generator->arena, generator->schema->dialect, schema,
                                          foreign_key->ref_table));
}

/* The row of the parent that this row refers to: the n-th in the order of its key. */
static const char *parent_value(struct generator *generator, const struct orq_table *child,
                                const struct orq_constraint *foreign_key, size_t part, unsigned row)
{
    struct orq_arena *arena = generator->arena;
    const struct orq_table *parent = parent_of(generator, child, foreign_key);
    const struct orq_constraint *key = parent == NULL ? NULL : orq_table_primary_key(parent);
    struct orq_str order = orq_str_new(arena);
    const char *wanted = NULL;
    for (size_t i = 0; i < foreign_key->parts.len; i++) {
        const char *name = i < foreign_key->ref_columns.len    ? foreign_key->ref_columns.items[i]
                           : key != NULL && i < key->parts.len ? key->parts.items[i].column
                                                               : NULL;
        if (name == NULL || parent == NULL)
            return "NULL";
        const char *quoted = orq_quoted_name(arena, name);
        orq_str_addf(&order, "%s%s", i == 0 ? "" : ", ", quoted);
        wanted = i == part ? quoted : wanted;
    }
    return orq_arena_printf(arena, "(SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET %u)", wanted,
                            generator->engine->table(arena, parent), orq_str_text(&order), row);
}

static const char *foreign_value(struct generator *generator, const struct orq_table *table,
                                 const struct orq_column *column, unsigned row)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        for (size_t k = 0; constraint->kind == ORQ_KIND_FOREIGN_KEY && k < constraint->parts.len;
             k++) {
            if (orq_ascii_equal(constraint->parts.items[k].column, column->name))
                return parent_value(generator, table, constraint, k, row);
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
        if (!generator->engine->takes_value(column))
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
    const char *sql =
        orq_arena_printf(arena, names.len > 0 ? "%s %s (%s) VALUES (%s)" : "%s %s DEFAULT VALUES",
                         generator->engine->insert, generator->engine->table(arena, table),
                         orq_str_text(&names), orq_str_text(&values));
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
    const struct orq_table *want = table_of(generator, generator->want, table);
    const char *name = generator->engine->table(arena, table);
    for (size_t i = 0; want != NULL && i < want->constraints.len; i++) {
        if (want->constraints.items[i]->kind == ORQ_KIND_CHECK)
            run_quietly(generator, orq_arena_printf(arena, "DELETE FROM %s WHERE NOT (%s\n)", name,
                                                    want->constraints.items[i]->expr.text));
    }
    for (size_t i = 0; want != NULL && i < want->columns.len; i++) {
        const struct orq_column *column = want->columns.items[i];
        if (!column->nullable && orq_table_column(table, column->name) != NULL)
            run_quietly(generator, orq_arena_printf(arena, "DELETE FROM %s WHERE %s IS NULL", name,
                                                    orq_quoted_name(arena, column->name)));
    }
}

static bool table_is_empty(struct generator *generator, const struct orq_table *table)
{
    const char *found = NULL;
    const char *sql = orq_arena_printf(generator->arena, "SELECT 1 FROM %s LIMIT 1",
                                       generator->engine->table(generator->arena, table));
    return orq_db_value(generator->arena, generator->db, sql, generator->tries, &found) == ORQ_OK &&
           found == NULL;
}

static void fill_table(struct generator *generator, const struct orq_table *table)
{
    if (!generator->engine->takes_rows(table) || !table_is_empty(generator, table))
        return;
    struct orq_strings literals = {0};
    add_check_literals(generator, table, &literals);
    add_check_literals(generator, table_of(generator, generator->want, table), &literals);
    for (unsigned row = 0; row < ROWS_PER_TABLE; row++) {
        unsigned attempt = 0;
        while (attempt < ATTEMPTS_PER_ROW && !insert_row(generator, table, &literals, row, attempt))
            attempt++;
    }
    take_out_unwanted(generator, table);
}

static const char *key_of(const struct generator *generator, const struct orq_table *table)
{
    return orq_qualified(generator->arena, generator->schema->dialect, table->schema, table->name);
}

/* Parents first, without recursion: a chain of foreign keys may be as long as the schema. */
static void fill_from(struct generator *generator, const struct orq_table *first)
{
    ORQ_VEC_OF(visits, const struct orq_table *) stack = {0};
    ORQ_PUSH(generator->arena, &stack, first);
    while (stack.len > 0) {
        const struct orq_table *table = stack.items[stack.len - 1];
        size_t waiting = stack.len;
        bool entered = orq_map_put(generator->visited, key_of(generator, table), generator) != NULL;
        for (size_t i = 0; !entered && i < table->constraints.len; i++) {
            const struct orq_constraint *constraint = table->constraints.items[i];
            const struct orq_table *parent = constraint->kind == ORQ_KIND_FOREIGN_KEY
                                                 ? parent_of(generator, table, constraint)
                                                 : NULL;
            if (parent != NULL &&
                orq_map_get(generator->visited, key_of(generator, parent)) == NULL)
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
                                  .engine = orq_rows_engine_of(db),
                                  .schema = schema,
                                  .want = want,
                                  .visited = orq_map_new(arena, orq_name_keys(schema->dialect)),
                                  .tries = orq_diags_new(arena)};
    for (size_t i = 0; i < schema->tables.len; i++) {
        if (orq_map_get(generator.visited, key_of(&generator, schema->tables.items[i])) == NULL)
            fill_from(&generator, schema->tables.items[i]);
    }
}
