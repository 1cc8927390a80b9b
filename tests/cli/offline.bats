load helper

# Three revisions: tables; a column; a rebuild with foreign keys off.
three() {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "it's a note" >/dev/null
    orqgen -q upgrade
    sed -i 's/total >= 0/total >= 1/' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id check0000001 -m "another check" >/dev/null
}

# The schema and the ledger of a database, but for times.
state() {
    sqlite3 "$1" "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    sqlite3 "$1" "SELECT position, revision, parents, labels, depends_on, dialect, message, sha256, downgrade,
                  applied_by, version, steps_done, steps_total, state,
                  applied_at GLOB '20[0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'
                  FROM orqgen_revisions ORDER BY position"
}

same_state() {
    diff <(state "$1") <(state "$2")
}

@test "the script from base leaves what upgrade leaves" {
    three
    rm orchestrator.db
    snapshot
    orq upgrade --sql
    is_status 0
    [ -z "$stderr" ]
    unchanged
    echo "$output" >up.sql
    sqlite3 -bail script.db <up.sql >shown
    [ ! -s shown ]
    orqgen -q upgrade
    same_state script.db orchestrator.db
    orq check --db sqlite:script.db
    is_status 0
    # It is the same again, and a part of it is a script too.
    orq upgrade --sql
    [ "$output" = "$(cat up.sql)" ]
    orqgen upgrade --sql note0000 | sqlite3 -bail part.db
    orqgen -q upgrade --db sqlite:other.db note0000
    same_state part.db other.db
    orqgen upgrade --sql note00000001: | sqlite3 -bail part.db
    same_state part.db orchestrator.db
}

@test "a range, with rows, and the same way back" {
    three
    cp orchestrator.db script.db
    orqgen upgrade --sql note00000001:head >up.sql
    never grep -q first0000001 <(grep -i insert up.sql)
    sqlite3 -bail script.db <up.sql
    orqgen -q upgrade
    same_state script.db orchestrator.db
    [ "$(sqlite3 script.db 'SELECT count(*) FROM orders')" = 2 ]
    orqgen downgrade --sql head:base >down.sql
    sqlite3 -bail script.db <down.sql
    orqgen -q downgrade base --allow-data-loss
    same_state script.db orchestrator.db
    [ "$(sqlite3 script.db 'SELECT count(*) FROM orqgen_revisions')" = 0 ]
    grep -q "^-- first0000001 LOSES DATA: " down.sql
}

@test "relative ends" {
    three
    orqgen downgrade --sql head:-1 >down.sql
    grep -q "^-- downgrade check0000001 another check" down.sql
    never grep -q "^-- downgrade note00000001" down.sql
    orqgen upgrade --sql first0000001:+1 >up.sql
    grep -q "^-- upgrade note00000001 it's a note" up.sql
    never grep -q "^-- upgrade check0000001" up.sql
    orq upgrade --sql head:head
    is_status 0
    [ -z "$output" ]
    says "nothing to do"
}

@test "what is not looked at stands at the top" {
    three
    orq upgrade --sql
    prints "-- orqgen upgrade --sql: first0000001, note00000001, check0000001"
    prints "-- from: base"
    prints "-- run it with: sqlite3 -bail DATABASE < SCRIPT"
    prints "this script does not"
    prints "-- check0000001: that orders is as it was when the migration was made"
    prints "PRAGMA foreign_keys = OFF;"
    prints "PRAGMA foreign_keys = ON;"
}

@test "a database that is elsewhere is left as it is" {
    three
    orqgen upgrade --sql note00000001:head >up.sql
    sqlite3 empty.db "CREATE TABLE customers (a)"
    run --separate-stderr sqlite3 -bail empty.db <up.sql
    [ "$status" -ne 0 ]
    [ "$(sqlite3 empty.db 'SELECT count(*) FROM orqgen_revisions')" = 0 ]
    [ "$(sqlite3 empty.db '.tables')" = "customers         orqgen_revisions" ]
    says "note00000001 is not applied here"
    # The same script twice.
    sqlite3 -bail orchestrator.db <up.sql
    cp orchestrator.db before.db
    run ! sqlite3 -bail orchestrator.db <up.sql
    same_state before.db orchestrator.db
    orqgen downgrade --sql note00000001:first0000001 >down.sql
    run --separate-stderr sqlite3 -bail empty.db <down.sql
    [ "$status" -ne 0 ]
    says "note00000001 is not applied here"
}

@test "what cannot be written" {
    three
    orq downgrade --sql -1
    is_status 2
    one_error
    says "orqgen downgrade head:-1 --sql"
    orq downgrade --sql :base
    is_status 2
    orq upgrade --sql nobody
    is_status 2
    one_error
    [ -z "$output" ]
    orq upgrade --sql --dialect postgresql
    is_status 2
    says "revision first0000001 has no upgrade section for postgresql"
    [ -z "$output" ]
    orq upgrade --sql --backup
    is_status 2
    says "--sql runs nothing"
    sed -i 's/^ALTER TABLE/COMMIT; ALTER TABLE/' migrations/*note*.sql
    orq upgrade --sql
    is_status 2
    [ -z "$output" ]
}
