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

@test "a file of names that nobody should give a table is read by lint" {
    project
    hostile=$'a\x7f\x1b[2J "b" \\ \nc \u0085\u2028\u202e😀'
    sqlite3 orchestrator.db "CREATE TABLE \"${hostile//\"/\"\"}\" (id INTEGER PRIMARY KEY)"
    orq stats
    is_status 0
    never grep -q $'[\x7f\x1b]' <<<"$output"
    [ "$(jq -r '.tables[0].table' <<<"$output")" = "$hostile" ]
    orqgen stats >stats.json
    orq lint --statistics stats.json first0000001
    is_status 0
    python3 -m json.tool stats.json >ascii.json
    never cmp -s stats.json ascii.json
    orq lint --statistics ascii.json first0000001
    is_status 0
}

@test "a database that is not there" {
    orq stats sqlite:none.db
    is_status 3
    [ -z "$output" ]
    [ ! -e none.db ]
}
