#include "history/judge_postgres.h"

#include "sql/postgres_move.h"
#include "sql/postgres_normal.h"
#include "sql/postgres_token.h"

#include <ctype.h>
#include <string.h>

#define TIMEOUT_MS 5000
#define DEFAULT_SCHEMA "public"
#define VIEW_COLUMN "orqgen_judged"

/* A text that fails so, in a place where the other one stands, cannot mean the same.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html */
static const char *const telling_states[] = {
    "42703", /* undefined column */
    "42P01", /* undefined table */
    "42883", /* undefined function */
    "42704", /* undefined object */
    "3F000", /* no such schema */
    "42804", /* datatype mismatch */
    "42846", /* no such cast */
    "22P02", /* no such value of the type: one that an enum does not have yet */
};

struct question {
    struct orq_pair *pair;
    bool wants_view;
    struct orq_strings output;      /* of the planner */
    struct orq_str printed[2];      /* by the server: a's and b's text as a view */
    struct orq_outcome outcomes[2]; /* of a and b for themselves */
    const char *failure;            /* of both together */
};

struct court {
    struct orq_arena *arena;
    struct orq_db *db;
    const char *schema; /* that stands in the place of public; NULL: public itself */
    struct orq_diags *diags;
    struct question *questions;
    size_t count;
};

static void answer(struct question *question, enum orq_verdict verdict, enum orq_tier tier)
{
    question->pair->verdict = verdict;
    question->pair->tier = tier;
    question->pair->reason = NULL;
}

static void leave(struct orq_pair *pair, const char *reason)
{
    pair->verdict = ORQ_UNVERIFIED;
    pair->tier = ORQ_TIER_NONE;
    pair->reason = reason;
}

static bool open_question(const struct question *question)
{
    return question->pair->verdict == ORQ_UNDECIDED;
}

/* ---- a schema in the place of public ---- */

/* A text of ours as the database has it. */
static const char *moved_there(const struct court *court, const char *text)
{
    const struct orq_pg_move move = {DEFAULT_SCHEMA, court->schema};
    const struct orq_slice slice = {text, strlen(text)};
    return court->schema ? orq_pg_moved(court->arena, slice, &move, NULL) : text;
}

/* A text of the database's as we have it. */
static const char *moved_back(const struct court *court, const char *text)
{
    const struct orq_pg_move move = {court->schema, DEFAULT_SCHEMA};
    const struct orq_slice slice = {text, strlen(text)};
    return court->schema ? orq_pg_moved(court->arena, slice, &move, NULL) : text;
}

/* The model's search_path. */
static const char *search_path(const struct court *court)
{
    return court->schema ? orq_pg_name(court->arena, court->schema) : DEFAULT_SCHEMA;
}

/* ---- asking many at once ---- */

ORQ_VEC_OF(queries, struct orq_query);

struct round {
    struct court *court;
    struct queries queries;
};

static void add_query(struct round *round, const char *sql, orq_row_fn *fn, void *context)
{
    const struct orq_query query = {
        .sql = moved_there(round->court, sql), .fn = fn, .context = context};
    ORQ_PUSH(round->court->arena, &round->queries, query);
}

/* The texts of the model are written for search_path = public; those of the database name every
 * schema. */
static enum orq_status round_ask(struct round *round, bool read_only, struct orq_outcome **outcomes)
{
    struct court *court = round->court;
    *outcomes = ORQ_NEW_ARRAY(court->arena, struct orq_outcome, round->queries.len);
    const struct orq_batch batch = {.queries = round->queries.items,
                                    .count = round->queries.len,
                                    .read_only = read_only,
                                    .search_path = search_path(court),
                                    .timeout_ms = TIMEOUT_MS};
    return orq_db_batch(court->arena, court->db, &batch, court->diags, *outcomes);
}

/* ---- the planner ---- */

struct plan_reader {
    struct orq_arena *arena;
    struct orq_strings *output;
};

static bool read_plan(void *context, const struct orq_row *row)
{
    const struct plan_reader *reader = context;
    if (row->count > 0 && row->values[0])
        orq_judge_output(reader->arena, row->values[0], reader->output);
    return false;
}

static bool same_guards(struct orq_arena *arena, const struct orq_pair *pair)
{
    struct orq_pg_guards a = orq_pg_guards_of(arena, pair->a);
    struct orq_pg_guards b = orq_pg_guards_of(arena, pair->b);
    return orq_str_equal(a.collations, b.collations) && orq_str_equal(a.functions, b.functions);
}

/* Is every call of the text in what the planner makes of it? It works out what it can (1 > 0 is
 * true, and x OR true too): what a function gives today is no part of what a text means. Those of
 * pg_catalog give the same for ever; any other has its schema in the text of the database, a. */
static bool keeps_calls(struct orq_arena *arena, const struct question *question)
{
    const struct orq_pair *pair = question->pair;
    struct orq_pg_guards a = orq_pg_guards_of(arena, pair->a);
    size_t kept = orq_pg_guards_of(arena, question->output.items[0]).calls;
    return !a.names_schema || (a.calls == kept && orq_pg_guards_of(arena, pair->b).calls == kept);
}

static const char *explain(struct orq_arena *arena, const struct orq_pair *pair, const char *list)
{
    return orq_arena_printf(arena, "EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT %s FROM %s",
                            list, orq_judge_row(arena, pair));
}

static void add_explain(struct round *round, struct question *question)
{
    struct orq_arena *arena = round->court->arena;
    const struct orq_pair *pair = question->pair;
    struct plan_reader *reader = ORQ_NEW(arena, struct plan_reader);
    *reader = (struct plan_reader){arena, &question->output};
    const char *list = orq_arena_printf(arena, "%s, %s", orq_judge_operand(arena, pair, pair->a),
                                        orq_judge_operand(arena, pair, pair->b));
    add_query(round, explain(arena, pair, list), read_plan, reader);
}

static void weigh_plan(struct court *court, struct question *question,
                       const struct orq_outcome *outcome)
{
    const struct orq_strings *output = &question->output;
    question->failure = outcome->failed ? outcome->message : NULL;
    if (outcome->failed)
        return;
    bool printed = output->len == 2;
    if (printed && strcmp(output->items[0], output->items[1]) != 0)
        answer(question, ORQ_UNLIKE, ORQ_TIER_EXPLAIN);
    else if (printed && same_guards(court->arena, question->pair) &&
             keeps_calls(court->arena, question))
        answer(question, ORQ_SAME, ORQ_TIER_EXPLAIN);
    else
        question->wants_view = true;
}

static enum orq_status ask_planner(struct court *court)
{
    struct round round = {.court = court};
    size_t asked = 0;
    for (size_t i = 0; i < court->count; i++)
        if (!court->questions[i].wants_view && open_question(&court->questions[i])) {
            add_explain(&round, &court->questions[i]);
            asked++;
        }
    struct orq_outcome *outcomes = NULL;
    if (asked == 0)
        return ORQ_OK;
    enum orq_status status = round_ask(&round, true, &outcomes);
    for (size_t i = 0, at = 0; status == ORQ_OK && i < court->count; i++)
        if (!court->questions[i].wants_view && open_question(&court->questions[i]))
            weigh_plan(court, &court->questions[i], &outcomes[at++]);
    return status;
}

/* ---- what fails ---- */

static bool telling(const struct orq_outcome *outcome)
{
    for (size_t i = 0; i < sizeof telling_states / sizeof *telling_states; i++)
        if (strcmp(outcome->sqlstate, telling_states[i]) == 0)
            return outcome->failed;
    return false;
}

static const char *failure_of(const struct question *question)
{
    for (size_t i = 0; i < 2; i++)
        if (question->outcomes[i].failed)
            return question->outcomes[i].message;
    return question->failure ? question->failure : "the server gave no answer";
}

static void weigh_failure(struct court *court, struct question *question)
{
    bool fails[2] = {question->outcomes[0].failed, question->outcomes[1].failed};
    bool differ = (telling(&question->outcomes[1]) && !fails[0]) ||
                  (telling(&question->outcomes[0]) && !fails[1]);
    if (differ)
        answer(question, ORQ_UNLIKE, ORQ_TIER_UNDEFINED);
    else
        leave(question->pair, orq_arena_printf(court->arena, "the server cannot judge it: %s",
                                               failure_of(question)));
}

/* Each text for itself: one may name what is not there. */
static enum orq_status ask_alone(struct court *court)
{
    struct orq_arena *arena = court->arena;
    struct round round = {.court = court};
    size_t asked = 0;
    for (size_t i = 0; i < court->count; i++) {
        const struct orq_pair *pair = court->questions[i].pair;
        if (!court->questions[i].failure)
            continue;
        asked++;
        add_query(&round, explain(arena, pair, orq_judge_operand(arena, pair, pair->a)), NULL,
                  NULL);
        add_query(&round, explain(arena, pair, orq_judge_operand(arena, pair, pair->b)), NULL,
                  NULL);
    }
    struct orq_outcome *outcomes = NULL;
    if (asked == 0)
        return ORQ_OK;
    enum orq_status status = round_ask(&round, true, &outcomes);
    for (size_t i = 0; status == ORQ_OK && i < court->count; i++) {
        struct question *question = &court->questions[i];
        if (!question->failure)
            continue;
        question->outcomes[0] = *outcomes++;
        question->outcomes[1] = *outcomes++;
        weigh_failure(court, question);
    }
    return status;
}

/* ---- views ---- */

/* In one call what else would be four round trips for each text. The view's query is read with the
 * model's search_path, and printed as the catalogue's texts are. */
#define MAKE_PRINTER                                                                          \
    "CREATE FUNCTION pg_temp.orqgen_printed(view text) RETURNS text LANGUAGE plpgsql AS $$\n" \
    "BEGIN\n"                                                                                 \
    "  PERFORM pg_catalog.set_config('search_path', %s, true);\n"                             \
    "  EXECUTE 'CREATE TEMPORARY VIEW orqgen_view' || view;\n"                                \
    "  PERFORM pg_catalog.set_config('search_path', '', true);\n"                             \
    "  RETURN pg_catalog.pg_get_viewdef('pg_temp.orqgen_view'::pg_catalog.regclass);\n"       \
    "END $$"
static const char print_query[] = "SELECT pg_temp.orqgen_printed($1)";

struct printing {
    const struct court *court;
    struct orq_str *printed;
};

static bool keep_printed(void *context, const struct orq_row *row)
{
    const struct printing *printing = context;
    const char *text = row->values[0] ? row->values[0] : "";
    orq_str_add(printing->printed, moved_back(printing->court, text));
    return false;
}

/* " (a, b)": the names that the model gives the columns; its own query is printed without them. */
static const char *written_columns(struct orq_arena *arena, const struct orq_pair *pair)
{
    struct orq_str list = orq_str_new(arena);
    const struct orq_definition *view = pair->definition;
    for (size_t i = 0; view && i < view->columns.len; i++)
        orq_str_addf(&list, "%s%s", i == 0 ? " (" : ", ",
                     orq_pg_name(arena, view->columns.items[i]));
    if (list.len > 0)
        orq_str_addc(&list, ')');
    return orq_str_text(&list);
}

/* What stands behind the name of a view that holds the text. */
static const char *as_view(struct orq_arena *arena, const struct orq_pair *pair, size_t side)
{
    const char *text = side == 0 ? pair->a : pair->b;
    if (pair->kind == ORQ_PAIR_QUERY)
        return orq_arena_printf(arena, "%s AS %s", side == 0 ? "" : written_columns(arena, pair),
                                text);
    return orq_arena_printf(arena, " AS SELECT %s AS " VIEW_COLUMN " FROM %s",
                            orq_judge_operand(arena, pair, text), orq_judge_row(arena, pair));
}

/* Blanks and a semicolon at the end say nothing. */
static bool same_query(const char *a, const char *b)
{
    while (isspace((unsigned char)*a))
        a++;
    while (isspace((unsigned char)*b))
        b++;
    size_t alen = strlen(a), blen = strlen(b);
    while (alen > 0 && (isspace((unsigned char)a[alen - 1]) || a[alen - 1] == ';'))
        alen--;
    while (blen > 0 && (isspace((unsigned char)b[blen - 1]) || b[blen - 1] == ';'))
        blen--;
    return alen == blen && memcmp(a, b, alen) == 0;
}

/* Is a, as the database prints it, what the server made of b? Printing and reading a once more may
 * give another text. */
static bool printed_as_stored(struct orq_arena *arena, const struct question *question)
{
    const struct orq_pair *pair = question->pair;
    const char *printed = orq_str_text(&question->printed[1]);
    if (pair->kind == ORQ_PAIR_QUERY)
        return same_query(pair->a, printed);
    const char *stored = orq_arena_printf(arena, " SELECT %s AS " VIEW_COLUMN "\n", pair->a);
    return orq_starts_with(printed, stored);
}

static void weigh_views(struct court *court, struct question *question)
{
    const char *a = orq_str_text(&question->printed[0]);
    const char *b = orq_str_text(&question->printed[1]);
    if (!question->outcomes[1].failed && printed_as_stored(court->arena, question))
        answer(question, ORQ_SAME, ORQ_TIER_VIEW);
    else if (question->outcomes[0].failed || question->outcomes[1].failed)
        weigh_failure(court, question);
    else
        answer(question, same_query(a, b) ? ORQ_SAME : ORQ_UNLIKE, ORQ_TIER_VIEW);
}

static void add_print(struct round *round, struct question *question, size_t side)
{
    struct orq_arena *arena = round->court->arena;
    const char **params = ORQ_NEW_ARRAY(arena, const char *, 1);
    params[0] = moved_there(round->court, as_view(arena, question->pair, side));
    question->printed[side] = orq_str_new(arena);
    struct printing *printing = ORQ_NEW(arena, struct printing);
    *printing = (struct printing){round->court, &question->printed[side]};
    const struct orq_query query = {.sql = print_query,
                                    .params = params,
                                    .param_count = 1,
                                    .fn = keep_printed,
                                    .context = printing};
    ORQ_PUSH(arena, &round->queries, query);
}

/* In a transaction, whose end takes every view back. */
static enum orq_status print_views(struct court *court)
{
    struct round round = {.court = court};
    for (size_t i = 0; i < court->count; i++)
        for (size_t side = 0; court->questions[i].wants_view && side < 2; side++)
            add_print(&round, &court->questions[i], side);
    struct orq_outcome *outcomes = NULL;
    enum orq_status status = round_ask(&round, false, &outcomes);
    for (size_t i = 0; status == ORQ_OK && i < court->count; i++) {
        struct question *question = &court->questions[i];
        if (!question->wants_view)
            continue;
        question->outcomes[0] = *outcomes++;
        question->outcomes[1] = *outcomes++;
        weigh_views(court, question);
    }
    return status;
}

static void leave_views(struct court *court, const char *reason)
{
    for (size_t i = 0; i < court->count; i++)
        if (court->questions[i].wants_view && open_question(&court->questions[i]))
            leave(court->questions[i].pair, reason);
}

/* A failure here is no fault of the run's: what could not be asked is unverified. */
static enum orq_status ask_views(struct court *court)
{
    size_t wanted = 0;
    for (size_t i = 0; i < court->count; i++)
        wanted += court->questions[i].wants_view;
    if (wanted == 0)
        return ORQ_OK;
    if (!orq_db_can(court->db, ORQ_CAN_TEMPORARY)) {
        leave_views(court, "it takes a temporary view to tell, which this role may not make here");
        return ORQ_OK;
    }
    struct orq_diags *unheard = orq_diags_new(court->arena);
    const char *path = orq_pg_text(court->arena, search_path(court));
    const struct orq_query printer = {.sql = orq_arena_printf(court->arena, MAKE_PRINTER, path)};
    if (orq_db_in_transaction(court->db))
        leave_views(court, "it takes a temporary view to tell, which this transaction cannot make");
    else if (orq_db_begin(court->db, unheard) != ORQ_OK ||
             orq_db_query(court->db, &printer, unheard) != ORQ_OK)
        leave_views(court, orq_arena_printf(court->arena, "no temporary view could be made: %s",
                                            orq_db_message(court->db)));
    else {
        enum orq_status status = print_views(court);
        orq_db_rollback(court->db);
        return status;
    }
    orq_db_rollback(court->db);
    return ORQ_OK;
}

/* ---- all of it ---- */

static void take_up(struct court *court, struct orq_pair *pair)
{
    struct question *question = &court->questions[court->count++];
    question->pair = pair;
    pair->verdict = ORQ_UNDECIDED;
    question->wants_view = pair->kind == ORQ_PAIR_QUERY || pair->retyped ||
                           orq_pg_guards_of(court->arena, pair->a).subquery ||
                           orq_pg_guards_of(court->arena, pair->b).subquery;
}

enum orq_status orq_judge_postgres(struct orq_arena *arena, struct orq_db *db,
                                   struct orq_pairs *pairs, struct orq_diags *diags)
{
    struct court court = {
        .arena = arena, .db = db, .schema = db ? orq_db_schema(db) : NULL, .diags = diags};
    bool can = db && orq_db_can(db, ORQ_CAN_EXPLAIN);
    court.questions = ORQ_NEW_ARRAY(arena, struct question, pairs->len);
    for (size_t i = 0; i < pairs->len; i++) {
        if (can)
            take_up(&court, &pairs->items[i]);
        else
            leave(&pairs->items[i], db ? "this server does not explain as PostgreSQL does"
                                       : "there is no connection to a server that could tell");
    }
    if (court.count == 0)
        return ORQ_OK;
    enum orq_status status = ask_planner(&court);
    if (status == ORQ_OK)
        status = ask_alone(&court);
    return status == ORQ_OK ? ask_views(&court) : status;
}
