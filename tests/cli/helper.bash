# What the tests of the command line share. Each test works in a folder of
# its own, on the program of the build that ctest runs for.
bats_require_minimum_version 1.5.0

dialect=

setup() { folder_made; }
teardown() { folder_gone; }

folder_made() {
    # Readable by others: some tests run as somebody else.
    work=$(mktemp -d "${TMPDIR:-/tmp}/orqgen-cli.XXXXXX")
    chmod 755 "$work"
    cd "$work"
    PATH=${ORQ_BUILD:?}:$PATH
    unset "${!ORQGEN_@}" DATABASE_URL NO_COLOR
}

folder_gone() {
    cd /
    chmod -R u+rwX "$work"
    rm -rf "$work"
}

# orqgen with its exit code, stdout and stderr apart: $status $output $stderr
orq() {
    run --separate-stderr orqgen "$@"
}

# A project of two tables, with a database at its first revision.
project() {
    mkdir -p schemas
    cat >schemas/shop.yaml <<'YAML'
model: shop
tables:
  customers:
    columns:
      id: {type: integer, primary_key: true}
      name: {type: text, nullable: false, unique: true}
  orders:
    columns:
      id: {type: integer, primary_key: true}
      customer_id: {type: integer, nullable: false, references: {table: customers, column: id, on_delete: cascade}}
      total: {type: integer, check: total >= 0}
    indexes: [[customer_id]]
YAML
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    orqgen -q upgrade
    sql "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob');
         INSERT INTO orders VALUES (1, 1, 10), (2, 2, 20);"
}

# The model's next step.
add_note() {
    sed -i 's/^      total:.*/&\n      note: {type: text}/' schemas/shop.yaml
}

sql() {
    sqlite3 -bail orchestrator.db "$1"
}

is_status() {
    [ "$status" -eq "$1" ] || {
        echo "exit code $status, not $1"
        echo "stdout: $output"
        echo "stderr: $stderr"
        return 1
    }
}

# Fails, and shows both, unless $1 holds $2.
holds() {
    [[ $1 == *"$2"* ]] || {
        echo "not found: $2"
        echo "in: $1"
        return 1
    }
}

# Fails when the command succeeds; a test does not end at a mere `!` in front of it.
never() {
    if "$@"; then
        echo "this should have failed: $*"
        return 1
    fi
}

says() { holds "$stderr" "$1"; }
prints() { holds "$output" "$1"; }

# One message on stderr: one line that has "error:".
one_error() {
    [ "$(grep -c 'error:' <<<"$stderr")" -eq 1 ] || {
        echo "not one error: $stderr"
        return 1
    }
}

# What a refused command must not change: files and the database's bytes.
snapshot() {
    find . -type f ! -name snapshot -exec sha256sum {} + | sort >"${1:-snapshot}"
}
unchanged() {
    diff <(find . -type f ! -name snapshot -exec sha256sum {} + | sort) snapshot
}

# Runs a command as a user who has no rights here (root has all of them).
as_nobody() {
    cp "$(command -v orqgen)" ./orqgen-here
    if [ "$(id -u)" -eq 0 ]; then
        command -v setpriv >/dev/null || skip "setpriv is missing"
        setpriv --reuid=65534 --regid=65534 --clear-groups -- ./orqgen-here "$@"
    else
        ./orqgen-here "$@"
    fi
}

# A migration that a person has written, in sections of $dialect (" postgresql"; empty: any).
hand_written() { # id message up down
    local file
    file=$(orqgen -q revision --rev-id "$1" -m "$2")
    sed -i "/^-- +orqgen upgrade/,\$d" "$file"
    printf -- "-- +orqgen upgrade$dialect\n%s\n\n-- +orqgen downgrade$dialect\n%s\n" "$3" "$4" >>"$file"
    echo "$file"
}
