load helper

@test "current, heads, history" {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    orq current
    is_status 0
    [ "$output" = "first0000001 first tables" ]
    orq heads
    is_status 0
    [ "$output" = "note00000001 (head) add note" ]
    orq history
    is_status 0
    [ "${lines[0]}" = "first0000001 -> note00000001 (head), add note" ]
    [ "${lines[1]}" = "<base> -> first0000001, first tables" ]
    orqgen -q upgrade
    orq current
    [ "$output" = "note00000001 (head) add note" ]
    orq current --json
    prints '"current": "note00000001"'
    orq history --json
    prints '"path": "migrations/'
}

@test "a database without a ledger is at base" {
    project
    sql "DROP TABLE orqgen_revisions"
    snapshot
    orq current
    is_status 0
    [ "$output" = base ]
    unchanged
}

@test "one bad file does not hide the others" {
    project
    echo "garbage" >migrations/20990101000000_bad.sql
    orq history
    is_status 2
    prints "first0000001"
    says "migrations/20990101000000_bad.sql"
    orq current
    is_status 0
    # It might be the head: nothing is decided without it.
    orq check
    is_status 2
}

@test "a missing parent is told with its file and line" {
    project
    printf -- '-- orqgen migration: lost\n-- revision: lost00000001\n-- parent: nobody000001\n\n-- +orqgen upgrade sqlite\nSELECT 1;\n' \
        >migrations/20990101000000_lost.sql
    orq history
    is_status 2
    says "migrations/20990101000000_lost.sql:3"
    says "nobody000001"
}

@test "several heads" {
    project
    for head in one two; do
        printf -- '-- orqgen migration: %s\n-- revision: %s000000001\n-- parent: first0000001\n\n-- +orqgen upgrade sqlite\nSELECT 1;\n\n-- +orqgen downgrade sqlite\nSELECT 1;\n' $head $head \
            >migrations/20990101000000_$head.sql
    done
    snapshot
    orq upgrade
    is_status 4
    one_error
    says "one000000001"
    says "two000000001"
    orq --autogenerate -m x
    is_status 4
    orq heads
    is_status 0
    [ "${#lines[@]}" -eq 2 ]
    unchanged
}

@test "no migrations" {
    for command in history heads; do
        orq $command
        is_status 0
        [ -z "$output" ]
        [ "$stderr" = "no migrations in migrations" ]
        orq $command -q --json
        [ "$output" = "[]" ]
        [ -z "$stderr" ]
    done
}

@test "a circle beside the line: which one is head cannot be known" {
    project
    for pair in "round0000001 round0000002" "round0000002 round0000001"; do
        set -- $pair
        printf -- '-- orqgen migration: round\n-- revision: %s\n-- parent: %s\n\n-- +orqgen upgrade sqlite\nSELECT 1;\n\n-- +orqgen downgrade sqlite\nSELECT 1;\n' "$1" "$2" \
            >"migrations/20990101000000_$1.sql"
    done
    snapshot
    for command in upgrade "upgrade head" check "check --history" "--autogenerate -m x" "-m x" "reset --yes"; do
        orq $command
        is_status 2
        one_error
        says "migrations/20990101000000_round0000001.sql:2"
        says "is its own ancestor"
    done
    unchanged
    orq upgrade first0000001
    is_status 0
    orq current
    is_status 0
}
