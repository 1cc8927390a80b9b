#!/usr/bin/env bash
# One pair of schemas on a live server: from a to b, back, and there again, judged by pg_dump, or
# where there is none of the server's version by digest.sql, and by the rows.
#   pair.sh NAME A.sql B.sql [diff|noop|random]
#   pair.sh NAME A.sql B.sql KIND both     from a as up.NAME, and from b as down.NAME
# ORQ_TEST_SOCKET is the server's folder, ORQGEN the program, ORQ_TEST_WORK where files go. Prints
# `ok NAME` or `FAILED NAME: at which step`; what was seen is in $ORQ_TEST_WORK/NAME/.
set -uo pipefail
source "${BASH_SOURCE[0]%/*}/oracle.sh"
name=$1 a_sql=$2 b_sql=$3 kind=${4:-diff} both=${5-}
[[ $a_sql = /* ]] || a_sql=$PWD/$a_sql
[[ $b_sql = /* ]] || b_sql=$PWD/$b_sql
work=$ORQ_TEST_WORK/$name
id=t$(md5sum <<<"$name")
id=${id:0:13}
export PGHOST=$ORQ_TEST_SOCKET PGUSER=postgres PGOPTIONS='-c client_min_messages=error'
unset ORQGEN_DATABASE DATABASE_URL
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1

sql() { psql -qAtX -d "$@"; }
url() { echo "postgresql:///$1?host=$PGHOST&user=postgres"; }
names=("$name")
[ -z "$both" ] || names=("up.$name" "down.$name")
fail() { # step
    local each
    for each in "${names[@]}"; do
        echo "FAILED $each: $1"
    done
    exit 1
}
dump() { # database file
    oracle "$version" "$1" >"$2"
}
rows() { # database file [option of psql...]
    sql "$1" "${@:3}" -F $'\t' -f "$here/rows.sql" 2>>rows.log | LC_ALL=C sort >"$2"
}

# -- both databases, and what is wanted of each --

prepare() {
    [ -r "$a_sql" ] && [ -r "$b_sql" ] || fail "there is no such file"
    version=$(sql postgres -v a="${id}a" -v b="${id}b" -f "$here/create.sql") || fail "create"
    psql -qX -d "${id}a" -f "$a_sql" >load.log 2>&1
    psql -qX -d "${id}b" -f "$b_sql" >>load.log 2>&1
    # The schemas are of 15: what another version refuses is not there, and the pair says so.
    note=
    [ $((version / 10000)) -eq 15 ] ||
        note=$(sed -n 's/^.*ERROR:  / (in part: /p' load.log | grep -v 'role .* does not exist' | head -n 1)
    note=${note:+$note)}
    dump "${id}a" a.dump
    dump "${id}b" b.dump
    model b
    [ -z "$both" ] || model a
}
model() { # a|b
    "$ORQGEN" inspect "$(url "$id$1")" >"$1.yaml" 2>orqgen.log || fail "inspect $1"
    "$ORQGEN" check --model "$1.yaml" --migrations none --db "$(url "$id$1")" >"check-$1.out" \
        2>>orqgen.log || fail "check $1"
}
drop() {
    [ -n "${ORQ_TEST_KEEP-}" ] ||
        sql postgres -c "DROP DATABASE IF EXISTS ${id}a" -c "DROP DATABASE IF EXISTS ${id}b"
}

# -- from one to the other and back --

orqgen() { "$ORQGEN" "$@" --model "$work/$to.yaml" --migrations m --db "$(url "$id$from")" 2>>orqgen.log; }
# Rows that the wanted schema itself refuses (a NOT NULL without a value, a new unique key) are no
# fault: the pair is tried again without any, and says so.
misfit='empty WITHOUT OVERLAPS value|malformed [a-z ]*literal|no partition of relation|conflicting key|could not create exclusion|does not allow null values|contains null values|violated by some row|could not create unique index|FILL IN|violates foreign key|violates check|cannot be cast|invalid input|is not a valid binary digit|value too long|out of range'
fail_or_empty() { # step
    [ -z "${ORQ_TEST_EMPTY-}" ] && grep -qE "$misfit" orqgen.log || fail "$1"
    local why from_sql=${from}_sql to_sql=${to}_sql
    why=$(grep -oE "$misfit" orqgen.log | tail -n 1)
    cd / || exit 1
    ORQ_TEST_EMPTY=1 bash "$here/pair.sh" "${names[0]}" "${!from_sql}" "${!to_sql}" "$kind" |
        sed "s/^ok .*/& (without rows: $why)/"
    exit "${PIPESTATUS[0]}"
}
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

way() { # name from to
    local names=("$1") from=$2 to=$3 db=$id$2 seed=seed
    [ -z "${ORQ_TEST_EMPTY-}" ] || seed=empty
    rows "$db" before.rows -f "$here/$seed.sql"
    orqgen revision --autogenerate -m change ${ORQ_TEST_REVISION-} >files.out || fail "autogenerate"
    if [ ! -s files.out ]; then
        [ "$kind" = noop ] || same_dump "$work/$from.dump" "$work/$to.dump" "no difference was found"
        echo "ok ${names[0]}$note"
        return
    fi
    [ "$kind" = noop ] && fail "a difference where there is none"
    orqgen upgrade --allow-data-loss >upgrade.out || fail_or_empty "upgrade"
    dump "$db" up.dump
    same_dump "$work/$to.dump" up.dump "upgrade"
    rows "$db" up.rows
    same_rows before.rows up.rows "rows after the upgrade"
    orqgen check >check.out || fail "check after the upgrade"
    orqgen downgrade -1 --allow-data-loss >downgrade.out || fail_or_empty "downgrade"
    dump "$db" down.dump
    same_dump "$work/$from.dump" down.dump "downgrade"
    rows "$db" down.rows
    same_rows up.rows down.rows "rows after the downgrade"
    orqgen upgrade --allow-data-loss >again.out || fail_or_empty "upgrade again"
    dump "$db" again.dump
    same_dump "$work/$to.dump" again.dump "upgrade again"
    echo "ok ${names[0]}$note"
}

trap drop EXIT
prepare
if [ -z "$both" ]; then
    (way "$name" a b)
    exit
fi
mkdir up down
(cd up && way "up.$name" a b)
up=$?
(cd down && way "down.$name" b a) && [ $up -eq 0 ]
