load graph

# The lines of a new file's header that say where it stands.
header() {
    grep -E '^-- (parent|depends-on|label):' "$(ls migrations/*_"$1"*.sql)" || true
}

chain_sha256() {
    orqgen show "$1" --json | python3 -c '
import json, sys
(shown,) = json.load(sys.stdin)
print(next(s["sha256"] for s in shown["sections"] if s["direction"] == "upgrade"))'
}

@test "the parent line holds the hash of the parent's upgrade" {
    branched
    orq revision -m "next" --rev-id 004next --head 003side
    is_status 0
    [[ $output == migrations/*_004next_next.sql ]]
    [ "$(header 004next)" = "-- parent: 003side sha256:$(chain_sha256 003side)" ]
    orq heads
    [ "$output" = "002main (head) main line
004next (side) (head) next" ]
}

@test "several heads and none chosen" {
    branched
    snapshot
    orq revision -m "next"
    is_status 4
    one_error
    says "2 heads"
    says "or choose one: add --head 002main"
    says 002main
    says 003side
    [ -z "$output" ]
    unchanged
}

@test "a head by every kind of name" {
    branched
    orq -m "a" --rev-id 00a --head side@head
    is_status 0
    [[ $(header 00a) == "-- parent: 003side "* ]]
    orq -m "b" --rev-id 00b --head 002m
    is_status 0
    [[ $(header 00b) == "-- parent: 002main "* ]]
    orqgen -q upgrade 00b
    orq -m "c" --rev-id 00c --head current
    is_status 0
    [[ $(header 00c) == "-- parent: 00b "* ]]
    orq -m "d" --head nobody
    is_status 2
    one_error
    orq -m "d" --head heads
    is_status 4
    one_error
}

@test "what is no head needs --splice" {
    branched
    snapshot
    orq -m "beside" --head 001base
    is_status 2
    one_error
    says "revision 001base is no head: 002main (main line) stands on it"
    says "--splice"
    unchanged
    orq -m "beside" --rev-id 002beside --head 001base --splice
    is_status 0
    [[ $(header 002beside) == "-- parent: 001base "* ]]
    orq branches
    prints "-> 002beside (head)"
}

@test "a new base" {
    branched
    orq -m "apart" --rev-id 001apart --head base --branch-label apart
    is_status 0
    [ "$(header 001apart)" = "-- label: apart" ]
    orq history -r :apart
    [ "$output" = "<base> -> 001apart (apart) (head), apart" ]
    orq -m "on it" --rev-id 002apart --head apart@head
    is_status 0
    [[ $(header 002apart) == "-- parent: 001apart "* ]]
}

@test "labels" {
    branched
    orq -m "x" --rev-id 003main --head 002main --branch-label main --branch-label trunk --branch-label main
    is_status 0
    [ "$(header 003main | tail -n +2)" = "-- label: main
-- label: trunk" ]
    orq show trunk@head
    is_status 0
    prints "Branch names: main, trunk"
    snapshot
    orq -m "y" --head main@head --branch-label side --branch-label 002side --branch-label head --branch-label "a b"
    is_status 2
    says "another revision has the branch label side"
    says "the branch label 002side is the id of a revision"
    says '"head" cannot be a branch label'
    says '"a b" cannot be a branch label'
    orq -m "y" --head main@head --rev-id side
    is_status 2
    one_error
    says "side is a branch label already"
    unchanged
}

@test "dependencies are written with whole ids" {
    branched
    orq -m "x" --rev-id 003main --head 002main --depends-on side@head --depends-on 002s --depends-on 003side
    is_status 0
    [ "$(header 003main | tail -n +2)" = "-- depends-on: 003side
-- depends-on: 002side" ]
    orq upgrade 003main
    is_status 0
    [ "$(ledger)" = "001base 002main 002side 003main 003side " ]
    orq -m "y" --head 003main --depends-on base
    is_status 2
    says "there is nothing to depend on"
    orq -m "y" --head 003main --depends-on nobody
    is_status 2
    one_error
    orq -m "y" --head 003main --depends-on heads
    is_status 4
    one_error
}

@test "a broken file elsewhere stops no revision whose head is named" {
    branched
    echo garbage >migrations/20260101000001_bad.sql
    orq -m "x" --head 002main
    is_status 0
    orq -m "x"
    is_status 2
}

# ---- with --autogenerate ----

# The shop at its first revision, and two branches on it.
shop() {
    project
    rev 002main first0000001 "main line"
    rev 002side first0000001 "side line" "-- label: side"
}

@test "the database has to be at the head that was chosen" {
    shop
    add_note
    snapshot
    orq --autogenerate -m "add note"
    is_status 4
    one_error
    says 002main
    says 002side
    orq --autogenerate -m "add note" --head side@head
    is_status 2
    one_error
    says "the database is behind head: 1 migration is not applied"
    says "pending: 002side (side line)"
    unchanged
    orqgen -q upgrade 002side
    orq --autogenerate -m "add note" --rev-id 003note --head side@head
    is_status 0
    [[ $(header 003note) == "-- parent: 002side sha256:"* ]]
    grep -q "ALTER TABLE orders ADD COLUMN note" migrations/*_003note_*.sql
    orq upgrade side@head
    is_status 0
    sql "SELECT note FROM orders"
    orq upgrade heads
    is_status 0
}

@test "other branches that are applied are no drift" {
    shop
    orqgen -q upgrade heads
    add_note
    orq --autogenerate -m "add note" --rev-id 003note --head 002main --branch-label noted --depends-on 002side
    is_status 0
    [[ $stderr != *drifted* ]]
    [ "$(header 003note | tail -n +2)" = "-- depends-on: 002side
-- label: noted" ]
    orq upgrade 003note
    is_status 0
    orq --autogenerate -m "nothing" --head noted@head
    is_status 0
    says "no difference"
}

@test "a base of its own beside what is there" {
    shop
    orqgen -q upgrade 002main
    add_note
    orq --autogenerate -m "apart" --rev-id 001apart --head base --depends-on first0000001
    is_status 0
    [ "$(header 001apart)" = "-- depends-on: first0000001" ]
    [ "$(ls migrations | wc -l)" -eq 4 ]
    orq upgrade 001apart
    is_status 0
}

@test "as typed in the README of those who come from Alembic" {
    project
    add_note
    orq --autogenerate -m "add rating"
    is_status 0
    id=$(orqgen heads | cut -d' ' -f1)
    [ "$output" = "$(ls migrations/*_"${id}"_add_rating.sql)" ]
    orq upgrade head
    is_status 0
    [ -z "$output" ]
    says "upgrade $id add rating ... done"
    orq current
    [ "$output" = "$id (head) add rating" ]
    orq downgrade -1 --allow-data-loss
    is_status 0
    says "downgrade $id add rating ... done"
    orq upgrade "${id:0:4}"
    is_status 0
    orq stamp first
    is_status 0
    says "removed $id"
    orq stamp head
    is_status 0
    says "recorded $id add rating"
    [ -z "$output" ]
}

@test "upgrade 001" {
    rev 001 "" first
    rev 002 001 second
    orq upgrade 001
    is_status 0
    says "upgrade 001 first ... done"
    orq current
    [ "$output" = "001 first" ]
    orq downgrade -1
    is_status 0
    orq current
    [ "$output" = base ]
}
