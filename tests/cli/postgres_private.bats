# The private server: `check --history`, `lint` and `review` without a database or a scratch server.
load postgres

setup() {
    [ -n "${ORQ_TEST_SOCKET:-}" ] || skip "no server: tests/live/with-server.sh runs this"
    folder_made
    unset "${!PG@}"
    export ORQGEN_PG_BIN=$ORQ_TEST_BIN
    # Run as somebody else than root, the server's folder is in TMPDIR, where it can be watched.
    mkdir -m 777 t
    export TMPDIR=$work/t
    chmod 777 "$work"
    shop_model
    mkdir migrations
    write_first
    # What is not set here is needed for no more than it says.
    echo "database: \${URL_OF_PRODUCTION}" >orqgen.yaml
}

teardown() {
    end_background
    [ -z "${work:-}" ] || folder_gone
}

write_first() {
    cat >migrations/1_first.sql <<'SQL'
-- orqgen migration: first tables
-- revision: first0000001

-- +orqgen upgrade postgresql
CREATE TABLE customers (
    id integer PRIMARY KEY,
    name text NOT NULL UNIQUE
);
CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    total numeric(10,2) NOT NULL DEFAULT 0 CHECK (total >= 0 AND total <= 1000)
);
CREATE INDEX orders_customer_id_idx ON orders (customer_id);

-- +orqgen downgrade postgresql
DROP TABLE orders, customers;
SQL
}

nothing_left() {
    for _ in {1..100}; do
        [ -n "$(ls -A "$TMPDIR")" ] || return 0
        sleep 0.1
    done
    find "$TMPDIR"
    return 1
}

# Somebody else than root, in an environment that says everything about another server.
private() {
    run --separate-stderr as_other "$@"
}

as_other() (
    export PGHOST=nowhere.invalid PGPORT=1 PGUSER=nobody PGDATABASE=nothing PGPASSWORD=wrong \
        PGOPTIONS="-c nonsense=1" PGSSLMODE=verify-full
    as_nobody "$@"
)

@test "the history builds the model: nothing is asked, nothing is left" {
    private -v check --history
    is_status 0
    [ "$output" = "clean: the migrations build the model" ]
    says "scratch databases are on a private PostgreSQL"
    says "$ORQ_TEST_BIN"
    nothing_left
    add_note
    private check --history
    is_status 1
    prints "missing migration: the model is not what the migrations build"
    prints "add column orders.note"
    prints 'next: orqgen --autogenerate -m "add column orders.note"'
    [ -z "$stderr" ]
    nothing_left
}

@test "whoever runs it, root too" {
    orq check --history
    is_status 0
    prints "clean"
    orq check --history --json
    is_status 0
    prints '"clean": true'
    prints '"dialect": "postgresql"'
}

@test "no migrations: nothing is started" {
    rm migrations/*
    ORQGEN_PG_BIN=$work/nowhere orq check --history
    is_status 1
    prints "create table customers"
}

@test "lint, review and verify, where the database is not known" {
    private lint first0000001
    is_status 0
    prints "1_first.sql:17: warning"
    [[ $stderr != *"not judged"* ]]
    private review
    is_status 0
    prints "create table"
    private verify
    is_status 0
    nothing_left
}

@test "lint, where the role may make no database" {
    socket=$ORQ_TEST_SOCKET
    db=cli_$$_$BATS_TEST_NUMBER
    admin -d postgres -c "CREATE ROLE $db LOGIN" -c "CREATE DATABASE $db OWNER $db"
    DATABASE_URL=$(url) orq lint
    admin -d postgres -c "DROP DATABASE $db" -c "DROP ROLE $db"
    is_status 0
    prints "1_first.sql:17: warning"
    [[ $stderr != *"not judged"* ]]
}

@test "where no server is installed it says what was not checked, and how it can be" {
    ORQGEN_PG_BIN=$work/nowhere orq check --history
    is_status 3
    one_error
    says "postgresql was not checked: no scratch server was named, and no PostgreSQL server"
    says "--scratch URL, or scratch: in orqgen.yaml"
    ORQGEN_PG_BIN=$work/nowhere orq lint heads
    is_status 2
    one_error
    says "the variable URL_OF_PRODUCTION is not set"
}

@test "every dialect of the model is checked" {
    sed -i 's/^dialects:.*/dialects: [sqlite, postgresql]/' schemas/shop.yaml
    echo "database: sqlite:shop.db" >orqgen.yaml
    rm migrations/*
    ORQGEN_PG_BIN=$work/nowhere orq --autogenerate --dry-run -m "first tables"
    is_status 0
    says "no postgresql sections: they need --scratch URL"
    orq --autogenerate --rev-id first0000001 -m "first tables"
    is_status 0
    holds "$(cat migrations/*)" "+orqgen downgrade postgresql"
    [ "$(grep -c "proof: up, down and up again" <<<"$stderr")" -eq 2 ]
    orq check --history
    is_status 0
    [ "$output" = "clean: the migrations build the model" ]
    # One of them alone has changed.
    sed -i 's/CREATE INDEX orders_customer_id_idx ON orders (customer_id);/SELECT 1;/' migrations/*.sql
    orq check --history
    is_status 1
    prints ", for postgresql"
    ORQGEN_PG_BIN=$work/nowhere orq check --history
    says "warning: postgresql was not checked"
    sed -i '/^-- proof:/d; /+orqgen upgrade postgresql/,$d' migrations/*.sql
    orq check --history
    says "warning: postgresql was not checked: no migration has sections for it"
    [ ! -e shop.db ]
    # Nor is one alone written for it: what it stands on is not there.
    orqgen -q upgrade
    add_note
    orq --autogenerate -m "a note"
    is_status 0
    says "no postgresql sections: they need --scratch URL"
}

@test "what the migrations are written for is checked, where nobody names a dialect" {
    sed -i '/^dialects:/d' schemas/shop.yaml
    for database in "\${URL_OF_PRODUCTION}" "\${URL_OF_PRODUCTION:-sqlite:shop.db}"; do
        echo "database: $database" >orqgen.yaml
        orq check --history
        is_status 0
        prints "clean"
    done
    orq lint heads
    is_status 0
    [[ $output == *fk-drop* ]]
}

@test "a private server knows no roles of another one, and says so" {
    sed -i 's/^CREATE INDEX/GRANT SELECT ON orders TO somebody_else;\n&/' migrations/1_first.sql
    private check --history
    is_status 5
    says 'role "somebody_else" does not exist'
    says "that was on a private server"
    nothing_left
}

@test "a program that fails is told in its own words" {
    mkdir fake
    printf '#!/bin/sh\necho "initdb: error: there is no room" >&2\nexit 1\n' >fake/initdb
    ln -s "$ORQ_TEST_BIN/postgres" fake/postgres
    chmod +x fake/initdb
    ORQGEN_PG_BIN=$work/fake private check --history
    is_status 3
    one_error
    says "a private PostgreSQL server did not start ($work/fake): there is no room"
    nothing_left
    rm fake/*
    ln -s "$ORQ_TEST_BIN"/* fake/
    rm fake/postgres
    printf '#!/bin/sh\n[ "$1" != -D ] || { echo "FATAL:  it will not" >&2; exit 1; }\nexec %s "$@"\n' \
        "$ORQ_TEST_BIN/postgres" >fake/postgres
    chmod +x fake/postgres
    ORQGEN_PG_BIN=$work/fake private check --history
    is_status 3
    one_error
    says "did not start ($work/fake): it will not"
    nothing_left
}

# A run that is in the middle of its replay: $! as somebody else than root.
in_the_middle() {
    sed -i 's/^CREATE INDEX/SELECT pg_sleep(60);\n&/' migrations/1_first.sql
    cp "$ORQ_BUILD/orqgen" here
    local other=()
    [ "$(id -u)" -ne 0 ] || other=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
    behind env --default-signal=INT "${other[@]}" ./here check --history >/dev/null 2>&1
    for _ in {1..200}; do
        ! grep -qs "^ready" "$TMPDIR"/*/data/postmaster.pid || break
        sleep 0.1
    done
    server=$(head -n 1 "$TMPDIR"/*/data/postmaster.pid)
    keeper=$(awk '{print $4}' "/proc/$server/stat")
    [ "$server" -gt 1 ]
    [ "$(awk '{print $4}' "/proc/$keeper/stat")" -eq "${background[0]}" ]
}

gone() {
    for _ in {1..100}; do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    echo "process $1 lives on"
    return 1
}

@test "nothing of it outlives the run, however that ends" {
    for signal in INT TERM HUP KILL; do
        write_first
        in_the_middle
        kill "-$signal" "${background[0]}"
        gone "$server"
        gone "$keeper"
        nothing_left
        end_background
    done
}

@test "what a killed keeper leaves is removed by the next run" {
    in_the_middle
    kill -KILL "$keeper"
    gone "$server"
    end_background
    [ -n "$(ls -A "$TMPDIR")" ]
    left=$(ls -d "$TMPDIR"/orqgen-server-*)
    mkdir -m 700 "$TMPDIR/orqgen-server-other"
    write_first
    private check --history
    is_status 0
    # It may belong to a run that is about to begin.
    [ -d "$left" ]
    touch -d "2 minutes ago" "$left"
    private check --history
    is_status 0
    [ ! -e "$left" ]
    [ -d "$TMPDIR/orqgen-server-other" ]
}
