#!/usr/bin/env bash
# Shows that digest.sql sees what pg_dump sees: of the pairs of small schemas beside the source the
# digests differ exactly where the dumps do.
#   calibrate.sh PART          every eighth pair, from the PART-th on; every second where
#                              ORQ_EVERY_PAIR is set: 1 and 2 are all of them then
set -uo pipefail
source "$(dirname "$0")/oracle.sh"
work=$ORQ_TEST_WORK/calibrate.$1
of=8
[ -z "${ORQ_EVERY_PAIR-}" ] || of=2
export PGHOST=$ORQ_TEST_SOCKET PGUSER=postgres PGOPTIONS='-c client_min_messages=error'
rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1

fill() { # database file
    psql -XqAt -d postgres -c "DROP DATABASE IF EXISTS $1" -c "CREATE DATABASE $1 TEMPLATE template0" &&
        psql -qX -d "$1" -f "$2" >load.log 2>&1
    oracle_dump "$1" >"$1.dump"
    oracle_digest "$1" >"$1.digest"
    if [ -s digest.log ]; then
        cat digest.log
        exit 1
    fi
}

total=0 bad=0 differ=0 a=calibrate$1a b=calibrate$1b
while read -r name; do
    total=$((total + 1))
    fill "$a" "$ORQ_SHARED/cases/pg/$name/a.sql"
    fill "$b" "$ORQ_SHARED/cases/pg/$name/b.sql"
    dumps=same digests=same
    cmp -s "$a.dump" "$b.dump" || dumps=differ
    cmp -s "$a.digest" "$b.digest" || digests=differ
    [ $dumps = same ] || differ=$((differ + 1))
    if [ $dumps != $digests ]; then
        bad=$((bad + 1))
        echo "FAILED $name: the dumps: $dumps, the digests: $digests"
        diff "$a.dump" "$b.dump"
        diff "$a.digest" "$b.digest"
    fi
done < <(awk -F '\t' -v part="$1" -v of="$of" 'NF > 1 && NR % of == part % of { print $1 }' "$ORQ_SHARED/cases/pg/index.tsv")
psql -XqAt -d postgres -c "DROP DATABASE IF EXISTS $a" -c "DROP DATABASE IF EXISTS $b"
echo "digest and pg_dump agree on $((total - bad)) of $total pairs, $differ of which differ"
[ "$total" -gt 0 ] && [ "$bad" -eq 0 ]
