/* The lexer that is written by hand against one compiled PCRE2 pattern for the same tokens, over
 * the statements of a large schema. Both must give the same tokens.
 *
 *     build/release/tests/bench/bench_lexer [RUNS]
 *
 * sql/token.c is the quicker one of the two: a ratio above 1 says that it is still right. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "tests/bench/measure.h"

#include "sql/token.h"

#include <pcre2.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_RUNS 1001
#define TABLES 1000

#define IN_WORD "[A-Za-z0-9_$\\x80-\\xFF]"
#define NO_WORD "(?!" IN_WORD ")"

/* Blanks and comments, then one group for each kind of token. */
static const char pattern_text[] =
    "(?:[ \\t\\n\\f\\r][ \\t\\n\\f\\r\\v]*+|--[^\\n]*+\\n?+|/\\*(?:[^*]++|\\*(?!/))*+\\*/)*+(?:"
    "((?![xX]')[A-Za-z_\\x80-\\xFF]" IN_WORD "*+)"
    "|(\"(?:[^\"\\0]++|\"\")*+\")"
    "|(\\[[^\\]\\0]*+\\])"
    "|(`(?:[^`\\0]++|``)*+`)"
    "|('(?:[^'\\0]++|'')*+')"
    "|([xX]'(?:[0-9a-fA-F]{2})*+')"
    "|((?:0[xX][0-9a-fA-F]++|[0-9]++(?![.eE]))" NO_WORD ")"
    "|((?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+" NO_WORD ")"
    "|(\\?[0-9]*+|[:@#$](?:" IN_WORD "|::)++)"
    "|(->>?+|<[=><]?+|>[=>]?+|!=|==?+|\\|\\|?+|[(),;.+*/%&~-]))";

/* In the order of the groups. */
static const enum orq_token_kind kinds[] = {
    ORQ_TOKEN_WORD, ORQ_TOKEN_QUOTED,  ORQ_TOKEN_BRACKETED, ORQ_TOKEN_BACKTICKED, ORQ_TOKEN_STRING,
    ORQ_TOKEN_BLOB, ORQ_TOKEN_INTEGER, ORQ_TOKEN_FLOAT,     ORQ_TOKEN_VARIABLE,   ORQ_TOKEN_PUNCT};

struct pattern {
    pcre2_code *code;
    pcre2_match_data *match;
    bool compiled; /* to machine code */
};

static struct pattern compile(void)
{
    int error = 0;
    PCRE2_SIZE at = 0;
    struct pattern pattern;
    pattern.code = pcre2_compile((PCRE2_SPTR)pattern_text, PCRE2_ZERO_TERMINATED, PCRE2_ANCHORED,
                                 &error, &at, NULL);
    bench_require(pattern.code != NULL, "the pattern is none");
    pattern.compiled = pcre2_jit_compile(pattern.code, PCRE2_JIT_COMPLETE) == 0;
    pattern.match = pcre2_match_data_create_from_pattern(pattern.code, NULL);
    return pattern;
}

/* END where no token follows. */
static struct orq_token next_match(const struct pattern *pattern, const char *text, size_t len,
                                   size_t at)
{
    PCRE2_SPTR subject = (PCRE2_SPTR)text;
    int groups = pattern->compiled
                     ? pcre2_jit_match(pattern->code, subject, len, at, 0, pattern->match, NULL)
                     : pcre2_match(pattern->code, subject, len, at, 0, pattern->match, NULL);
    if (groups < 2)
        return (struct orq_token){.kind = ORQ_TOKEN_END};
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(pattern->match);
    size_t group = (size_t)groups - 1;
    return (struct orq_token){.kind = kinds[group - 1],
                              .offset = ends[2 * group],
                              .len = ends[2 * group + 1] - ends[2 * group],
                              .leading = at};
}

static size_t count_by_hand(const char *text, size_t len)
{
    struct orq_lexer lexer = orq_lexer_new(text, len);
    size_t count = 0;
    while (orq_lexer_next(&lexer).kind != ORQ_TOKEN_END)
        count++;
    return count;
}

static size_t count_by_pattern(const struct pattern *pattern, const char *text, size_t len)
{
    size_t count = 0;
    for (size_t at = 0;; count++) {
        struct orq_token token = next_match(pattern, text, len, at);
        if (token.kind == ORQ_TOKEN_END)
            return count;
        at = token.offset + token.len;
    }
}

static void require_same_tokens(const struct pattern *pattern, const char *text, size_t len)
{
    struct orq_lexer lexer = orq_lexer_new(text, len);
    struct orq_token a, b = {0};
    do {
        a = orq_lexer_next(&lexer);
        b = next_match(pattern, text, len, b.offset + b.len);
        bool same = a.kind == b.kind &&
                    (a.kind == ORQ_TOKEN_END || (a.offset == b.offset && a.len == b.len));
        if (!same)
            fprintf(stderr, "at byte %zu: %.40s\n", a.offset, text + a.offset);
        bench_require(same, "the pattern gives other tokens");
    } while (a.kind != ORQ_TOKEN_END);
}

/* The statements of a large schema, and one with the tokens that no schema of ours has. */
static char *read_text(struct orq_arena *arena, const char *path)
{
    struct orq_str out = orq_str_new(arena);
    sqlite3 *handle = NULL;
    sqlite3_stmt *statement = NULL;
    orq_str_add(&out, "SELECT [a b], `c`, x'00ff', 0x1F, .5e-3, 1., 12, ?1, :a::b, $c -> '$' ->> 1 "
                      "/* * */ || \"d\"\"e\" <> 'it''s' != \xC3\xA4 == 1 <= 2 << 3 >> 4 >= ~5;\n");
    bench_require(sqlite3_open(path, &handle) == SQLITE_OK &&
                      sqlite3_prepare_v2(handle, "SELECT sql FROM sqlite_schema WHERE sql NOT NULL",
                                         -1, &statement, NULL) == SQLITE_OK,
                  "the schema cannot be read");
    while (sqlite3_step(statement) == SQLITE_ROW)
        orq_str_addf(&out, "%s;\n", (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return orq_arena_strdup(arena, orq_str_text(&out));
}

static void measure(const struct pattern *pattern, const char *text, int runs)
{
    static double by_hand[MOST_RUNS], by_pattern[MOST_RUNS];
    size_t len = strlen(text), tokens = count_by_hand(text, len);
    for (int i = 0; i < runs; i++) {
        double start = bench_now();
        bench_require(count_by_hand(text, len) == tokens, "a token is missing");
        double middle = bench_now();
        bench_require(count_by_pattern(pattern, text, len) == tokens, "a token is missing");
        by_hand[i] = middle - start;
        by_pattern[i] = bench_now() - middle;
    }
    double ours = bench_median(by_hand, (size_t)runs);
    double theirs = bench_median(by_pattern, (size_t)runs);
    printf("%zu tokens in %zu bytes: by hand %.2f ms, PCRE2 %s %.2f ms, ratio %.2f (medians of %d "
           "runs)\n",
           tokens, len, ours * 1e3, pattern->compiled ? "with JIT" : "without JIT", theirs * 1e3,
           theirs / ours, runs);
}

int main(int argc, char **argv)
{
    int runs = bench_runs(argc, argv, 21, MOST_RUNS);
    char folder[] = "/tmp/orq_bench_XXXXXX";
    bench_require(mkdtemp(folder) != NULL && chdir(folder) == 0, "no folder");
    struct orq_arena *arena = orq_arena_new();
    bench_write_database("large.db", TABLES);
    const char *text = read_text(arena, "large.db");
    struct pattern pattern = compile();
    require_same_tokens(&pattern, text, strlen(text));
    measure(&pattern, text, runs);
    pcre2_match_data_free(pattern.match);
    pcre2_code_free(pattern.code);
    orq_arena_free(arena);
    bench_remove_folder(folder);
    return 0;
}
