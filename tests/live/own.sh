#!/usr/bin/env bash
# The pairs of schemas in pairs/, which hold what the others do not, in both directions:
#   own.sh VERSION             those that need no newer server: pairs/SINCE/NAME/{a,b}.sql
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
list=$(mktemp)
trap 'rm -f "$list"' EXIT
for pair in "$here"/pairs/*/*/; do
    since=$(basename "$(dirname "$pair")")
    if [ "$since" -le "$1" ]; then
        echo "$(basename "$pair") ${pair}a.sql ${pair}b.sql diff both"
    fi
done >"$list"
bash "$here/pairs.sh" "own pairs on $1" "$list"
