load graph

@test "base, one, several: each a line, as the files go" {
    branched
    orq current
    is_status 0
    [ "$output" = base ]
    orqgen -q upgrade 003side
    orq current
    [ "$output" = "003side (head) more of it" ]
    orqgen -q upgrade 002main
    orq current
    is_status 0
    [ "$output" = "002main (head) main line
003side (head) more of it" ]
    [ -z "$stderr" ]
    # The order of the files, not that in which they were applied.
    orqgen -q downgrade base
    orqgen -q upgrade heads
    orq current
    [ "$output" = "002main (head) main line
003side (head) more of it" ]
}

@test "at length and as JSON" {
    branched
    orqgen -q upgrade heads
    orq current -v
    is_status 0
    [ "$output" = "Rev: 002main (head) (current)
Parent: 001base
Path: migrations/20260101000000_002main.sql

    main line

Rev: 003side (head) (current)
Parent: 002side
Branch names: side
Path: migrations/20260101000000_003side.sql

    more of it" ]
    orq current --json
    is_status 0
    python3 - "$output" <<'PY'
import json, sys
shown = json.loads(sys.argv[1])
assert shown["head"] is True, shown
assert [r["revision"] for r in shown["revisions"]] == ["002main", "003side"], shown
PY
}

@test "--check-heads" {
    branched
    orqgen -q upgrade 002main
    orq current --check-heads
    is_status 1
    [ "$output" = "002main (head) main line" ]
    says "the database is not at the head 003side more of it"
    orq current --check-heads -q
    is_status 1
    [ -z "$stderr" ]
    orqgen -q upgrade heads
    orq current --check-heads
    is_status 0
    [ -z "$stderr" ]
    rev 004next 003side "next"
    orq current --check-heads
    is_status 1
    says "004next next"
}

@test "--check-heads where a head depends on another" {
    rev 001base "" first
    rev 001other "" other "-- depends-on: 001base"
    orqgen -q upgrade heads
    orq current --check-heads
    is_status 0
    [ "$output" = "001base (head) first
001other (head) other" ]
    orqgen -q downgrade 001other@base
    orq current --check-heads
    is_status 1
    [ "$output" = "001base (head) first" ]
}

@test "--check-heads without migrations, and with a file that cannot be read" {
    orq current --check-heads
    is_status 0
    [ "$output" = base ]
    branched
    orqgen -q upgrade heads
    echo garbage >migrations/20260101000001_bad.sql
    orq current
    is_status 0
    orq current --check-heads
    is_status 2
    says "20260101000001_bad.sql"
}

@test "one in no file comes last, with a warning" {
    branched
    orqgen -q upgrade heads
    rm migrations/*_003side.sql
    orq current
    is_status 0
    [ "$output" = "002main (head) main line
003side" ]
    says "warning: revision 003side is in no file of migrations"
    orq current --check-heads
    is_status 1
}
