# What the tests on a live PostgreSQL share, beside helper.bash. Each test has a database and a role
# of its own, which owns it and may make others (for scratch databases), and is no superuser.
load helper

dialect=" postgresql"

setup() {
    [ -n "${ORQ_TEST_SOCKET:-}" ] || skip "no server: tests/live/with-server.sh runs this"
    folder_made
    unset "${!PG@}"
    export PGCONNECT_TIMEOUT=10
    db=cli_$$_$BATS_TEST_NUMBER
    socket=$ORQ_TEST_SOCKET
    admin -d postgres -c "CREATE ROLE $db LOGIN CREATEDB"
    admin -d postgres -c "CREATE DATABASE $db OWNER $db"
    export DATABASE_URL
    DATABASE_URL=$(url)
}

teardown() {
    end_background
    if [ -n "${own:-}" ]; then
        "$ORQ_ROOT/tests/live/server.sh" stop "$own" || true
    fi
    if [ -n "${db:-}" ]; then
        socket=$ORQ_TEST_SOCKET
        admin -d postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                              WHERE usename = '$db' OR datname = '$db'" >/dev/null
        admin -d postgres -c "DROP DATABASE IF EXISTS $db"
        for other in $(scratches) $(others); do
            admin -d postgres -c "DROP DATABASE $other"
        done
        for role in $(admin -d postgres -c "SELECT rolname FROM pg_roles WHERE rolname LIKE '$db%'
                                            ORDER BY rolname DESC"); do
            admin -d postgres -c "DROP ROLE $role"
        done
    fi
    [ -z "${work:-}" ] || folder_gone
}

# url [ROLE [DATABASE]]
url() {
    echo "postgresql://${1:-$db}@/${2:-$db}?host=$socket"
}

# psql as the superuser, on the test's database unless -d says another.
admin() {
    psql -h "$socket" -U postgres -d "$db" -XqAt -v ON_ERROR_STOP=1 "$@"
}

# SQL as the test's own role, on its database.
sql() {
    psql -h "$socket" -U "$db" -d "$db" -XqAt -v ON_ERROR_STOP=1 -c "$1"
}

# Another role without any right, of the name $db_NAME.
role() {
    admin -c "CREATE ROLE ${db}_$1 LOGIN ${2:-}"
}

# The scratch databases that the test's role has left behind.
scratches() {
    admin -d postgres -c "SELECT datname FROM pg_database WHERE datname LIKE 'orqgen\_scratch\_%'
                          AND datdba = (SELECT oid FROM pg_roles WHERE rolname = '$db')"
}

# Databases that a test made beside its own: $db_…
others() {
    admin -d postgres -c "SELECT datname FROM pg_database WHERE datname LIKE replace('${db}_%', '_', '\_')"
}

no_scratches() {
    [ -z "$(scratches)" ] || {
        echo "left behind: $(scratches)"
        return 1
    }
}

shop_model() {
    mkdir -p schemas
    cat >schemas/shop.yaml <<'YAML'
model: shop
dialects: [postgresql]
tables:
  customers:
    columns:
      id: {type: integer, primary_key: true}
      name: {type: text, nullable: false, unique: true}
  orders:
    columns:
      id: {type: integer, primary_key: true}
      customer_id: {type: integer, nullable: false, references: {table: customers, column: id, on_delete: cascade}}
      total: {type: "numeric(10,2)", nullable: false, default: "0", check: "total BETWEEN 0 AND 1000"}
    indexes: [[customer_id]]
YAML
}

# The shop at its first revision, with rows.
project() {
    shop_model
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    orqgen -q upgrade
    sql "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob');
         INSERT INTO orders VALUES (1, 1, 10), (2, 2, 20)"
}

# A second revision, pending, of three steps: a column with a check, a unique index that is built in
# the background, the check's validation. Their SQL is written by hand: $second is the file.
second() {
    second=migrations/20990101000000_second.sql
    cat >$second <<'SQL'
-- orqgen migration: codes
-- revision: second000001
-- parent: first0000001

-- +orqgen upgrade postgresql
ALTER TABLE customers ADD COLUMN code integer;
UPDATE customers SET code = 7;

-- +orqgen step no-transaction
-- one code for each
CREATE UNIQUE INDEX CONCURRENTLY customers_code_key ON customers (code);

-- +orqgen step
ALTER TABLE customers ADD CONSTRAINT customers_code_check CHECK (code > 0);

-- +orqgen downgrade postgresql
DROP INDEX customers_code_key;
ALTER TABLE customers DROP COLUMN code;
SQL
}

# One of a single transaction that runs SQL.
migration() { # id parent sql
    cat >"migrations/2099010100000${4:-0}_$1.sql" <<SQL
-- orqgen migration: $1
-- revision: $1
-- parent: $2

-- +orqgen upgrade postgresql
$3

-- +orqgen downgrade postgresql
SQL
}

# ---- beside the test ----

background=()
behind() {
    "$@" 3>&- &
    background+=($!)
}

end_background() {
    for pid in "${background[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    background=()
}

# orqgen behind: there SIGINT is ignored unless somebody says otherwise.
interruptible() {
    exec env --default-signal=INT orqgen "$@"
}

# The exit code of a program behind, in $status.
finished() {
    status=0
    wait "$1" || status=$?
    output="" stderr=""
}

# Another session that runs SQL and stays for SECONDS.
holding() { # seconds sql
    behind psql -h "$socket" -U postgres -d "$db" -Xqc "BEGIN" -c "$2" -c "SELECT pg_sleep($1)" \
        -c "COMMIT" -o /dev/null
    until_true "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep($1)%' AND datname = '$db'"
}

# Waits until a query of the superuser gives t; ten seconds at most.
until_true() {
    for _ in {1..100}; do
        [ "$(admin -c "$1")" != t ] || return 0
        sleep 0.1
    done
    echo "this never came true: $1"
    return 1
}

# A server of the test's own, with these options; url and admin are about it from now on.
own_server() {
    own=$work/server
    "$ORQ_ROOT/tests/live/server.sh" start "$(version_of_server)" "$own" "$@" >/dev/null
    socket=$(cat "$own/socket")
    admin -d postgres -c "CREATE ROLE $db LOGIN CREATEDB" -c "CREATE DATABASE $db OWNER $db"
    DATABASE_URL=$(url)
}

version_of_server() {
    admin -c "SELECT current_setting('server_version_num')::int / 10000"
}

# A program of the server, as the user that it runs as.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp PATH="$PATH" "$@"
    else
        "$@"
    fi
}

# The schema of a database as pg_dump writes it, or where that does not read the server's version as
# the live tests' digest sees it, without orqgen's own table: dumped DATABASE [OPTION of pg_dump...]
dumped() {
    if [ "$ORQ_TEST_DUMPS" -ge "$(version_of_server)" ]; then
        pg_dump -h "$socket" -U "$db" -d "$1" --schema-only "${@:2}" | grep -vE '^(--|$|\\(un)?restrict )'
    else
        (PGHOST=$socket PGUSER=postgres && export PGHOST PGUSER &&
            source "$ORQ_ROOT/tests/live/oracle.sh" && oracle_digest "$1")
    fi
}
