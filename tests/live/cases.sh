#!/usr/bin/env bash
# The pairs of small schemas beside the source, in one direction:
#   cases.sh up|down PART OF
# up: from a to b and back; down: from b to a and back. Every OF-th case, from the PART-th on.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cases=$ORQ_SHARED/cases/pg
list=$(mktemp)
trap 'rm -f "$list"' EXIT
awk -F '\t' -v direction="$1" -v part="$2" -v of="$3" -v root="$cases" '
    NF > 1 && NR % of == part % of {
        name = $1
        gsub("/", ".", name)
        a = root "/" $1 "/a.sql"
        b = root "/" $1 "/b.sql"
        print direction "." name, direction == "up" ? a " " b : b " " a, $2
    }' "$cases/index.tsv" >"$list"
bash "$here/pairs.sh" "cases $1, part $2 of $3" "$list"
