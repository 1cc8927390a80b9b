load helper

@test "from the database to the model" {
    project
    orq diff
    is_status 0
    [ -z "$output" ]
    add_note
    orq diff
    is_status 0
    prints "ALTER TABLE orders ADD COLUMN note TEXT"
    orq diff --exit-code
    is_status 1
}

@test "what it prints can be run" {
    project
    sed -i 's/total >= 0/total > 0/' schemas/shop.yaml
    orqgen diff | sqlite3 -bail orchestrator.db
    orq diff --exit-code
    is_status 0
    [ "$(sql "SELECT count(*) FROM orders")" -eq 2 ]
}

@test "any state to any other" {
    project
    cp schemas/shop.yaml old.yaml
    add_note
    for from in old.yaml database sqlite:orchestrator.db orchestrator.db migrations migrations@head migrations@first0000001 migrations@current; do
        orq diff "$from" schemas
        is_status 0
        prints "ADD COLUMN note"
    done
    orq diff empty model
    is_status 0
    prints "CREATE TABLE customers"
    orq diff model empty
    is_status 0
    prints "DROP TABLE orders"
    orq diff schemas/shop.yaml old.yaml
    prints "LOSES DATA: orders.note"
}

@test "a database that lacks a view or a trigger says that there is none" {
    sqlite3 old.db "CREATE TABLE t (id INTEGER); CREATE VIEW v AS SELECT id FROM t;
        CREATE TRIGGER gone AFTER INSERT ON t BEGIN SELECT 1; END;"
    sqlite3 new.db "CREATE TABLE t (id INTEGER);"
    orq diff old.db new.db
    is_status 0
    prints "DROP VIEW v;"
    prints "DROP TRIGGER gone;"
    orq diff old.db empty
    is_status 0
    prints "DROP VIEW v;"
}

@test "--json lists operations" {
    project
    add_note
    orq diff --json
    is_status 0
    prints '"operation": "add_column"'
    prints '"object": "orders.note"'
}

@test "a state that is none" {
    project
    orq diff nothing.txt
    is_status 2
    one_error
    orq diff migrations@frist0000001
    is_status 2
    says "first0000001"
    orq diff missing.db
    is_status 3
    one_error
    orq diff missing.yaml
    is_status 2
    one_error
}

@test "changes nothing" {
    project
    add_note
    snapshot
    orq diff
    orq diff empty model
    unchanged
}

@test "the configured database may be missing, another one may not" {
    project
    rm orchestrator.db
    orq diff
    is_status 0
    says "orchestrator.db does not exist: it is taken as an empty database"
    prints "CREATE TABLE orders"
    orq diff database migrations@current
    is_status 0
    [ "$(grep -c "does not exist" <<<"$stderr")" -eq 1 ]
    orq diff sqlite:nothere.db
    is_status 3
    one_error
    [ -z "$(ls ./*.db 2>/dev/null)" ]
}
