load graph

# An editor that says what it opened, and adds a line to it.
setup() {
    folder_made
    cat >editor <<'SH'
#!/bin/sh
[ "$1" != --flag ] || { echo "with a flag"; shift; }
echo "editing $*"
echo "-- edited" >>"$1"
SH
    chmod +x editor
    unset VISUAL
    export EDITOR=./editor
}

@test "the file of a revision" {
    branched
    orq edit 003side
    is_status 0
    [ "$output" = "editing migrations/20260101000000_003side.sql" ]
    [ "$(tail -n 1 migrations/*_003side.sql)" = "-- edited" ]
    orq edit side@head
    is_status 0
    prints 003side
    orq edit +1
    is_status 0
    prints 001base
}

@test "VISUAL before EDITOR, and its arguments" {
    branched
    VISUAL="./editor --flag" EDITOR=false orq edit 002main
    is_status 0
    [ "$output" = "with a flag
editing migrations/20260101000000_002main.sql" ]
}

@test "an applied one is refused, unless forced" {
    branched
    orqgen -q upgrade 002main
    snapshot
    for name in 001base 002main current; do
        orq edit $name
        is_status 2
        one_error
        says "is applied to orchestrator.db"
        says "--force"
        [ -z "$output" ]
    done
    unchanged
    orq edit 002main --force
    is_status 0
    prints "editing"
    orq edit 003side
    is_status 0
}

@test "the rest of one that stopped part-way may be corrected" {
    branched
    orqgen -q upgrade 002main
    sql "UPDATE orqgen_revisions SET steps_done = 0, state = 'up' WHERE revision = '002main'"
    orq edit 002main
    is_status 0
}

@test "a broken one can be opened, and what is wrong is told afterwards" {
    branched
    rev 005lost nobody lost
    sed -i 's/^-- +orqgen downgrade.*/-- +orqgen downgrad sqlite/' migrations/*_002main.sql
    orq edit 002main
    is_status 2
    prints "editing migrations/20260101000000_002main.sql"
    says "migrations/20260101000000_002main.sql:"
    [ "$(grep -c error: <<<"$stderr")" -eq 1 ]
    orq edit 005lost
    prints "editing migrations/20260101000000_005lost.sql"
}

@test "an editor that fails, or is not there" {
    branched
    EDITOR=false orq edit 002main
    is_status 2
    one_error
    says 'the editor "false" ended with exit code 1'
    EDITOR=/nowhere/editor orq edit 002main
    is_status 2
    says 'the editor "/nowhere/editor" ended with exit code 127'
    EDITOR='kill -9 $$ #' orq edit 002main
    is_status 2
    says "was ended by signal 9"
}

@test "a database that cannot be reached is told, and the file opened" {
    branched
    orq --db sqlite:migrations edit 002main
    is_status 0
    prints "editing"
    says "migrations was not asked whether the migration is applied there"
    orq --db sqlite:migrations edit current
    is_status 3
    [ -z "$output" ]
    [ ! -e orchestrator.db ]
}

@test "nothing to edit" {
    branched
    orq edit base
    is_status 2
    says "there is no migration at base"
    orq edit nosuch
    is_status 2
    one_error
    orq edit head
    is_status 4
    one_error
    orq edit
    is_status 2
    says "edit needs REV"
}

@test "the database need not be known" {
    branched
    echo "database: \${NOWHERE_SET}" >orqgen.yaml
    orq edit 003side
    is_status 0
    prints "editing migrations/"
    says "warning: the database was not asked whether the migration is applied there"
    says "the variable NOWHERE_SET is not set"
    orq edit +1
    is_status 2
    one_error
    says "the variable NOWHERE_SET is not set"
}
