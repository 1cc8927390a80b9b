load postgres

@test "a lock that somebody holds: tried again, then told who it is" {
    project
    migration note00000001 first0000001 "SET LOCAL lock_timeout = '1s'; ALTER TABLE orders ADD COLUMN note text;"
    holding 30 "LOCK TABLE orders IN ACCESS SHARE MODE"
    orq upgrade
    is_status 5
    one_error
    says "canceling statement due to lock timeout"
    says "it is held by pid "
    says "of postgres"
    says "the database is at first0000001"
    [ "$(sql "SELECT count(*) FROM orqgen_revisions")" -eq 1 ]
    end_background
    admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND pid <> pg_backend_pid()" >/dev/null
    orq upgrade
    is_status 0
}

@test "a lock that is given up in time" {
    project
    migration note00000001 first0000001 "SET LOCAL lock_timeout = '500ms'; ALTER TABLE orders ADD COLUMN note text;"
    holding 2 "LOCK TABLE orders IN ACCESS SHARE MODE"
    orq upgrade
    is_status 0
    [ "$(grep -c 'error' <<<"$stderr")" -eq 0 ]
}

@test "eight upgrades at once: each migration once, and all are content" {
    project
    for i in 1 2 3 4 5 6; do
        before=first0000001
        [ $i -eq 1 ] || before=many$((i - 1))
        migration many$i $before "CREATE TABLE many$i (a integer); SELECT pg_sleep(0.1);" $i
    done
    second
    sed -i 's/^-- parent:.*/-- parent: many6/; s/^UPDATE.*/UPDATE customers SET code = id;/' $second
    for i in 1 2 3 4 5 6 7 8; do
        orqgen upgrade >out.$i 2>err.$i 3>&- &
        pids[i]=$!
    done
    for i in 1 2 3 4 5 6 7 8; do
        finished "${pids[i]}"
        cat err.$i
        is_status 0
    done
    [ "$(sql "SELECT count(*), count(DISTINCT revision) FROM orqgen_revisions")" = "8|8" ]
    [ "$(cat err.* | grep -c '^upgrade many1 ')" -eq 1 ]
    [ "$(cat err.* | grep -c '^upgrade second000001 codes, step 1 of 3 ... done')" -eq 1 ]
    orq upgrade
    says "nothing to do"
}

@test "another run that takes long" {
    project
    migration slow00000001 first0000001 "SELECT pg_sleep(60);"
    orqgen upgrade >out 2>err 3>&- &
    upgrade=$!
    until_true "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = '$db' AND wait_event = 'PgSleep'"
    orq upgrade --wait 2
    is_status 3
    says "waiting: another run of migrations, or another program, holds the lock"
    one_error
    says "another run holds the lock of this database"
    says "it is held by pid "
    orq current
    is_status 0
    prints "first0000001"
    kill -TERM $upgrade
    finished $upgrade
    [ "$status" -gt 128 ]
}

@test "max_locks_per_transaction is reached" {
    own_server -c max_locks_per_transaction=10 -c max_connections=10 -c max_wal_senders=0
    mkdir -p schemas migrations
    {
        echo "model: many"
        echo "dialects: [postgresql]"
        echo "tables:"
        for i in $(seq 1 800); do
            echo "  t$i: {columns: {id: {type: integer, primary_key: true}, a: {type: text, unique: true}}}"
        done
    } >schemas/many.yaml
    orq --autogenerate -m "many" --plain
    is_status 5
    one_error
    says "out of shared memory"
    says "raise max_locks_per_transaction, or touch fewer tables in one step"
    no_scratches
    migration many00000001 "" "$(for i in $(seq 1 800); do echo "CREATE TABLE t$i (a integer PRIMARY KEY);"; done)"
    sed -i '/^-- parent/d' migrations/*
    orq upgrade
    is_status 5
    one_error
    says "raise max_locks_per_transaction"
    says "the database is at base"
    [ "$(sql "SELECT count(*) FROM pg_class WHERE relname = 't1'")" -eq 0 ]
    rm migrations/*
    # What is there is read all the same.
    for from in 1 201 401 601; do
        {
            for i in $(seq $from $((from + 199))); do
                echo "CREATE TABLE t$i (id integer PRIMARY KEY, a text UNIQUE, CHECK (id > 0));"
            done
        } | psql -h "$socket" -U "$db" -d "$db" -Xq
    done
    orq inspect
    is_status 0
    orqgen inspect >schemas/many.yaml
    orq check
    is_status 0
}

@test "a proxy that pools transactions is refused" {
    command -v pgbouncer >/dev/null || skip "pgbouncer is missing"
    project
    second
    mkdir pool
    chmod 777 pool
    cat >pool/pgbouncer.ini <<INI
[databases]
$db = host=$socket dbname=$db
[pgbouncer]
listen_addr =
listen_port = 6543
unix_socket_dir = $work/pool
auth_type = any
pool_mode = transaction
server_reset_query_always = 0
ignore_startup_parameters = extra_float_digits
logfile = $work/pool/log
INI
    sed -i "s/dbname=$db$/dbname=$db user=$db/" pool/pgbouncer.ini
    as_server pgbouncer -q pool/pgbouncer.ini >/dev/null 2>&1 3>&- &
    background+=($!)
    for _ in {1..50}; do
        [ ! -S pool/.s.PGSQL.6543 ] || break
        sleep 0.1
    done
    DATABASE_URL="postgresql://$db@/$db?host=$work/pool&port=6543"
    orq upgrade
    is_status 3
    one_error
    says "a proxy gives each transaction another backend"
    says "connect to the server itself"
    says "pool_mode=session"
    orq check
    is_status 1
    prints "pending"
    orq inspect
    is_status 0
    prints "orders:"
}

@test "scratch databases of killed runs are gone after the next" {
    project
    sed -i 's/^      total:.*/&\n      note: {type: text}/' schemas/shop.yaml
    orqgen --autogenerate -m "note" >out 2>err 3>&- &
    making=$!
    for _ in {1..200}; do
        [ -z "$(scratches)" ] || break
        sleep 0.01
    done
    kill -9 $making
    finished $making
    is_status 137
    until_true "SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = '$db'"
    rm -f migrations/*note*
    orq --autogenerate -m "note"
    is_status 0
    no_scratches
}

@test "scratch databases are gone after a failure, and after a signal" {
    project
    sed -i 's/^      total:.*/&\n      note: {type: nonsense}/' schemas/shop.yaml
    orq --autogenerate -m "note"
    is_status 5
    no_scratches
    sed -i 's/nonsense/text, generated: "pg_sleep(1)::text"/' schemas/shop.yaml
    orq --autogenerate -m "note"
    [ "$status" -ne 0 ]
    no_scratches
    sed -i 's/text, generated: .*/text}/' schemas/shop.yaml
    for signal in TERM HUP; do
        orqgen --autogenerate -m "note" >out 2>err 3>&- &
        making=$!
        for _ in {1..200}; do
            [ -z "$(scratches)" ] || break
            sleep 0.01
        done
        kill -$signal $making || true
        finished $making
        [ "$status" -gt 128 ] || [ "$status" -eq 0 ]
        rm -f migrations/*note*
    done
    until_true "SELECT count(*) = 0 FROM pg_stat_activity WHERE usename = '$db'"
    orq --autogenerate -m "note"
    is_status 0
    no_scratches
}
