#include "db/url.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct parsed {
    enum orq_status status;
    struct orq_url url;
    const char *message;
    const char *hint;
};

static struct parsed parse_in(void **state, const char *text, const char *folder)
{
    struct orq_diags *diags = orq_diags_new(*state);
    struct parsed parsed = {.message = "", .hint = ""};
    const struct orq_url_text written = {.text = text, .folder = folder};
    parsed.status = orq_url_parse(*state, &written, diags, &parsed.url);
    if (orq_diags_len(diags) > 0) {
        parsed.message = orq_diags_at(diags, 0)->message;
        parsed.hint = orq_diags_at(diags, 0)->hint;
    }
    return parsed;
}

static void sqlite_forms_give_the_path(void **state)
{
    static const char *const forms[][2] = {
        {"sqlite:a.db", "a.db"},
        {"sqlite:///a.db", "a.db"},
        {"sqlite:///sub/a", "sub/a"},
        {"sqlite:////tmp/a.db", "/tmp/a.db"},
        {"sqlite:/tmp/a.db", "/tmp/a.db"},
        {"SQLite:a.db", "a.db"},
        {"sqlite+pysqlite:///a.db", "a.db"},
        {"sqlite+aiosqlite:////tmp/a.db", "/tmp/a.db"},
        {"sqlite:///a.db?timeout=5&check_same_thread=false", "a.db"},
        {"sqlite://", ":memory:"},
        {"sqlite:///:memory:", ":memory:"},
        {"sqlite::memory:", ":memory:"},
        {":memory:", ":memory:"},
        {"a.db", "a.db"},
        {"../a b.sqlite", "../a b.sqlite"},
        {"/tmp/a.sqlite3", "/tmp/a.sqlite3"},
        {"  a.db\n", "a.db"},
        {"données:1.db", "données:1.db"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct parsed parsed = parse_in(state, forms[i][0], NULL);
        assert_int_equal(parsed.status, ORQ_OK);
        assert_string_equal(parsed.url.dialect, "sqlite");
        assert_string_equal(parsed.url.target, forms[i][1]);
        assert_string_equal(parsed.url.shown, forms[i][1]);
    }
}

static void relative_paths_are_of_the_folder(void **state)
{
    assert_string_equal(parse_in(state, "sqlite:a.db", "conf").url.target, "conf/a.db");
    assert_string_equal(parse_in(state, "sqlite:////a.db", "conf").url.target, "/a.db");
    assert_string_equal(parse_in(state, ":memory:", "conf").url.target, ":memory:");
}

static const char *const postgres_forms[][3] = {
    {"postgres://ana:secret@host/db", "postgresql://ana:secret@host/db",
     "postgresql://ana@host/db"},
    {"postgresql+psycopg2://ana:secret@host:5433/db", "postgresql://ana:secret@host:5433/db",
     "postgresql://ana@host:5433/db"},
    {"postgresql://host/db", "postgresql://host/db", "postgresql://host/db"},
    {"postgresql:///db?host=/run", "postgresql:///db?host=/run", "postgresql:///db?host=/run"},
    {"postgres://ana:se@cret@host/db", "postgresql://ana:se%40cret@host/db",
     "postgresql://ana@host/db"},
    {"postgres://h/db?user=ana&password=secret&sslmode=require",
     "postgresql://h/db?user=ana&password=secret&sslmode=require",
     "postgresql://h/db?user=ana&sslmode=require"},
    {"postgres://h/db?p%61ssword=secret", "postgresql://h/db?p%61ssword=secret",
     "postgresql://h/db"},
    {"postgres://h:5432/db?application_name=a@b", "postgresql://h:5432/db?application_name=a@b",
     "postgresql://h:5432/db?application_name=a@b"},
    {"postgresql://ana:secret@a:5432,b:5433/db?target_session_attrs=read-write",
     "postgresql://ana:secret@a:5432,b:5433/db?target_session_attrs=read-write",
     "postgresql://ana@a:5432,b:5433/db?target_session_attrs=read-write"},
    {"postgresql://a:5432,b:5433/db?application_name=x@y",
     "postgresql://a:5432,b:5433/db?application_name=x@y",
     "postgresql://a:5432,b:5433/db?application_name=x@y"},
    {"postgresql://[::1]:5432/db?application_name=x@y",
     "postgresql://[::1]:5432/db?application_name=x@y",
     "postgresql://[::1]:5432/db?application_name=x@y"},
    {"postgresql:///db?host=/tmp/x&port=5433&user=ana",
     "postgresql:///db?host=/tmp/x&port=5433&user=ana",
     "postgresql:///db?host=/tmp/x&port=5433&user=ana"},
    {"postgresql://ana:secret@%2Ftmp%2Fx:5433/db", "postgresql://ana:secret@%2Ftmp%2Fx:5433/db",
     "postgresql://ana@%2Ftmp%2Fx:5433/db"},
    {"postgresql+asyncpg://ana:secret@/db?host=/run", "postgresql://ana:secret@/db?host=/run",
     "postgresql://ana@/db?host=/run"},
    {"postgres://h/db?scram_client_key=secret&secret",
     "postgresql://h/db?scram_client_key=secret&secret", "postgresql://h/db"},
    {"postgresql+psycopg://ana:secret@host/db", "postgresql://ana:secret@host/db",
     "postgresql://ana@host/db"},
    {"postgresql+pg8000://ana:se%2Fcret@host/db", "postgresql://ana:se%2Fcret@host/db",
     "postgresql://ana@host/db"},
    {"postgres+asyncpg://ana:100%secret@host/db", "postgresql://ana:100%25secret@host/db",
     "postgresql://ana@host/db"},
    {"postgresql://ana:secret%@host/db", "postgresql://ana:secret%25@host/db",
     "postgresql://ana@host/db"},
    {"postgresql+asyncpg://h/db?async_fallback=true&prepared_statement_cache_size=0",
     "postgresql://h/db", "postgresql://h/db"},
    {"postgresql+psycopg2://h/db?client_encoding=utf8&use_native_hstore=0&connect_timeout=5",
     "postgresql://h/db?client_encoding=utf8&connect_timeout=5",
     "postgresql://h/db?client_encoding=utf8&connect_timeout=5"},
    {"postgresql+asyncpg://h/db?ssl=require&timeout=5",
     "postgresql://h/db?sslmode=require&"
     "connect_timeout=5",
     "postgresql://h/db?sslmode=require&connect_timeout=5"},
    {"postgresql+asyncpg://h/db?ssl=true", "postgresql://h/db?sslmode=require",
     "postgresql://h/db?sslmode=require"},
    {"postgresql+asyncpg://h/db?ssl=verify-full", "postgresql://h/db?sslmode=verify-full",
     "postgresql://h/db?sslmode=verify-full"},
    {"postgresql+pg8000://ana@/db?unix_sock=/run/pg/.s.PGSQL.5433",
     "postgresql://ana@/db?host=/run/pg&port=5433", "postgresql://ana@/db?host=/run/pg&port=5433"},
    {"postgresql+psycopg2://ana:secret@/db?host=a:5432&host=b:5433",
     "postgresql://ana:secret@/db?host=a,b&port=5432,5433",
     "postgresql://ana@/db?host=a,b&port=5432,5433"},
    {"postgresql+psycopg2:///db?host=a&host=b&port=5432", "postgresql:///db?host=a,b&port=5432",
     "postgresql:///db?host=a,b&port=5432"},
    {"postgresql+psycopg2://h/db?options=-c+search_path=app",
     "postgresql://h/db?options=-c%20search_path%3Dapp",
     "postgresql://h/db?options=-c%20search_path%3Dapp"},
    {"postgresql://h/db?application_name=a+b&new_key=1",
     "postgresql://h/db?application_name=a+b&new_key=1",
     "postgresql://h/db?application_name=a+b&new_key=1"},
    {"postgresql+asyncpg:///?user=ana&password=secret&database=db",
     "postgresql:///?user=ana&password=secret&dbname=db", "postgresql:///?user=ana&dbname=db"},
    {"service=prod password=secret", "service=prod password=secret", "service=prod"},
    {"sslmode=require host=h", "sslmode=require host=h", "sslmode=require host=h"},
    {"host=h dbname=d password='se cret' user=ana", "host=h dbname=d password='se cret' user=ana",
     "host=h dbname=d user=ana"},
    {"host=h passwor=secret", "host=h passwor=secret", "host=h"},
    {"postgresql://h/db?pasword=secret", "postgresql://h/db?pasword=secret", "postgresql://h/db"},
    {"host = h password = secret\\ x", "host = h password = secret\\ x", "host=h"},
};

static void postgres_forms_hide_the_password(void **state)
{
    for (size_t i = 0; i < sizeof postgres_forms / sizeof *postgres_forms; i++) {
        struct parsed parsed = parse_in(state, postgres_forms[i][0], NULL);
        assert_int_equal(parsed.status, ORQ_OK);
        assert_string_equal(parsed.url.dialect, "postgresql");
        assert_string_equal(parsed.url.target, postgres_forms[i][1]);
        assert_string_equal(parsed.url.shown, postgres_forms[i][2]);
    }
}

static void wrong_urls_are_refused_without_secrets(void **state)
{
    static const char *const wrong[] = {
        "",
        "   ",
        "sqlite:",
        "sqlite://relative.db",
        "sqlite:///a.db?mode=ro",
        "sqlite:///file:a.db?uri=true",
        "mysql://ana:secret@host/db",
        "mysql+pymysql://ana:secret@host/db?charset=utf8mb4",
        "sqlite+pysqlcipher://:secret@/a.db",
        "sqlite://ana:secret@host/a.db",
        "ana:secret@host/db",
        "orchestrator",
        "postgres://ana:se/secret@host/db",
        "postgres://ana:1234/secret@host/db",
        "postgres://ana:se?secret@host/db",
        "host=h secret",
        "p:secret",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct parsed parsed = parse_in(state, wrong[i], NULL);
        assert_int_equal(parsed.status, ORQ_INVALID);
        assert_null(strstr(parsed.message, "secret"));
        if (parsed.hint)
            assert_null(strstr(parsed.hint, "secret"));
    }
}

static void two_slashes_are_explained(void **state)
{
    struct parsed parsed = parse_in(state, "sqlite://relative.db", NULL);
    assert_string_equal(parsed.message, "an SQLite URL names no host");
    assert_string_equal(parsed.hint,
                        "write three slashes before a relative path: sqlite:///relative.db");
}

static void other_databases_are_named(void **state)
{
    struct parsed parsed = parse_in(state, "mysql+pymysql://ana:secret@host/db", NULL);
    assert_string_equal(parsed.message, "orqgen works on SQLite and PostgreSQL, not on MySQL");
    parsed = parse_in(state, "mssql+pyodbc://host/db", NULL);
    assert_string_equal(parsed.message, "orqgen works on SQLite and PostgreSQL, not on SQL Server");
    parsed = parse_in(state, "mysqlx:thing", NULL);
    assert_string_equal(parsed.message, "\"mysqlx:\" is no database that orqgen knows");
}

static void a_masked_password_is_explained(void **state)
{
    struct parsed parsed = parse_in(state, "postgresql+psycopg2://ana:***@host/db", NULL);
    assert_int_equal(parsed.status, ORQ_INVALID);
    assert_string_equal(parsed.message, "postgresql://ana@host/db: the password is ***, as "
                                        "SQLAlchemy shows it");
    assert_int_equal(parse_in(state, "postgresql://ana:****@host/db", NULL).status, ORQ_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sqlite_forms_give_the_path),
        cmocka_unit_test(relative_paths_are_of_the_folder),
        cmocka_unit_test(postgres_forms_hide_the_password),
        cmocka_unit_test(wrong_urls_are_refused_without_secrets),
        cmocka_unit_test(two_slashes_are_explained),
        cmocka_unit_test(other_databases_are_named),
        cmocka_unit_test(a_masked_password_is_explained),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
