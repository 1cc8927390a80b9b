load helper

@test "the main job" {
    project
    add_note
    orq --autogenerate -m "Add note"
    is_status 0
    [ "${#lines[@]}" -eq 1 ]
    [[ $output =~ ^migrations/[0-9]{14}_[0-9a-f]{12}_add_note\.sql$ ]]
    says "add column orders.note"
    says "downgrade LOSES DATA: orders.note"
    says "proof: up, down and up again"
    says "next: read it, then orqgen upgrade"
    holds "$(cat "$output")" "ALTER TABLE orders ADD COLUMN note TEXT"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    [ "$(sql "SELECT count(*) FROM orders")" -eq 2 ]
}

@test "no difference: no file" {
    project
    snapshot
    orq --autogenerate -m nothing
    is_status 0
    [ -z "$output" ]
    says "no difference"
    unchanged
}

@test "behind head it refuses and names the pending ones" {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    snapshot
    orq --autogenerate -m again
    is_status 2
    one_error
    says "behind head"
    says "note00000001 (add note)"
    says "orqgen upgrade"
    unchanged
}

@test "--dry-run prints the file and writes none" {
    project
    add_note
    snapshot
    orq revision --autogenerate -m "add note" --dry-run
    is_status 0
    prints "-- +orqgen upgrade sqlite"
    prints "-- +orqgen downgrade sqlite"
    unchanged
}

@test "an empty one" {
    project
    orq revision -m "fill names"
    is_status 0
    holds "$(cat "$output")" "-- +orqgen upgrade sqlite"
    says "next: write its SQL"
    orq -m "short for it"
    is_status 0
    [ "$(ls migrations | wc -l)" -eq 3 ]
    orq upgrade
    is_status 0
}

@test "an empty one needs no database" {
    project
    rm orchestrator.db
    orq revision -m later
    is_status 0
    [ ! -e orchestrator.db ]
}

@test "without a database it is compared with nothing, and none is made" {
    project
    rm -r orchestrator.db migrations
    orq --autogenerate -m first
    is_status 0
    says "orchestrator.db does not exist"
    [ ! -e orchestrator.db ]
}

@test "--only takes objects, also several" {
    project
    add_note
    sed -i 's/^      name:.*/&\n      mail: {type: text}/' schemas/shop.yaml
    orq --autogenerate -m "only mail" --only customers --dry-run
    is_status 0
    prints "mail"
    [[ $output != *note* ]]
    orq --autogenerate -m both --dry-run --only customers orders
    is_status 0
    prints "mail"
    prints "note"
}

@test "drift is listed and left out, or taken in" {
    project
    add_note
    sql "ALTER TABLE customers ADD COLUMN extra TEXT"
    orq --autogenerate -m "add note" --dry-run
    is_status 0
    says "warning: the database has drifted"
    says "it has also customers.extra"
    says "--include-drift"
    [[ $output != *extra* ]]
    orq --autogenerate -m "add note" --dry-run --include-drift
    is_status 0
    prints "extra"
}

@test "what looks like a rename is told, never guessed" {
    project
    sed -i 's/total: {type: integer, check: total >= 0}/amount: {type: integer, check: amount >= 0}/' schemas/shop.yaml
    orq --autogenerate -m rename --dry-run
    is_status 0
    says "renamed_from: total"
    says "upgrade LOSES DATA: orders.total"
}

@test "--json" {
    project
    add_note
    orq --autogenerate -m "add note" --json
    is_status 0
    prints '"object": "orders.note"'
    [ -e "$(sed -n 's/^  "path": "\(.*\)",$/\1/p' <<<"$output")" ]
}

@test "--no-proof says so in the file" {
    project
    add_note
    orq --autogenerate -m "add note" --no-proof --dry-run
    is_status 0
    prints "not proven"
}

@test "a message that is none" {
    project
    snapshot
    for message in "" "  " $'two\nlines' $'\xff'; do
        orq --autogenerate -m "$message"
        is_status 2
        one_error
    done
    orq --autogenerate
    is_status 2
    says "needs a message"
    orq -m add note
    is_status 2
    says 'unexpected argument "note"'
    unchanged
}

@test "an id that cannot be one, and one that is taken" {
    project
    add_note
    for id in head a-b a/b ../x "a b" "x;y" 'x$y' "x*" .x; do
        orq --autogenerate -m x --rev-id "$id"
        is_status 2
        one_error
    done
    orq --autogenerate -m x --rev-id first0000001
    is_status 2
    says "first0000001"
}

@test "another dialect than the database's" {
    project
    add_note
    orq --autogenerate -m x --dialect postgresql
    is_status 2
    one_error
    says "sqlite"
}

@test "a folder that cannot be written" {
    project
    add_note
    chmod 555 migrations
    chmod a+r orchestrator.db
    run --separate-stderr as_nobody --autogenerate -m "add note"
    is_status 2
    one_error
    says "migrations/"
    [ "$(ls -A migrations | wc -l)" -eq 1 ]
}

@test "a file where the folder should be" {
    project
    add_note
    rm -r migrations
    echo >migrations
    orq --autogenerate -m "add note"
    is_status 2
    one_error
    says "migrations"
}

@test "a full disk leaves nothing half-written" {
    project
    add_note
    snapshot
    # A file may not grow: what a full disk does, without one.
    run bash -c 'trap "" XFSZ; ulimit -f 0; orqgen --autogenerate -m "add note" --no-proof 2>&1'
    [ "$status" -eq 2 ]
    holds "$output" "migrations/"
    [ -z "$(find migrations -newer snapshot -type f)" ]
    unchanged
}

@test "a database that was there first gets a baseline" {
    sqlite3 orchestrator.db "CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (7);"
    mkdir schemas
    echo "tables: {t: {columns: {a: {type: integer, primary_key: true}, b: {type: text}}}}" >schemas/m.yaml
    orq --autogenerate -m "add b"
    is_status 0
    [ "${#lines[@]}" -eq 2 ]
    [[ ${lines[0]} == *_baseline.sql ]]
    [[ ${lines[1]} == *_add_b.sql ]]
    says "first a baseline"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    [ "$(sql "SELECT a FROM t")" -eq 7 ]
    rm orchestrator.db
    orq upgrade
    is_status 0
    orq check
    is_status 0
}

@test "what SQL cannot decide is told" {
    project
    sed -i 's/^      total:.*/&\n      note: {type: text, nullable: false}/' schemas/shop.yaml
    orq --autogenerate -m "add note"
    is_status 0
    says "upgrade FILL IN: orders.note"
    says "next: complete its FILL IN lines"
    holds "$(cat "$output")" "-- FILL IN: orders.note"
}

@test "a proof that fails writes nothing" {
    project
    sed -i 's/total >= 0/total > 15/' schemas/shop.yaml
    snapshot
    orq --autogenerate -m "too strict for the rows"
    is_status 5
    [ -z "$output" ]
    says "orders_total_check"
    says "nothing was written"
    unchanged
}

@test "an empty migration needs no model: neither no folder of models nor an empty one" {
    mkdir schemas
    orq revision -m "by hand" --rev-id hand00000001
    is_status 0
    grep -qx -- "-- +orqgen upgrade sqlite" migrations/*_hand00000001_*
    rmdir schemas
    orq revision -m "by hand" --rev-id hand00000002
    is_status 0
}
