load postgres

# The schema and the ledger of a database, but for times.
state() {
    dumped "$1"
    psql -h "$socket" -U "$db" -d "$1" -XqAt -c "SELECT position, revision, parents, labels, depends_on,
        dialect, message, sha256, downgrade, applied_by, version, steps_done, steps_total, state,
        applied_at ~ '^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$' FROM orqgen_revisions ORDER BY position"
}

same_state() {
    diff <(state "$db") <(state "${db}_script")
}

# A second database, which scripts are run on.
other_database() { # [template]
    admin -d postgres -c "CREATE DATABASE ${db}_script OWNER $db TEMPLATE ${1:-template0}"
}

script() {
    psql -h "$socket" -U "$db" -d "${db}_script" -X -q -o "$work/shown" "$@"
}

teardown() {
    # shellcheck disable=SC2154
    if [ -n "${db:-}" ]; then
        psql -h "$ORQ_TEST_SOCKET" -U postgres -d postgres -XqAtc "DROP DATABASE IF EXISTS ${db}_script"
        psql -h "$ORQ_TEST_SOCKET" -U postgres -d postgres -XqAtc "DROP DATABASE IF EXISTS $db" \
            -c "DROP ROLE IF EXISTS $db"
    fi
    [ -z "${work:-}" ] || folder_gone
}

# A second revision of three steps, one of them outside a transaction, that works.
three_steps() {
    project
    second
    sed -i 's/SET code = 7/SET code = id/' $second
}

@test "the script from base leaves what upgrade leaves" {
    three_steps
    migration third0000001 second000001 "CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * n';
CREATE VIEW codes AS SELECT twice(code) AS code, 'it''s \\ fine' AS note FROM customers;" 1
    orqgen upgrade --sql >up.sql
    other_database
    script -f up.sql
    [ ! -s shown ]
    sql "DROP TABLE orders; DROP TABLE customers; DROP TABLE orqgen_revisions"
    orqgen -q upgrade
    same_state
    orq check --db "$(url "$db" "${db}_script")"
    [ "$output" = "$(orqgen check 2>/dev/null)" ]
    orq upgrade --sql
    [ "$output" = "$(cat up.sql)" ]
}

@test "a range with rows and a step outside transactions, and the same way back" {
    three_steps
    other_database "$db"
    orqgen upgrade --sql first0000001:head >up.sql
    script -f up.sql
    orqgen -q upgrade
    same_state
    [ "$(script -Atc "SELECT string_agg(code::text, ',' ORDER BY id) FROM customers" && cat shown)" = 1,2 ]
    orqgen downgrade --sql head:base >down.sql
    script -f down.sql
    orqgen -q downgrade base --allow-data-loss
    same_state
}

@test "a script that stops part-way is gone on with by upgrade" {
    project
    second
    other_database "$db"
    orqgen upgrade --sql first0000001: >up.sql
    run --separate-stderr script -f up.sql
    [ "$status" -eq 3 ]
    says "is duplicated"
    other=$(url "$db" "${db}_script")
    orq current --db "$other"
    prints "its upgrade stopped part-way: 1 of 3 steps are done"
    script -c "UPDATE customers SET code = id"
    orq upgrade --db "$other"
    is_status 0
    sql "UPDATE customers SET name = name"
    orqgen -q upgrade || { sql "UPDATE customers SET code = id"; orqgen -q upgrade; }
    same_state
}

@test "a database that is elsewhere is left as it is" {
    three_steps
    other_database
    orqgen upgrade --sql first0000001: >up.sql
    run --separate-stderr script -f up.sql
    [ "$status" -eq 3 ]
    says "orqgen: first0000001 is not applied here"
    [ "$(script -Atc "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'" && cat shown)" = 1 ]
}

@test "the script sets what the runner sets" {
    three_steps
    orq upgrade --sql
    prints "-- run it with: psql -X -d DATABASE -f SCRIPT"
    prints '\set ON_ERROR_STOP on'
    prints "SET LOCAL lock_timeout = '3s';"
    prints "SET LOCAL search_path = public;"
    prints "'up 2'"
    # No server is asked.
    script=$output
    orq upgrade --sql --db postgresql://nobody@nowhere.invalid/none
    is_status 0
    [ "$output" = "$script" ]
    unset DATABASE_URL
    orq upgrade --sql --dialect postgresql
    [ "$output" = "$script" ]
}
