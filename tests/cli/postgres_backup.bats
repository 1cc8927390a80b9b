load postgres

# A second revision, pending.
next() {
    project
    migration codes0000001 first0000001 "ALTER TABLE customers ADD COLUMN code text;
CREATE TABLE tags (id integer PRIMARY KEY, customer_id integer REFERENCES customers);"
}

# A pg_dump in front of the real one that tells another version.
fake_dump() {
    mkdir -p "$work/fake"
    cat >"$work/fake/pg_dump" <<SH
#!/bin/sh
echo "pg_dump (PostgreSQL) ${1:-9.6.24}"
SH
    chmod +x "$work/fake/pg_dump"
}

not_run() {
    [ "$(sql 'SELECT count(*) FROM orqgen_revisions')" = 1 ]
    [ -z "$(find . -name '.orqgen-*')" ]
}

@test "backup writes a dump that pg_restore reads" {
    project
    orq backup
    is_status 0
    [[ $output =~ ^$db\.[0-9]{8}T[0-9]{6}Z\.backup\.dump$ ]]
    says "backup of first0000001: $output ("
    says "verified"
    [ "$(stat -c %a "$output")" = 600 ]
    pg_restore --list "$output" | grep -q "TABLE DATA public orders"
    orq backup my.dump --json
    is_status 0
    prints '"file": "my.dump"'
    prints '"revision": "first0000001"'
    orq backup my.dump
    is_status 2
    one_error
    says "it exists already"
}

@test "upgrade --backup, then all the way back by restore" {
    next
    orq upgrade --backup=before.dump
    is_status 0
    [[ $stderr == "backup of first0000001: before.dump"*"upgrade codes0000001"* ]]
    sql "INSERT INTO tags VALUES (1, 1); DELETE FROM orders; CREATE SCHEMA extra; CREATE TABLE extra.t (a int);
         CREATE TYPE mood AS ENUM ('ok'); CREATE FUNCTION public.f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1'"
    orq restore before.dump
    is_status 2
    one_error
    says "restore replaces everything in"
    says "orqgen restore before.dump --yes"
    orq restore before.dump --yes
    is_status 0
    says "is as in before.dump, at first0000001"
    [ "$(sql 'SELECT count(*) FROM orders')" = 2 ]
    [ "$(sql "SELECT to_regclass('tags') IS NULL AND to_regtype('mood') IS NULL AND to_regclass('extra.t') IS NULL")" = t ]
    orq check
    is_status 1
    prints "codes0000001"
    orq upgrade
    is_status 0
    orq upgrade --backup
    is_status 0
    says "nothing to do"
    [ "$(find . -name '*.backup.dump')" = "" ]
}

@test "restored into an empty database, without being asked" {
    project
    orqgen -q backup b.dump
    admin -d postgres -c "CREATE DATABASE ${db}_other OWNER $db"
    orq restore b.dump --db "$(url "$db" "${db}_other")"
    status_of=$status
    count=$(psql -h "$socket" -U "$db" -d "${db}_other" -XqAtc 'SELECT count(*) FROM orders')
    admin -d postgres -c "DROP DATABASE ${db}_other"
    [ "$status_of" -eq 0 ]
    [ "$count" = 2 ]
}

@test "the first migration of an empty database has a backup too" {
    shop_model
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    orq upgrade --backup=b.dump
    is_status 0
    says "backup of base: b.dump"
}

@test "pg_dump of another version is not used" {
    next
    fake_dump
    real=$PATH
    PATH=$work/fake:$PATH orq upgrade --backup=b.dump
    is_status 0
    rm b.dump
    orq downgrade -1 --allow-data-loss
    ORQGEN_PG_BIN=$work/fake orq upgrade --backup=b.dump
    is_status 2
    one_error
    says "a backup needs pg_dump of PostgreSQL $(version_of_server), as the server"
    says "$work/fake/pg_dump is of PostgreSQL 9"
    says "ORQGEN_PG_BIN="
    says "without a backup nothing was run"
    [ ! -e b.dump ]
    not_run
    ORQGEN_PG_BIN=$work/nowhere orq backup
    is_status 2
    one_error
}

@test "a pg_dump that fails, or writes nothing sound: nothing runs" {
    next
    mkdir fake
    version=$(version_of_server)
    printf '#!/bin/sh\n[ "$1" != --version ] || { echo "pg_dump (PostgreSQL) %s.1"; exit; }\necho "pg_dump: error: no luck today" >&2\nexit 1\n' "$version" >fake/pg_dump
    chmod +x fake/pg_dump
    ln -s "$(command -v pg_restore)" fake/pg_restore
    ORQGEN_PG_BIN=$work/fake orq upgrade --backup=b.dump
    is_status 3
    one_error
    says "pg_dump failed: no luck today"
    says "without a backup nothing was run"
    not_run
    printf '#!/bin/sh\n[ "$1" != --version ] || { echo "pg_dump (PostgreSQL) %s.1"; exit; }\n' "$version" >fake/pg_dump
    ORQGEN_PG_BIN=$work/fake orq upgrade --backup=b.dump
    is_status 2
    one_error
    says "its backup is not sound"
    says "without a backup nothing was run"
    [ ! -e b.dump ]
    not_run
}

@test "a dump that a role may not take" {
    next
    admin -c "CREATE TABLE secret (a int)" -c "REVOKE ALL ON secret FROM PUBLIC"
    orq upgrade --backup=b.dump
    is_status 3
    one_error
    says "pg_dump failed: "
    says "permission denied"
    [ ! -e b.dump ]
    not_run
}

@test "the disk is full, the folder is missing, the file is there: nothing runs" {
    next
    sql "INSERT INTO customers SELECT n, md5(n::text) FROM generate_series(10, 20000) AS n"
    mkdir small
    if mount -t tmpfs -o size=64k none small 2>/dev/null; then
        orq upgrade --backup=small/b.dump
        [ -z "$(ls -A small)" ] || left=yes
        umount small
        is_status 3
        one_error
        says "No space left on device"
        [ -z "${left:-}" ]
        not_run
    fi
    orq upgrade --backup=nowhere/b.dump
    is_status 2
    says "the folder nowhere does not exist"
    echo mine >taken
    orq upgrade --backup=taken
    is_status 2
    says "it exists already"
    [ "$(cat taken)" = mine ]
    not_run
}

@test "restore refuses what is no sound backup, and leaves the database as it is" {
    project
    sql "INSERT INTO customers SELECT n, md5(n::text) FROM generate_series(10, 2000) AS n"
    orqgen -q backup b.dump
    sql "DELETE FROM orders"
    head -c $(($(stat -c %s b.dump) / 2)) b.dump >cut.dump
    cp b.dump damaged.dump
    dd if=/dev/zero of=damaged.dump bs=1 seek=$(($(stat -c %s b.dump) / 2)) count=200 conv=notrunc status=none
    echo "hello" >text.dump
    : >empty.dump
    for file in cut damaged text empty; do
        orq restore $file.dump --yes
        is_status 2
        one_error
        says "$file.dump"
        says "this is no sound backup"
        [ "$(sql 'SELECT count(*) FROM orders')" = 0 ]
    done
}

@test "a restore that fails is rolled back whole" {
    project
    orqgen -q backup b.dump
    sql "DELETE FROM orders"
    admin -c "CREATE SCHEMA theirs" -c "CREATE VIEW theirs.v AS SELECT * FROM public.customers"
    orq restore b.dump --yes
    is_status 3
    one_error
    says "it could not be restored: "
    says "rolled back whole"
    [ "$(sql 'SELECT count(*) FROM customers')" = 2 ]
    [ "$(sql 'SELECT count(*) FROM orders')" = 0 ]
}

@test "a password is on no command line" {
    next
    own_server
    admin -c "ALTER ROLE $db PASSWORD 's3cr3t'"
    printf 'local all postgres trust\nlocal all all scram-sha-256\n' >"$socket/data/pg_hba.conf"
    admin -c "SELECT pg_reload_conf()" >/dev/null
    until_true "SELECT count(*) = 2 FROM pg_hba_file_rules"
    export DATABASE_URL="postgresql://$db:s3cr3t@/$db?host=$socket"
    rm -r migrations
    shop_model
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    mkdir fake
    for program in pg_dump pg_restore psql; do
        printf '#!/bin/sh\necho "$0 $*" >>%s/seen\nexec %s "$@"\n' "$work" "$(command -v $program)" >fake/$program
        chmod +x fake/$program
    done
    ORQGEN_PG_BIN=$work/fake orq upgrade --backup=b.dump
    is_status 0
    ORQGEN_PG_BIN=$work/fake orq restore b.dump --yes
    is_status 0
    grep -q -- --dbname= seen
    never grep -q s3cr3t seen
    never grep -q s3cr3t b.dump
}

@test "an interrupt ends pg_dump too, and nothing runs" {
    next
    mkdir fake
    version=$(version_of_server)
    printf '#!/bin/sh\n[ "$1" != --version ] || { echo "pg_dump (PostgreSQL) %s.1"; exit; }\necho $$ >%s/pid\nexec sleep 60\n' "$version" "$work" >fake/pg_dump
    chmod +x fake/pg_dump
    export ORQGEN_PG_BIN=$work/fake
    behind orqgen upgrade --backup=b.dump
    for _ in {1..100}; do [ ! -s pid ] || break; sleep 0.1; done
    kill -TERM "${background[0]}"
    finished "${background[0]}"
    [ "$status" -eq 143 ]
    never kill -0 "$(cat pid)" 2>/dev/null
    [ ! -e b.dump ]
    not_run
}

@test "a database on two branches: its backup names both" {
    project
    migration left00000001 first0000001 "SELECT 1;"
    migration right0000001 first0000001 "SELECT 1;"
    orqgen -q upgrade heads
    orq backup two.dump
    is_status 0
    says "backup of left00000001, right0000001: two.dump"
    orq restore two.dump --yes
    is_status 0
    says "is as in two.dump, at left00000001, right0000001"
}
