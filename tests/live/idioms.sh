#!/usr/bin/env bash
# Schemas as projects write them, each with what is peculiar to one kind of them: idioms/NAME.sql.
# What stands behind the line "-- then" is done later: without it the file is one state, with it the
# other. Each is built from empty, and from the one state to the other and back.
#   idioms.sh PART OF          every OF-th of them, from the PART-th on
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$ORQ_TEST_WORK/idioms.$1
rm -rf "$work"
mkdir -p "$work"
: >"$work/empty.sql"
number=0
for file in "$here"/idioms/*.sql; do
    number=$((number + 1))
    [ $((number % $2)) -eq $(($1 % $2)) ] || continue
    name=$work/$(basename "$file" .sql)
    sed '/^-- then$/,$d' "$file" >"$name.a.sql"
    cp "$file" "$name.b.sql"
    echo "new.$(basename "$name") $work/empty.sql $name.b.sql diff"
    echo "$(basename "$name") $name.a.sql $name.b.sql diff both"
done >"$work/list"
bash "$here/pairs.sh" "idioms, part $1 of $2" "$work/list"
