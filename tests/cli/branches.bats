load graph

@test "none" {
    rev 001base "" first
    orq branches
    is_status 0
    [ -z "$output" ]
    [ -z "$stderr" ]
    orq branches --json
    is_status 0
    [ "$output" = "[]" ]
}

@test "each with what follows, newest first" {
    branched
    rev 004other 003side "one"
    rev 004last 003side "two" "-- label: last"
    orq branches
    is_status 0
    [ "$output" = "003side (side) (branchpoint)
        -> 004last (last, side) (head)
        -> 004other (side) (head)

001base (branchpoint)
        -> 002main (head)
        -> 002side (side)" ]
    [ -z "$stderr" ]
}

@test "at length" {
    branched
    orq branches -v
    is_status 0
    [ "$output" = "Rev: 001base (branchpoint)
Parent: <base>
Branches into: 002main, 002side
Path: migrations/20260101000000_001base.sql

    first

        -> 002main (head), main line
        -> 002side (side), side line" ]
}

@test "as JSON" {
    branched
    orq branches --json
    is_status 0
    python3 - "$output" <<'PY'
import json, sys
points = json.loads(sys.argv[1])
assert [point["revision"] for point in points] == ["001base"], points
assert points[0]["children"] == ["002main", "002side"], points
PY
}
