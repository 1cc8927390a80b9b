/* SQLite statements that cannot be part of a migration. */
#include "history/guard_sqlite.h"

#include "sql/quote.h"
#include "sql/token.h"

struct refused_pragma {
    const char *name;
    const char *why;
};

/* https://www.sqlite.org/pragma.html: what does nothing, or harm, inside a transaction. */
static const struct refused_pragma pragmas[] = {
    {"foreign_keys", "it does nothing inside a transaction; write foreign-keys-off on the "
                     "section's line"},
    {"journal_mode", "it cannot change inside a transaction"},
    {"writable_schema", "it can destroy the database"},
    {"schema_version", "it can destroy the database"},
    {"ignore_check_constraints", "it lets in rows that break the CHECKs"},
    {"auto_vacuum", "it needs VACUUM, which cannot run inside a transaction"},
    {"page_size", "it needs VACUUM, which cannot run inside a transaction"},
    {"encoding", "it cannot change once there are tables"},
    {"locking_mode", "the lock is orqgen's"},
    {"synchronous", "it cannot change inside a transaction"},
    {"temp_store", "it drops the temporary tables"},
    {"temp_store_directory", "it drops the temporary tables"},
    {"wal_checkpoint", "it cannot run inside a transaction"},
    {"query_only", "orqgen could not write the ledger"},
    {"incremental_vacuum", "it changes the file while the migration runs; run it by itself"},
    {"busy_timeout", "how long to wait is orqgen's business"},
};

static void report(const struct orq_guarded *guarded, const struct orq_judged *statement,
                   const char *what, const char *why)
{
    orq_error(guarded->diags, orq_section_line(guarded->section, statement->line),
              "%s cannot be part of a migration", what);
    orq_hint(guarded->diags, "%s", why);
}

/* PRAGMA [schema .] name */
static const char *pragma_name(struct orq_arena *arena, const struct orq_judged *statement)
{
    struct orq_tokens tokens = orq_tokens_of(arena, statement->sql, statement->len);
    size_t at = 1;
    if (tokens.len > 3 && orq_token_is(statement->sql, tokens.items[2], "."))
        at = 3;
    return tokens.len > at + 1 ? orq_token_name(arena, statement->sql, tokens.items[at]) : "";
}

static void judge_pragma(const struct orq_guarded *guarded, const struct orq_judged *statement)
{
    const char *name = pragma_name(guarded->arena, statement);
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++) {
        if (orq_ascii_equal(name, pragmas[i].name))
            report(guarded, statement,
                   orq_arena_printf(guarded->arena, "PRAGMA %s", pragmas[i].name), pragmas[i].why);
    }
}

static const char *first_word(struct orq_arena *arena, const struct orq_judged *statement)
{
    struct orq_lexer lexer = orq_lexer_new(statement->sql, statement->len);
    return orq_shown_name(arena, orq_token_name(arena, statement->sql, orq_lexer_next(&lexer)));
}

enum orq_status orq_sqlite_refuse(const struct orq_guarded *guarded)
{
    size_t before = orq_diags_errors(guarded->diags);
    for (size_t i = 0; i < guarded->statements.len; i++) {
        const struct orq_judged *statement = &guarded->statements.items[i];
        if (statement->is.kind == ORQ_SQL_PRAGMA)
            judge_pragma(guarded, statement);
        else if (statement->is.kind == ORQ_SQL_TRANSACTION)
            report(guarded, statement, first_word(guarded->arena, statement),
                   "orqgen runs a section as one transaction, with its ledger row in it");
        else if (statement->is.kind == ORQ_SQL_ATTACH)
            report(guarded, statement, first_word(guarded->arena, statement),
                   "a migration is one transaction of one database");
    }
    return orq_diags_errors(guarded->diags) == before ? ORQ_OK : ORQ_INVALID;
}
