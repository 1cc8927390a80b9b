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
