load helper

@test "needs --yes" {
    project
    snapshot
    orq reset
    is_status 2
    one_error
    says "orqgen reset --yes"
    unchanged
}

@test "empties and upgrades" {
    project
    sql "CREATE TABLE other (a)"
    orq reset --yes
    is_status 0
    [ "$(sql "SELECT count(*) FROM orders")" -eq 0 ]
    [ "$(sql "SELECT count(*) FROM sqlite_schema WHERE name = 'other'")" -eq 0 ]
    orq check
    is_status 0
}

@test "a migration that fails leaves the database as it was" {
    project
    printf -- '-- orqgen migration: bad\n-- revision: bad000000001\n-- parent: first0000001\n\n-- +orqgen upgrade sqlite\nINSERT INTO nowhere VALUES (1);\n' \
        >migrations/20990101000000_bad.sql
    snapshot
    orq reset --yes
    is_status 5
    unchanged
    [ "$(sql "SELECT count(*) FROM orders")" -eq 2 ]
}

@test "looks at the database before it runs anything" {
    project
    cp orchestrator.db whole
    echo "this is text, and no database at all, however long one looks at it: text, text, text" >orchestrator.db
    snapshot
    orq reset --yes
    is_status 3
    one_error
    [[ $stderr != *"upgrade first"* ]]
    unchanged
    mv whole orchestrator.db
    chmod 444 orchestrator.db
    run --separate-stderr as_nobody reset --yes
    is_status 3
    one_error
    [[ $stderr != *"upgrade first"* ]]
}

@test "a locked database" {
    project
    mkfifo hold
    sqlite3 orchestrator.db <hold >/dev/null &
    exec 9>hold
    echo "BEGIN IMMEDIATE;" >&9
    sleep 0.3
    orq reset --yes
    exec 9>&-
    wait
    is_status 3
    one_error
    says "locked"
    [[ $stderr != *"upgrade first"* ]]
}

@test "without migrations there is nothing to upgrade to" {
    project
    rm -r migrations
    snapshot
    orq reset --yes
    is_status 2
    one_error
    says "no migrations"
    says "orqgen --autogenerate -m"
    unchanged
}

@test "makes a database that is missing, unless a migration fails" {
    project
    rm orchestrator.db
    orq reset --yes
    is_status 0
    orq check
    is_status 0
    rm orchestrator.db
    sed -i 's/^CREATE TABLE orders.*/&;/' migrations/*
    orq reset --yes
    [ "$status" -ne 0 ]
    [ ! -e orchestrator.db ]
}
