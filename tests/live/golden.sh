#!/usr/bin/env bash
# A golden case of tests/golden/postgresql/: golden.sh FOLDER
# before.sql (a database with rows) and model.yaml are given; up.sql and down.sql are the sections
# that orqgen writes, compared byte for byte. And: up leaves no difference, down is equal to before
# by pg_dump and rows, up again. ORQ_ACCEPT=1 rewrites what is expected, for a person to review in
# the diff; it is refused in continuous integration. A file `options` holds options of `revision`;
# orqgen.yaml is the project's.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
case=$(cd "$1" && pwd)
name=$(basename "$case")
work=$ORQ_TEST_WORK/golden.$name
database=g$(printf '%s' "$name" | md5sum | cut -c1-12)
export PGHOST=$ORQ_TEST_SOCKET PGUSER=postgres PGOPTIONS='-c client_min_messages=error'
export SOURCE_DATE_EPOCH=1795363200
unset ORQGEN_DATABASE DATABASE_URL
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
[ ! -e "$case/orqgen.yaml" ] || cp "$case/orqgen.yaml" .
failures=0

fail() {
    echo "$name: $1"
    failures=$((failures + 1))
}
orqgen() {
    "$ORQGEN" "$@" --model "$case/model.yaml" --migrations m \
        --db "postgresql:///$database?host=$PGHOST&user=postgres" 2>>orqgen.log ||
        { fail "orqgen $1"; cat orqgen.log; return 1; }
}
section() { # direction
    awk -v line="-- +orqgen $1 postgresql" '$0 == line { on = 1; next }
        /^-- \+orqgen (upgrade|downgrade) / { on = 0 } on' m/*_change.sql
}
expect() { # file found
    if [ -n "${ORQ_ACCEPT-}" ] && [ -z "${CI-}" ]; then
        cp "$2" "$case/$1"
    elif ! diff -u "$case/$1" "$2"; then
        fail "$1 is not as expected"
    fi
}
state() {
    pg_dump -s --no-owner --no-privileges -T '*.orqgen_revisions' -d "$database" | gawk -f "$here/dump.awk"
    psql -qAtX -d "$database" -f "$here/rows.sql" | LC_ALL=C sort
}

psql -qX -d postgres -c "DROP DATABASE IF EXISTS $database" -c "CREATE DATABASE $database TEMPLATE template0"
psql -qX -v ON_ERROR_STOP=1 -d "$database" -f "$case/before.sql" || fail "before.sql"
state >before.txt
# shellcheck disable=SC2046
orqgen revision --autogenerate -m change $(cat "$case/options" 2>/dev/null) >/dev/null || exit 1
section upgrade >up.sql
section downgrade >down.sql
expect up.sql up.sql
expect down.sql down.sql
orqgen upgrade --allow-data-loss && orqgen check >/dev/null || fail "up"
state >up.txt
orqgen downgrade -1 --allow-data-loss || fail "down"
state >down.txt
# A backfill is asked for by the model, and stays.
if ! grep -q "LOSES DATA" up.sql && ! grep -q backfill "$case/model.yaml"; then
    diff -u before.txt down.txt || fail "down does not lead back"
fi
orqgen upgrade --allow-data-loss || fail "up again"
state >again.txt
grep -q 'LOSES DATA' down.sql || diff -u up.txt again.txt || fail "up again leads elsewhere"
psql -qX -d postgres -c "DROP DATABASE $database"
exit $((failures > 0))
