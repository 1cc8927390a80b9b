load helper

# A second revision, pending.
second() {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
}

@test "a line for each migration, and nothing to do" {
    second
    orq upgrade
    is_status 0
    [ -z "$output" ]
    [[ $stderr =~ ^"upgrade note00000001 add note ... done ("[0-9]+" ms)"$ ]]
    orq upgrade
    is_status 0
    says "nothing to do: the database is at note00000001"
    orq upgrade -q
    [ -z "$output$stderr" ]
}

@test "targets" {
    second
    rm orchestrator.db
    for target in +1 note0000 head; do
        orq upgrade $target
        is_status 0
    done
    orq downgrade base --allow-data-loss
    is_status 0
    orq upgrade first0000001
    is_status 0
    orq current
    prints "first0000001"
    orq upgrade firts0000001
    is_status 2
    one_error
    says "first0000001"
}

@test "no migrations: nothing is done, and no database is made" {
    mkdir schemas
    orq upgrade
    is_status 0
    says "no migrations in migrations"
    [ ! -e orchestrator.db ]
}

@test "--dry-run changes nothing" {
    second
    snapshot
    orq upgrade --dry-run
    is_status 0
    says "rolled back"
    unchanged
    rm orchestrator.db
    orq upgrade --dry-run
    is_status 0
    [ ! -e orchestrator.db ]
}

@test "--log-level debug shows the SQL" {
    second
    orq upgrade --log-level debug
    is_status 0
    says "ALTER TABLE orders ADD COLUMN note"
}

@test "--json" {
    second
    orq upgrade --json
    is_status 0
    prints '"revision": "note00000001"'
    prints '"current": "note00000001"'
}

@test "losing data has to be allowed, in both directions" {
    second
    orqgen -q upgrade
    sql "UPDATE orders SET note = 'kept'"
    snapshot
    orq downgrade -1
    is_status 2
    one_error
    says "orders.note"
    says "--allow-data-loss"
    unchanged
    orq downgrade -1 --allow-data-loss
    is_status 0
    [ "$(sql "SELECT count(*) FROM pragma_table_info('orders') WHERE name = 'note'")" -eq 0 ]
    [ "$(sql "SELECT count(*) FROM orders")" -eq 2 ]

    sed -i '/total:/d' schemas/shop.yaml
    sed -i '/note:/d' schemas/shop.yaml
    rm migrations/*add_note*
    orqgen -q --autogenerate -m "drop total" >/dev/null
    snapshot
    orq upgrade
    is_status 2
    one_error
    says "orders.total"
    unchanged
    orq upgrade --allow-data-loss
    is_status 0
}

@test "a downgrade to a later revision" {
    second
    orq downgrade note00000001
    is_status 2
    one_error
}

@test "a migration that fails is rolled back whole, those before it stay" {
    second
    cat >>migrations/20990101000000_bad.sql <<'SQL'
-- orqgen migration: bad
-- revision: bad000000001
-- parent: note00000001

-- +orqgen upgrade sqlite
CREATE TABLE half (a);
INSERT INTO nowhere VALUES (1);

-- +orqgen downgrade sqlite
DROP TABLE half;
SQL
    orq upgrade
    is_status 5
    one_error
    says "migrations/20990101000000_bad.sql:7:1: error:"
    orq current
    prints "note00000001"
    [ "$(sql "SELECT count(*) FROM sqlite_schema WHERE name = 'half'")" -eq 0 ]
}

@test "a signal rolls back what is under way" {
    project
    cat >migrations/20990101000000_long.sql <<'SQL'
-- orqgen migration: long
-- revision: long00000001
-- parent: first0000001

-- +orqgen upgrade sqlite
CREATE TABLE numbers (n);
INSERT INTO numbers WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r WHERE n < 0;

-- +orqgen downgrade sqlite
SELECT 1;
SQL
    orqgen upgrade 2>said &
    pid=$!
    for _ in $(seq 100); do
        grep -q "long ..." said && break
        sleep 0.05
    done
    sleep 0.2
    kill -TERM "$pid"
    code=0
    wait "$pid" || code=$?
    [ "$code" -eq 143 ]
    holds "$(cat said)" "rolled back"
    holds "$(cat said)" "to go on: orqgen upgrade"
    [[ $(cat said) != *correct* ]]
    [ "$(sql "SELECT count(*) FROM sqlite_schema WHERE name = 'numbers'")" -eq 0 ]
    orq current
    prints "first0000001"
}

@test "two at once: one waits, then finds nothing to do" {
    second
    orqgen upgrade 2>first &
    orqgen upgrade 2>second
    wait $!
    [ "$(sql "SELECT count(*) FROM orqgen_revisions")" -eq 2 ]
    [ "$(cat first second | grep -c "done (")" -eq 1 ]
}

@test "an edit after the proof is told once, before the migration runs" {
    project
    add_note
    file=$(orqgen -q --autogenerate --rev-id note00000001 -m "add note")
    sed -i 's|ADD COLUMN note|ADD  COLUMN note|' "$file"
    orq upgrade
    is_status 0
    [ "$(grep -c "edited after it was proven" <<<"$stderr")" -eq 1 ]
    [[ $stderr == *"edited after it was proven"*"upgrade note00000001"*done* ]]
}

# A migration of some seconds.
slow_migration() {
    printf -- '-- orqgen migration: slow\n-- revision: slow00000001\n-- parent: first0000001\n\n-- +orqgen upgrade sqlite\nINSERT INTO customers WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 20000000) SELECT max(n), %s FROM c;\n\n-- +orqgen downgrade sqlite\nDELETE FROM customers WHERE id = 20000000;\n' "'slow'" \
        >migrations/20990101000000_slow.sql
}

at_terminal() {
    command -v script >/dev/null || skip "script is missing"
    TERM=xterm script -qec "$1" /dev/null </dev/null
}

@test "a long step shows that it lives, at a terminal only" {
    project
    slow_migration
    run at_terminal "orqgen upgrade"
    prints "upgrade slow00000001 slow ... 1 s"
    prints "done"
    orqgen -q downgrade first0000001 --allow-data-loss
    orq upgrade
    is_status 0
    [[ $stderr != *" s"$'\b'* ]]
    [ "$(grep -c . <<<"$stderr")" -eq 1 ]
}

@test "a short step shows no more at a terminal" {
    project
    add_note
    run at_terminal "orqgen --autogenerate -m 'add note'"
    [[ $output != *reading* ]]
    prints "add column orders.note"
}

@test "a second run waits for the first one's lock, tells it, and finds nothing left to do" {
    second
    (echo "BEGIN IMMEDIATE;"; sleep 2.5; echo "ROLLBACK;") | sqlite3 orchestrator.db 3>&- &
    holder=$!
    for _ in $(seq 50); do
        sqlite3 orchestrator.db "BEGIN IMMEDIATE; ROLLBACK" 2>/dev/null || break
        sleep 0.02
    done
    orq upgrade --wait 0
    is_status 3
    one_error
    says "locked"
    orq upgrade --wait 60
    wait $holder
    is_status 0
    says "waiting: another run of migrations, or another program, holds the lock"
    orq upgrade --wait soon
    is_status 2
    says '--wait "soon" is no number from 0 to 1000000'
}
