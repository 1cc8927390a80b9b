load graph

@test "the texts of a merge, a branch point and a base" {
    merged
    orq history
    is_status 0
    [ "$output" = "002main, 003side -> 004merge (side) (head) (mergepoint), both
002side -> 003side (side), more of it
001base -> 002side (side), side line
001base -> 002main, main line
<base> -> 001base (branchpoint), first" ]
    [ -z "$stderr" ]
}

@test "dependencies stand behind the parents" {
    rev 001base "" first
    rev 001other "" other "-- depends-on: 001base"
    orq history
    is_status 0
    [ "${lines[0]}" = "<base> (001base) -> 001other (head), other" ]
    orq history -v
    prints "Also depends on: 001base"
}

@test "at length" {
    branched
    orq history -v -r 002side:
    is_status 0
    [ "$output" = "Rev: 003side (head)
Parent: 002side
Branch names: side
Path: migrations/20260101000000_003side.sql

    more of it

Rev: 002side
Parent: 001base
Branch names: side
Path: migrations/20260101000000_002side.sql

    side line" ]
}

@test "ranges hold both of their ends" {
    merged
    for range in 002side:003side 002side:side@head-1; do
        orq history -r "$range"
        is_status 0
        [ "$output" = "002side -> 003side (side), more of it
001base -> 002side (side), side line" ]
    done
    orq history --rev-range :002main
    is_status 0
    [ "$output" = "001base -> 002main, main line
<base> -> 001base (branchpoint), first" ]
    orq history -r 003side:
    is_status 0
    [ "${#lines[@]}" -eq 2 ]
    [ "${lines[1]}" = "002side -> 003side (side), more of it" ]
    orq history -r 002main:003side
    is_status 2
    one_error
    [ -z "$output" ]
    orq history -r nobody:
    is_status 2
    one_error
    says nobody
}

@test "ranges from where the database is" {
    merged
    orqgen -q upgrade 002main
    orq history -r :current
    is_status 0
    [ "${lines[0]}" = "001base -> 002main, main line" ]
    [ "${#lines[@]}" -eq 2 ]
    orq history -r current:+1
    is_status 0
    [ "${#lines[@]}" -eq 2 ]
    [ "${lines[0]}" = "002main, 003side -> 004merge (side) (head) (mergepoint), both" ]
    # Nobody asked for the database: it need not be there.
    orq --db sqlite:migrations history -r 002side:003side
    is_status 0
    orq --db sqlite:migrations history -r :current
    is_status 3
    [ -z "$output" ]
}

@test "what is current is marked" {
    branched
    orqgen -q upgrade 002main
    orqgen -q upgrade 002side
    orq history -i
    is_status 0
    [ "$output" = "002side -> 003side (side) (head), more of it
001base -> 002side (side) (current), side line
001base -> 002main (head) (current), main line
<base> -> 001base (branchpoint), first" ]
    orq history --indicate-current --json
    python3 - "$output" <<'PY'
import json, sys
current = {entry["revision"]: entry["current"] for entry in json.loads(sys.argv[1])}
assert current == {"001base": False, "002main": True, "002side": True, "003side": False}, current
PY
    orq history --json
    [[ $output != *'"current"'* ]]
}

@test "drawn" {
    merged
    orq history --graph
    is_status 0
    [ "$output" = "* 002main, 003side -> 004merge (side) (head) (mergepoint), both
|\\
| * 002side -> 003side (side), more of it
| * 001base -> 002side (side), side line
* | 001base -> 002main, main line
|/
* <base> -> 001base (branchpoint), first" ]
    [ -z "$stderr" ]
    orq history --graph -v -r 002main:
    is_status 0
    [ "$output" = "* Rev: 004merge (head) (mergepoint)
| Merges: 002main, 003side
| Branch names: side
| Path: migrations/20260101000000_004merge.sql
|
|     both
|
* Rev: 002main
  Parent: 001base
  Path: migrations/20260101000000_002main.sql

      main line" ]
}

@test "drawn at a terminal, in box characters where the locale has them" {
    command -v script >/dev/null || skip "script is missing"
    branched
    LC_ALL=C.UTF-8 script -qec "orqgen history --graph" /dev/null </dev/null | tr -d '\r' >drawn
    grep -q '^│ ● 001base -> 002side' drawn || grep -q '^● │ \|^│ ●' drawn
    grep -q '╱' drawn
    LC_ALL=C script -qec "orqgen history --graph" /dev/null </dev/null | tr -d '\r' >drawn
    grep -q '^|/$' drawn
}

@test "a circle is drawn without going round" {
    rev 001base "" first
    rev 002a 002b "round"
    rev 002b 002a "and round"
    orq history --graph
    is_status 2
    prints "001base"
    prints "002a"
    prints "002b"
    says "is its own ancestor"
}
