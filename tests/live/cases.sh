#!/usr/bin/env bash
# The pairs of small schemas beside the source, from a to b and from b to a:
#   cases.sh PART OF           every OF-th case, from the PART-th on
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cases=$ORQ_SHARED/cases/pg
list=$(mktemp)
trap 'rm -f "$list"' EXIT
awk -F '\t' -v part="$1" -v of="$2" -v root="$cases" '
    NF > 1 && NR % of == part % of {
        name = $1
        gsub("/", ".", name)
        print name, root "/" $1 "/a.sql", root "/" $1 "/b.sql", $2, "both"
    }' "$cases/index.tsv" >"$list"
bash "$here/pairs.sh" "cases, part $1 of $2" "$list"
