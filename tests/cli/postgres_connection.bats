load postgres

# Runs every command that reads a database, and fails where one of them does not exit with $1, says
# nothing of $2, or shows the password.
each_says() {
    local code=$1 words=$2
    for command in check current upgrade inspect "--autogenerate -m x --dry-run" \
        "downgrade -1" "check --why orders" "upgrade --dry-run" diff "-v current"; do
        # shellcheck disable=SC2086
        orq $command
        is_status "$code"
        [ "$(grep -c 'error:' <<<"$stderr")" -eq 1 ] || one_error
        says "$words"
        silent
    done
}

# The password is in no output.
silent() {
    [[ $output$stderr != *s3cret* && $output$stderr != *s3%zz* ]] || {
        echo "the password was shown: $output$stderr"
        return 1
    }
}

@test "no such host, socket, port, database, role" {
    shop_model
    DATABASE_URL="postgresql://me:s3cret@nowhere.invalid/shop" each_says 3 "nowhere.invalid"
    DATABASE_URL="postgresql://me:s3cret@/shop?host=/nowhere" each_says 3 "start it, or correct"
    DATABASE_URL="postgresql://me:s3cret@127.0.0.1:1/shop" each_says 3 "no server listens there"
    DATABASE_URL=$(url "$db" missing_shop) each_says 3 'database "missing_shop" does not exist'
    says "createdb"
    DATABASE_URL=$(url missing_role) each_says 3 'role "missing_role" does not exist'
}

@test "a connection string that is none never shows its password" {
    shop_model
    DATABASE_URL="postgresql://me:s3cret%zz@/shop?host=/nowhere" each_says 3 "on that socket"
    DATABASE_URL="postgresql://me:s3%zzcret@/shop?host=/nowhere" each_says 3 "on that socket"
    DATABASE_URL="postgresql://me:s3cret@/shop?nonsense=1" each_says 2 'no option "nonsense"'
    DATABASE_URL="postgresql://me@/shop?password=s3cret&nonsense=1" each_says 2 'no option "nonsense"'
    DATABASE_URL="host=/nowhere user=me password=s3cret nonsense=1" each_says 2 'no option "nonsense"'
    DATABASE_URL="host=/nowhere user=me password='s3cret" each_says 2 "libpq cannot read"
    DATABASE_URL="host=/nowhere user=me password=s3cret" each_says 3 "no server runs on that socket"
    DATABASE_URL="postgresql+psycopg2://me:s3cret@/shop?host=/nowhere" each_says 3 "socket"
}

@test "a wrong password, and the right one" {
    own_server
    project
    admin -c "SET password_encryption = 'scram-sha-256'" -c "ALTER ROLE $db PASSWORD 's3cret'"
    sed -i "1i local all $db scram-sha-256" "$socket/data/pg_hba.conf"
    admin -c "SELECT pg_reload_conf()" >/dev/null
    until_true "SELECT count(*) = 1 FROM pg_hba_file_rules WHERE auth_method = 'scram-sha-256'"
    DATABASE_URL="postgresql://$db:wrong-s3cret@/$db?host=$socket" each_says 3 "wrong password"
    DATABASE_URL="host=$socket user=$db dbname=$db password=wrong-s3cret" each_says 3 "PGPASSWORD"
    each_says 3 "the server asks for a password"

    for given in "postgresql://$db:s3cret@/$db?host=$socket" \
        "postgresql://$db@/$db?host=$socket&password=s3cret" \
        "host=$socket user=$db dbname=$db password=s3cret"; do
        DATABASE_URL=$given orq check
        is_status 0
        silent
        prints "clean"
        for command in "-v check" current "current --json" "check --json" inspect "inspect|$given" \
            "diff|empty|$given" "upgrade --json" "--log-level debug upgrade --dry-run" \
            "check|--history|--scratch|$given" "-v|diff|$given|$given"; do
            [[ $command == *"|"* ]] || command=${command// /|}
            IFS="|" read -ra words <<<"$command"
            DATABASE_URL=$given orq "${words[@]}"
            is_status 0
            silent
        done
        # A statement that fails.
        migration bad first0000001 "SELECT 1/0;"
        DATABASE_URL=$given orq upgrade
        is_status 5
        silent
        rm migrations/*_bad.sql
    done
    PGPASSWORD=s3cret orq check
    is_status 0
    sed -i 's/^      total:.*/&\n      note: {type: text}/' schemas/shop.yaml
    DATABASE_URL="postgresql://$db:s3cret@/$db?host=$socket" orq --autogenerate -m "note"
    is_status 0
    silent
    never grep -rq s3cret migrations schemas
}

@test "an option that libpq does not know is named" {
    for url in "postgresql://$db:s3cret@/$db?host=$socket&sslmod=prefer" \
        "host=$socket user=$db dbname=$db password=s3cret sslmod=prefer"; do
        orq inspect "$url"
        is_status 2
        says 'libpq knows no option "sslmod" (did you mean "sslmode"?)'
        [[ $stderr != *s3cret* ]]
    done
}

@test "the server ends the connection while the catalogue is read" {
    project
    # The third relation's lock keeps the reader waiting in pg_get_viewdef.
    sql "CREATE VIEW v AS SELECT id FROM orders"
    holding 20 "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE"
    orqgen inspect >out 2>err 3>&- &
    reader=$!
    until_true "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = '$db' AND wait_event_type = 'Lock'"
    admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE usename = '$db' AND wait_event_type = 'Lock'" >/dev/null
    finished $reader
    is_status 3
    [ ! -s out ]
    holds "$(cat err)" "the server ended the connection"
    [ "$(grep -c error: err)" -eq 1 ]
}

@test "the server ends the connection in the middle of a migration" {
    project
    migration slow00000001 first0000001 "CREATE TABLE more (a integer); SELECT pg_sleep(30);"
    orqgen upgrade >out 2>err 3>&- &
    upgrade=$!
    until_true "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = '$db' AND wait_event = 'PgSleep'"
    admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE usename = '$db' AND wait_event = 'PgSleep'" >/dev/null
    finished $upgrade
    cat err
    is_status 5
    holds "$(cat err)" "the server ended the connection"
    holds "$(cat err)" "the database is at first0000001"
    [ "$(sql "SELECT to_regclass('more')")" = "" ]
    sed -i 's/pg_sleep(30)/1/' migrations/*slow*
    orq upgrade
    is_status 0
}

@test "the server dies in the middle of a migration, and comes back" {
    own_server -c fsync=on -c synchronous_commit=on
    project
    second
    sed -i 's/^UPDATE.*//; s/^-- one code.*/-- slow/' $second
    sed -i 's/^ALTER TABLE customers ADD CONSTRAINT.*/SELECT pg_sleep(30);/' $second
    orqgen upgrade >out 2>err 3>&- &
    upgrade=$!
    until_true "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = '$db' AND wait_event = 'PgSleep'"
    bin=$(cat "$own/bin")
    as_server "$bin/pg_ctl" -D "$socket/data" -m immediate -w stop >/dev/null
    finished $upgrade
    cat err
    is_status 6
    holds "$(cat err)" "2 of 3 steps of the upgrade of second000001 are done and stay"
    orq current
    is_status 3
    says "no server runs on that socket"
    as_server "$bin/pg_ctl" -D "$socket/data" -w -l "$socket/log" -o "-k $socket -c listen_addresses=" \
        start >/dev/null 3>&-
    orq current
    is_status 0
    prints "its upgrade stopped part-way: 2 of 3 steps are done"
    prints "step 3 is the next one"
    prints "next: orqgen upgrade"
    sed -i 's/pg_sleep(30)/1/' $second
    orq upgrade
    is_status 0
    orq current
    prints "second000001 (head)"
    [ "$(wc -l <<<"$output")" -eq 1 ]
}
