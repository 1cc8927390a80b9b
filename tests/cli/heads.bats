load graph

@test "one head, and several with their labels" {
    rev 001base "" first
    orq heads
    is_status 0
    [ "$output" = "001base (head) first" ]
    [ -z "$stderr" ]
    branched
    orq heads
    is_status 0
    [ "$output" = "002main (head) main line
003side (side) (head) more of it" ]
    [ -z "$stderr" ]
}

@test "a merge is the only head" {
    merged
    orq heads
    is_status 0
    [ "$output" = "004merge (side) (head) (mergepoint) both" ]
}

@test "what depends on a head leaves it one" {
    rev 001base "" first
    rev 001other "" other "-- depends-on: 001base"
    orq heads
    is_status 0
    [ "$output" = "001base (head) first
001other (head) other" ]
}

@test "at length" {
    merged
    orq heads -v
    is_status 0
    [ "$output" = "Rev: 004merge (head) (mergepoint)
Merges: 002main, 003side
Branch names: side
Path: migrations/20260101000000_004merge.sql

    both" ]
}

@test "as JSON" {
    branched
    orq heads --json
    is_status 0
    python3 - "$output" <<'PY'
import json, sys
heads = json.loads(sys.argv[1])
assert [head["revision"] for head in heads] == ["002main", "003side"], heads
assert heads[1] == {
    "revision": "003side", "parents": ["002side"], "depends_on": [], "children": [],
    "labels": ["side"], "head": True, "message": "more of it",
    "path": "migrations/20260101000000_003side.sql"}, heads[1]
PY
}

@test "a broken file is told, and the others shown" {
    branched
    echo garbage >migrations/20260101000001_bad.sql
    orq heads
    is_status 2
    prints "003side (side) (head) more of it"
    says "migrations/20260101000001_bad.sql"
}

@test "no argument" {
    orq heads x
    is_status 2
    says 'unexpected argument "x"'
    [ -z "$output" ]
}
