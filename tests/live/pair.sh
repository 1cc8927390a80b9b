#!/usr/bin/env bash
# One pair of schemas on a live server: from a to b and back, judged by pg_dump, or where there is
# none of the server's version by digest.sql, and by the rows.
#   pair.sh NAME A.sql B.sql [diff|noop|random]
# ORQ_TEST_SOCKET is the server's folder, ORQGEN the program, ORQ_TEST_WORK where files go. Prints
# `ok NAME` or `FAILED NAME: at which step`; what was seen is in $ORQ_TEST_WORK/NAME/.
set -uo pipefail
source "$(dirname "$0")/oracle.sh"
name=$1 a_sql=$2 b_sql=$3 kind=${4:-diff}
work=$ORQ_TEST_WORK/$name
id=t$(printf '%s' "$name" | md5sum | cut -c1-12)
a=${id}a b=${id}b
export PGHOST=$ORQ_TEST_SOCKET PGUSER=postgres PGOPTIONS='-c client_min_messages=error'
unset ORQGEN_DATABASE DATABASE_URL
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1

sql() { psql -qAtX -d "$@"; }
url() { echo "postgresql:///$1?host=$PGHOST&user=postgres"; }
orqgen() { "$ORQGEN" "$@" --model b.yaml --migrations m --db "$(url $a)" 2>>orqgen.log; }
drop() { sql postgres -c "DROP DATABASE IF EXISTS $a" -c "DROP DATABASE IF EXISTS $b"; }
fail() {
    echo "FAILED $name: $1"
    [ -n "${ORQ_TEST_KEEP-}" ] || drop
    exit 1
}
succeed() {
    [ -n "${ORQ_TEST_KEEP-}" ] || drop
    echo "ok $name$note"
    exit 0
}
# Rows that the wanted schema itself refuses (a NOT NULL without a value, a new unique key) are no
# fault: the pair is tried again without any, and says so.
misfit='empty WITHOUT OVERLAPS value|malformed [a-z ]*literal|no partition of relation|conflicting key|could not create exclusion|does not allow null values|contains null values|is violated by some row|could not create unique index|FILL IN|violates foreign key|violates check|cannot be cast|invalid input|value too long|out of range'
fail_or_empty() { # step
    [ -z "${ORQ_TEST_EMPTY-}" ] && grep -qE "$misfit" orqgen.log || fail "$1"
    local why
    why=$(grep -oE "$misfit" orqgen.log | tail -n 1)
    cd / || exit 1
    ORQ_TEST_EMPTY=1 bash "$here/pair.sh" "$name" "$a_sql" "$b_sql" "$kind" | sed "s/^ok .*/& (without rows: $why)/"
    exit "${PIPESTATUS[0]}"
}
dump() { # database file
    oracle "$version" "$1" >"$2"
}
rows() { sql "$1" -F $'\t' -f "$here/rows.sql" 2>/dev/null | LC_ALL=C sort >"$2"; }
same_dump() { # file file step
    diff -u "$1" "$2" >"$3.diff" || fail "$3: $(grep -c '^[-+][^-+]' "$3.diff") lines differ"
}
# What has the same table, column and type in both files has the same values. The columns that the
# model itself changes have another type, or are gone.
same_rows() { # file file step
    LC_ALL=C awk -F '\t' 'NR == FNR { seen[$1, $2, $3] = $0; next }
        ($1, $2, $3) in seen && seen[$1, $2, $3] != $0 { print seen[$1, $2, $3]; print $0; bad = 1 }
        END { exit bad }' "$1" "$2" >"$3.diff" || fail "$3: $(head -n 1 "$3.diff")"
}

version=$(sql postgres -c "DROP DATABASE IF EXISTS $a" -c "CREATE DATABASE $a TEMPLATE template0" \
    -c "DROP DATABASE IF EXISTS $b" -c "CREATE DATABASE $b TEMPLATE template0" \
    -c 'SHOW server_version_num') || fail "create"
psql -qX -d $a -f "$a_sql" >load.log 2>&1
psql -qX -d $b -f "$b_sql" >>load.log 2>&1
# The schemas are of 15: what another version refuses is not there, and the pair says so.
note=
[ $((version / 10000)) -eq 15 ] ||
    note=$(sed -n 's/^.*ERROR:  / (in part: /p' load.log | grep -v 'role .* does not exist' | head -n 1)
note=${note:+$note)}
dump $a a.dump
dump $b b.dump
if [ -n "${ORQ_TEST_EMPTY-}" ]; then
    sql $a -f "$here/empty.sql" >seed.log 2>&1
else
    sql $a -f "$here/seed.sql" >seed.log 2>&1
fi
rows $a a.rows

"$ORQGEN" inspect "$(url $b)" >b.yaml 2>orqgen.log || fail "inspect b"
"$ORQGEN" check --model b.yaml --migrations none --db "$(url $b)" >check-b.out 2>>orqgen.log || fail "check b"

orqgen revision --autogenerate -m change ${ORQ_TEST_REVISION-} >files.out || fail "autogenerate"
if [ ! -s files.out ]; then
    diff -u a.dump b.dump >noop.diff && succeed
    [ "$kind" = noop ] && succeed
    fail "no difference was found"
fi
[ "$kind" = noop ] && fail "a difference where there is none"
orqgen upgrade --allow-data-loss >upgrade.out || fail_or_empty "upgrade"
dump $a up.dump
same_dump b.dump up.dump "upgrade"
rows $a up.rows
same_rows a.rows up.rows "rows after the upgrade"
orqgen check >check-a.out || fail "check after the upgrade"
orqgen downgrade -1 --allow-data-loss >downgrade.out || fail_or_empty "downgrade"
dump $a down.dump
same_dump a.dump down.dump "downgrade"
rows $a down.rows
same_rows up.rows down.rows "rows after the downgrade"
orqgen upgrade --allow-data-loss >again.out || fail_or_empty "upgrade again"
dump $a again.dump
same_dump b.dump again.dump "upgrade again"
succeed
