load postgres

indexes() {
    sql "SELECT CASE WHEN i.indisvalid THEN 'valid' ELSE 'invalid' END FROM pg_index i
         WHERE i.indexrelid = to_regclass('customers_code_key')"
}

@test "an INVALID index left behind: told, explained, and built again" {
    project
    second
    orq upgrade
    is_status 6
    [ "$(grep -c 'error:' <<<"$stderr")" -eq 1 ]
    says 'could not create unique index "customers_code_key"'
    says "Key (code)=(7) is duplicated."
    says "1 of 3 steps of the upgrade of second000001 are done and stay; step 2 failed"
    says "the next run goes on at step 2"
    says "orqgen upgrade"
    [ "$(indexes)" = invalid ]

    orq current
    is_status 0
    prints "second000001 (head) codes"
    prints "its upgrade stopped part-way: 1 of 3 steps are done"
    prints 'step 2 failed: could not create unique index "customers_code_key"'
    prints "$second:9"
    prints "CREATE UNIQUE INDEX CONCURRENTLY customers_code_key ON customers (code);"
    prints "index public.customers_code_key is INVALID"
    prints "next: put right what it says, then orqgen upgrade"
    orq current --json
    prints '"part_way": "upgrade"'
    prints '"steps_done": 1'
    prints '"next": "orqgen upgrade second000001"'
    orq check
    is_status 1
    prints "part-way: the upgrade of second000001 stopped: 1 of 3 steps are done"
    prints "next: orqgen upgrade"
    orq check --json
    is_status 1
    prints '"part_way": "second000001"'
    orq --autogenerate -m "more"
    is_status 2
    one_error
    says "stopped part-way"
    says "orqgen upgrade"
    orq downgrade -1 --allow-data-loss
    is_status 6
    one_error
    says "finish it first: orqgen upgrade"

    # The rows are still the same.
    orq upgrade
    is_status 6
    says "is duplicated"
    [ "$(indexes)" = invalid ]
    sql "UPDATE customers SET code = id"
    orq upgrade
    is_status 0
    says "INVALID"
    says "done ("
    [ "$(indexes)" = valid ]
    orq current
    [ "$output" = "second000001 (head) codes" ]
    [ "$(sql "SELECT count(*) FROM pg_constraint WHERE conname = 'customers_code_check'")" -eq 1 ]
    [ "$(sql "SELECT state, steps_done FROM orqgen_revisions WHERE revision = 'second000001'")" = "applied|3" ]
    orq upgrade
    is_status 0
    says "nothing to do"
}

# An upgrade whose index build waits for another session's transaction; $upgrade is its process.
building() {
    project
    second
    sed -i 's/^UPDATE.*/UPDATE customers SET code = id;/' $second
    holding 60 "SELECT 1"
    interruptible upgrade >out 2>err 3>&- &
    upgrade=$!
    until_true "SELECT count(*) > 0 FROM pg_stat_progress_create_index WHERE datname = current_database()"
}

@test "killed in the middle of an index build" {
    building
    kill -9 $upgrade
    finished $upgrade
    is_status 137
    admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE usename = '$db' AND query LIKE 'CREATE UNIQUE%'" >/dev/null
    orq current
    is_status 0
    prints "1 of 3 steps are done"
    prints "step 2 was begun, and how it ended is not recorded"
    prints "is INVALID"
    end_background
    admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()" >/dev/null
    orq upgrade
    is_status 0
    says "customers_code_key was left INVALID"
    [ "$(indexes)" = valid ]
    orq check
    [ "$status" -ne 3 ]
}

@test "killed, while the server goes on building" {
    building
    kill -9 $upgrade
    finished $upgrade
    # The server learns of it when it next writes to the connection: not before the end.
    end_background
    admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()" >/dev/null
    until_true "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('public.customers_code_key')"
    orq upgrade
    is_status 0
    [ "$(indexes)" = valid ]
    orq current
    [ "$output" = "second000001 (head) codes" ]
}

@test "stopped by a signal in the middle of an index build" {
    building
    kill -INT $upgrade
    finished $upgrade
    cat err
    is_status 130
    holds "$(cat err)" "interrupted part-way: orqgen current tells"
    holds "$(cat err)" "1 of 3 steps of the upgrade of second000001 are done and stay"
    end_background
    admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()" >/dev/null
    orq current
    prints "1 of 3 steps are done"
    orq upgrade
    is_status 0
    [ "$(indexes)" = valid ]
}

@test "stopped by a signal during a long statement: rolled back" {
    project
    migration slow00000001 first0000001 "CREATE TABLE more (a integer); SELECT pg_sleep(30);"
    for signal in INT TERM HUP; do
        interruptible upgrade >out 2>err 3>&- &
        upgrade=$!
        until_true "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = '$db' AND wait_event = 'PgSleep'"
        kill -$signal $upgrade
        finished $upgrade
        cat err
        [ "$status" -gt 128 ]
        holds "$(cat err)" "interrupted"
        holds "$(cat err)" "the database is at first0000001"
        [ "$(sql "SELECT to_regclass('more')")" = "" ]
        [ "$(sql "SELECT count(*) FROM orqgen_revisions")" -eq 1 ]
        until_true "SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = '$db'"
    done
}

@test "a later step that fails, corrected in the file" {
    project
    second
    sed -i 's/^UPDATE.*/UPDATE customers SET code = -id;/' $second
    orq upgrade
    is_status 6
    one_error
    says 'check constraint "customers_code_check"'
    says "2 of 3 steps of the upgrade of second000001 are done and stay; step 3 failed"
    orq current
    prints "step 3 failed: check constraint"
    prints "$second:13"
    prints "ALTER TABLE customers ADD CONSTRAINT customers_code_check CHECK (code > 0);"
    sed -i 's/CHECK (code > 0)/CHECK (code < 0)/' $second
    orq upgrade
    is_status 0
    orq current
    [ "$output" = "second000001 (head) codes" ]
    orq upgrade
    is_status 0
    says "nothing to do"
}

@test "steps that are done are not edited" {
    project
    second
    sed -i 's/^UPDATE.*/UPDATE customers SET code = -id;/' $second
    orq upgrade
    is_status 6
    cp $second kept
    sed -i 's/SET code = -id/SET code = id/' $second
    orq upgrade
    is_status 2
    one_error
    says "the steps that are done were edited since"
    says "put these steps back as they were"
    # Steps may be added behind those that are done, and taken out.
    cp kept $second
    sed -i 's/^ALTER TABLE customers ADD CONSTRAINT.*/SELECT 1;\n\n-- +orqgen step\nSELECT 2;/' $second
    orq upgrade
    is_status 0
    [ "$(sql "SELECT steps_done, steps_total FROM orqgen_revisions WHERE revision = 'second000001'")" = "4|4" ]
}

@test "the last steps are taken out of the file" {
    project
    second
    sed -i 's/^UPDATE.*/UPDATE customers SET code = -id;/' $second
    orq upgrade
    is_status 6
    sed -i '/^-- +orqgen step$/,/^ALTER.*CONSTRAINT/d' $second
    orq upgrade
    is_status 0
    orq current
    [ "$output" = "second000001 (head) codes" ]
}

@test "a step outside a transaction that cannot be probed is not repeated" {
    project
    cat >migrations/20990101000000_v.sql <<'SQL'
-- orqgen migration: vacuum
-- revision: vacuum000001
-- parent: first0000001

-- +orqgen upgrade postgresql
CREATE TABLE more (a integer);

-- +orqgen step no-transaction
VACUUM more;

-- +orqgen downgrade postgresql
DROP TABLE more;
SQL
    holding 60 "LOCK TABLE orders"
    sed -i 's/VACUUM more/VACUUM orders/' migrations/*_v.sql
    orqgen upgrade >out 2>err 3>&- &
    upgrade=$!
    until_true "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'VACUUM orders%' AND wait_event_type = 'Lock'"
    kill -9 $upgrade
    finished $upgrade
    admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'VACUUM orders%'" >/dev/null
    orq current
    prints "step 2 was begun"
    orq upgrade
    is_status 6
    one_error
    says "cannot be told from the database"
    says "take the step out of the file"
    sed -i '/no-transaction/d; /^VACUUM/d' migrations/*_v.sql
    orq upgrade
    is_status 0
    orq current
    [ "$output" = "vacuum000001 (head) vacuum" ]
}

@test "a step outside a transaction that the server refused is run again" {
    project
    second
    sed -i 's/^UPDATE.*//; s/^CREATE UNIQUE.*/VACUUM custommers;/' $second
    orq upgrade
    is_status 6
    says 'relation "custommers" does not exist'
    orq current
    prints 'step 2 failed: relation "custommers" does not exist'
    sed -i 's/^VACUUM.*/VACUUM customers;/' $second
    orq upgrade
    is_status 0
    orq current
    [ "$output" = "second000001 (head) codes" ]
}

@test "a downgrade that stops part-way" {
    project
    second
    sed -i 's/^UPDATE.*/UPDATE customers SET code = id;/
            s/^DROP INDEX customers_code_key;/ALTER TABLE customers DROP CONSTRAINT customers_code_check;\n\n-- +orqgen step no-transaction\nDROP INDEX CONCURRENTLY customers_code_key;\n\n-- +orqgen step\nSELECT 1\/0;/' $second
    orq upgrade
    is_status 0
    orq downgrade -1 --allow-data-loss
    is_status 6
    says "division by zero"
    says "2 of 3 steps of the downgrade of second000001 are done and stay"
    orq current
    prints "its downgrade stopped part-way: 2 of 3 steps are done"
    prints "step 3 failed: division by zero"
    prints "orqgen downgrade second000001-1"
    orq upgrade
    is_status 6
    one_error
    says "finish it first: orqgen downgrade second000001-1"
    sed -i '/^SELECT 1\/0;/d' $second
    orq downgrade first0000001 --allow-data-loss
    is_status 0
    orq current
    prints "first0000001"
    [ "$(sql "SELECT count(*) FROM pg_attribute WHERE attname = 'code'")" -eq 0 ]
}

# The tables as the server prints them, but for the ledger.
shape() {
    dumped "$db" --exclude-table='orqgen_*'
}

@test "what stopped part-way goes back to its parent" {
    project
    orq downgrade --partial
    is_status 2
    one_error
    says "no migration of"
    says "stopped part-way"
    before=$(shape)
    second
    orq upgrade
    is_status 6
    sql "CREATE TABLE by_hand (id integer)"
    orq upgrade --dry-run
    is_status 0
    says "the dry run ends before second000001"
    says "nothing was tried: the database is at second000001"
    orq downgrade --partial first0000001
    is_status 2
    orq downgrade --partial --dry-run --allow-data-loss
    is_status 0
    [ "$(indexes)" = invalid ]
    orq downgrade --partial
    is_status 2
    says "to allow it: orqgen downgrade --partial --allow-data-loss"
    orq downgrade --partial --allow-data-loss
    is_status 0
    says "downgrade second000001 codes ... done ("
    [ -z "$(indexes)" ]
    sql "DROP TABLE by_hand"
    diff <(shape) <(echo "$before")
    orq current
    [[ $output = "first0000001 "* ]]
    sed -i 's/^UPDATE.*/UPDATE customers SET code = id;/' $second
    orq upgrade
    is_status 0
}

@test "what fails on a scratch database too goes back to its parent" {
    project
    before=$(shape)
    second
    sed -i 's/ ON customers (code);/ ON customers (cod);/' $second
    orq upgrade
    is_status 6
    says 'column "cod" does not exist'
    says "or go back:      orqgen downgrade --partial"
    orq current
    prints "or go back: orqgen downgrade --partial"
    orq downgrade --partial --allow-data-loss
    is_status 0
    diff <(shape) <(echo "$before")

    # An INVALID index is all that this one leaves.
    sed -i '/^ALTER TABLE/d; /^UPDATE/d; /step no-tr/d' $second
    sed -i 's/ upgrade postgresql/&\n-- +orqgen step no-transaction/; s/ (cod);/ ((1));/' $second
    before=$(shape)
    orq upgrade
    is_status 6
    [ "$(indexes)" = invalid ]
    orq downgrade --partial --allow-data-loss
    is_status 0
    [ -z "$(indexes)" ]
    diff <(shape) <(echo "$before")
}
