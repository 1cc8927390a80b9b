load helper

@test "sizes of a database, without its data" {
    project
    orq stats
    is_status 0
    prints '"dialect": "sqlite"'
    prints '"table": "customers"'
    [ "$(printf %s "$output" | grep -c '"rows": 2')" = 2 ]
    [[ $output != *Ada* ]]
    [ -z "$stderr" ]
    first=$output
    cd /
    orq stats "sqlite:///$work/orchestrator.db"
    is_status 0
    prints '"table": "orders"'
}

@test "a database that is not there" {
    orq stats sqlite:none.db
    is_status 3
    [ -z "$output" ]
    [ ! -e none.db ]
}
