load postgres

@test "a role that may read nothing but the catalogue" {
    project
    role reader
    sed -i 's/^      total:.*/&\n      note: {type: text}/' schemas/shop.yaml
    DATABASE_URL=$(url "${db}_reader")
    orq check
    is_status 1
    prints "missing migration: the model is not what the database holds"
    prints "add column orders.note"
    says "warning: this role may not read the ledger"
    says "GRANT SELECT ON public.orqgen_revisions TO ${db}_reader;"
    orq check --json
    is_status 1
    prints '"ledger": false'
    orq check --why orders.orders_total_check
    is_status 0
    prints "EXPLAIN"
    orq inspect
    is_status 0
    prints "orders:"
    orq diff
    is_status 0
    prints "ADD COLUMN note text"
    orq --autogenerate -m "note" --no-proof
    is_status 0
    holds "$(cat "$output")" "not proven: --no-proof"
    rm "$output"
    orq --autogenerate -m "note"
    is_status 0
    holds "$(cat "$output")" "not proven: no scratch database may be made"
    # With one, and the rows of nobody.
    rm "$output"
    orq --autogenerate -m "note" --scratch "$(url)"
    is_status 0
    holds "$(cat "$output")" "up, down and up again"

    orq upgrade
    is_status 3
    one_error
    says "GRANT SELECT ON public.orqgen_revisions TO ${db}_reader;"
    orq current
    is_status 3
    says "GRANT SELECT"
    sql "GRANT SELECT ON orqgen_revisions TO ${db}_reader"
    orq current
    is_status 0
    orq check
    is_status 1
    [ -z "$(grep warning <<<"$stderr")" ]
    prints "pending"
    orq upgrade
    is_status 5
    one_error
    says "must be owner of table orders"
    says "connect as its owner"
    ORQGEN_PG_BIN=$work/nowhere orq check --history
    is_status 3
    says "--scratch URL"
    sql "REVOKE ALL ON orqgen_revisions FROM ${db}_reader"
}

@test "a reader of a database that is at the model" {
    project
    role reader
    DATABASE_URL=$(url "${db}_reader")
    orq check
    is_status 0
    prints "clean"
    says "may not read the ledger"
    orq --autogenerate -m "nothing" --no-proof
    is_status 0
    says "no difference"
}

@test "a role that may not create in public" {
    shop_model
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" --no-proof >/dev/null
    admin -c "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    role deploy
    DATABASE_URL=$(url "${db}_deploy")
    orq upgrade
    is_status 3
    one_error
    says "permission denied for schema public"
    says "GRANT USAGE, CREATE ON SCHEMA public TO ${db}_deploy;"
    says "ledger: schema.table"
    # A ledger elsewhere, and then the tables.
    admin -c "CREATE SCHEMA ${db}_deploy AUTHORIZATION ${db}_deploy"
    echo "ledger: ${db}_deploy.revisions" >orqgen.yaml
    orq upgrade
    is_status 5
    one_error
    says "GRANT USAGE, CREATE ON SCHEMA public TO ${db}_deploy;"
    says "the database is at base"
    admin -c "GRANT USAGE, CREATE ON SCHEMA public TO ${db}_deploy"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    admin -c "DROP OWNED BY ${db}_deploy CASCADE"
}

@test "no right to connect, none to the schema" {
    project
    role out
    admin -c "REVOKE CONNECT ON DATABASE $db FROM PUBLIC"
    DATABASE_URL=$(url "${db}_out") orq check
    is_status 3
    says "GRANT CONNECT ON DATABASE"
    admin -c "GRANT CONNECT ON DATABASE $db TO PUBLIC"
}

@test "a type that no extension provides" {
    shop_model
    sed -i 's/^      total:.*/&\n      place: {type: geometry}/' schemas/shop.yaml
    orq --autogenerate -m "places"
    is_status 5
    one_error
    says 'type "geometry" does not exist'
    [ ! -d migrations ] || [ -z "$(ls migrations)" ]
    no_scratches
    sed -i 's/{type: geometry}/{type: hstore}/' schemas/shop.yaml
    orq --autogenerate -m "places"
    is_status 5
    says "extensions: [NAME]"
    [ "$(admin -c 'SHOW server_version_num')" -ge 130000 ] || skip "before 13 only a superuser makes extensions"
    echo 'extensions: [hstore]' >>schemas/shop.yaml
    orq --autogenerate -m "places"
    is_status 0
    orq upgrade
    is_status 0
    orq check
    is_status 0
}

@test "an extension that is not installed on the server" {
    shop_model
    echo 'extensions: [no_such_extension]' >>schemas/shop.yaml
    orq --autogenerate -m "more"
    is_status 5
    one_error
    says "no_such_extension"
    no_scratches
}

@test "a session that is read-only by default" {
    project
    second
    admin -c "ALTER ROLE $db SET default_transaction_read_only = on"
    orq upgrade
    is_status 3
    one_error
    says "the database is read-only"
    says "default_transaction_read_only"
    orq check
    is_status 1
    prints "pending"
    orq upgrade --dry-run
    is_status 3
    admin -c "ALTER ROLE $db RESET default_transaction_read_only"
    orq upgrade +1 --dry-run
    is_status 0
}

@test "a standby: check works, upgrade refuses" {
    [ -x "$ORQ_TEST_BIN/pg_basebackup" ] || skip "these binaries have no pg_basebackup"
    project
    mkdir standby
    chmod 777 standby
    as_server "$ORQ_TEST_BIN/pg_basebackup" -h "$socket" -U postgres -D "$work/standby/data" -R -c fast
    as_server "$ORQ_TEST_BIN/pg_ctl" -D "$work/standby/data" -w -l "$work/standby/log" \
        -o "-k $work/standby -c listen_addresses= -c max_connections=60 -c max_locks_per_transaction=256 -c max_prepared_transactions=2" \
        start >/dev/null 3>&-
    at_standby
    orq check
    code=$status
    standby_says=$output$stderr
    orq check --why orders.orders_total_check
    why=$output
    orq inspect
    inspected=$status
    second
    orq upgrade
    upgraded=$status refused=$stderr
    orq --autogenerate -m "x" --dry-run --no-proof
    made=$status
    as_server "$ORQ_TEST_BIN/pg_ctl" -D "$work/standby/data" -m immediate stop >/dev/null
    echo "$standby_says / $why / $refused / $code $inspected $upgraded $made"
    [ "$code" -eq 0 ]
    holds "$standby_says" "clean"
    holds "$why" "EXPLAIN"
    [ "$inspected" -eq 0 ]
    [ "$upgraded" -eq 3 ]
    holds "$refused" "this server is a standby"
    holds "$refused" "connect to the primary"
}

at_standby() {
    DATABASE_URL="postgresql://$db@/$db?host=$work/standby"
    for _ in {1..50}; do
        ! psql "$DATABASE_URL" -Xqc "SELECT 1 FROM orders" >/dev/null 2>&1 || return 0
        sleep 0.1
    done
}
