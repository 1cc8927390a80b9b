#!/usr/bin/env bash
# One real schema on a live server: schema.sh NAME FILE.sql
# inspect reads it, check of that model finds nothing, and the statements from an empty database
# build the same database, by pg_dump.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
empty=$(mktemp)
trap 'rm -f "$empty"' EXIT
ORQ_TEST_EMPTY=1 bash "$here/pair.sh" "$1" "$empty" "$2" diff
