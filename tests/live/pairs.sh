#!/usr/bin/env bash
# Many pairs, $ORQ_TEST_JOBS at a time; prints the score, and the failures by name.
#   pairs.sh TITLE FILE        FILE: lines of NAME A.sql B.sql KIND
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$ORQ_TEST_WORK"
results=$(xargs -P "${ORQ_TEST_JOBS-1}" -L 1 bash "$here/pair.sh" <"$2")
total=$(wc -l <"$2")
passed=$(grep -c '^ok ' <<<"$results")
grep '^FAILED ' <<<"$results" | LC_ALL=C sort
grep -E ' \((without rows|in part): ' <<<"$results" | LC_ALL=C sort
echo "$1: $passed of $total"
[ "$passed" -eq "$total" ]
