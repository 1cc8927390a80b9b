load helper

@test "clean" {
    project
    orq check
    is_status 0
    [ "${#lines[@]}" -eq 1 ]
    prints "clean:"
    prints "first0000001"
    orq check -q
    is_status 0
    [ -z "$output$stderr" ]
}

@test "pending, drift and missing migration, each with its next command" {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    sql "ALTER TABLE customers ADD COLUMN extra TEXT; DROP INDEX orders_customer_id_idx"
    sed -i 's/^      name:.*/&\n      mail: {type: text}/' schemas/shop.yaml
    orq check
    is_status 1
    prints "pending: the database is 1 migration behind head"
    prints "note00000001 add note"
    prints "next: orqgen upgrade"
    prints "drift: the database is not what revision first0000001 builds"
    prints "it has also customers.extra"
    prints "it lacks orders_customer_id_idx"
    prints "next: orqgen check --why"
    prints "missing migration:"
    prints "add column customers.mail"
    prints "--autogenerate -m"
}

@test "the command that it offers works" {
    project
    add_note
    orq check
    is_status 1
    next=$(sed -n 's/^  next: //p' <<<"$output")
    eval "$next" >/dev/null 2>&1
    orqgen -q upgrade
    orq check
    is_status 0
}

@test "--json" {
    project
    add_note
    orq check --json
    is_status 1
    prints '"clean": false'
    prints '"current": "first0000001"'
    prints '"object": "orders.note"'
}

@test "--why" {
    project
    add_note
    orq check --why orders.note
    is_status 0
    prints "schemas/shop.yaml:"
    orq check --why orders.total
    is_status 0
    orq check --why orders.totl
    is_status 2
    one_error
    says "orders.totl"
}

@test "--history asks no database" {
    project
    rm orchestrator.db
    orq check --history
    is_status 0
    prints "clean"
    add_note
    orq check --history
    is_status 1
    prints "missing migration"
    [ ! -e orchestrator.db ]
}

@test "--history does not need to know the database" {
    project
    echo "database: \${NOWHERE_SET}" >orqgen.yaml
    orq check
    is_status 2
    says "the variable NOWHERE_SET is not set"
    orq check --history
    is_status 0
    [ -z "$stderr" ]
    add_note
    orq check --history
    is_status 1
    prints "add column orders.note"
    # Of which dialect they are the migrations say, then.
    rm migrations/*
    orq check --history
    is_status 1
    prints "create table orders"
    orq lint heads
    is_status 0
}

@test "a database without a ledger is compared with the model alone" {
    project
    rm -r migrations
    sql "DROP TABLE orqgen_revisions"
    orq check
    is_status 0
    add_note
    orq check
    is_status 1
    prints "missing migration: the model is not what the database holds"
}

@test "reads only" {
    project
    add_note
    snapshot
    chmod 444 orchestrator.db
    orq check
    is_status 1
    unchanged
    [ -z "$(find . -name '*-journal' -o -name '*-wal' -o -name '*-shm')" ]
}

@test "a database that does not exist counts as an empty one, and is not made" {
    project
    rm orchestrator.db
    orq check
    is_status 1
    says "orchestrator.db does not exist: it is taken as an empty database"
    prints "pending:"
    prints "next: orqgen upgrade"
    orq check --why orders.total
    is_status 0
    rm -r migrations
    orq check
    is_status 1
    prints "next: orqgen --autogenerate -m"
    [ ! -e orchestrator.db ]
}

@test "from nothing to clean by the commands that are offered" {
    orqgen -q init
    echo "tables: {t: {columns: {a: {type: integer, primary_key: true}}}}" >schemas/m.yaml
    for round in 1 2 3; do
        orq check
        [ "$status" -eq 1 ] || break
        eval "$(sed -n 's/^  next: //p' <<<"$output")" >/dev/null 2>&1
    done
    is_status 0
    prints "clean: orchestrator.db is at the model"
}

@test "--why and --history do not go together" {
    project
    orq check --history --why orders
    is_status 2
    one_error
    says "--history"
}
