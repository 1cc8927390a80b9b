#!/usr/bin/env bash
# A schema as projects write it: idiom.sh RUN_CORPUS FILE.sql. What stands behind the line "-- then"
# is done later: the file without it is one state, with it the other. Both are built from empty, and
# each from the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/up" "$folder/down"
sed '/^-- then$/,$d' "$2" >"$folder/up/a.sql"
cp "$2" "$folder/up/b.sql"
cp "$2" "$folder/down/a.sql"
cp "$folder/up/a.sql" "$folder/down/b.sql"
for way in up down; do
    "$1" schema "$folder/$way/b.sql"
    "$1" pair "$folder/$way"
done
