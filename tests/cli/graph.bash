# Histories with branches, for the tests of the commands that show and change them.
load helper

# A migration by hand: ID, its parents ("": a base), its message, further lines of its header. It
# makes a table of its own, t_ID.
rev() {
    local parent file=migrations/20260101000000_$1.sql
    mkdir -p migrations
    {
        echo "-- orqgen migration: $3"
        echo "-- revision: $1"
        for parent in $2; do
            echo "-- parent: $parent"
        done
        printf '%s\n' "${@:4}"
        printf '\n-- +orqgen upgrade sqlite\nCREATE VIEW v_%s AS SELECT 1 AS one;\n' "$1"
        printf '\n-- +orqgen downgrade sqlite\nDROP VIEW v_%s;\n' "$1"
    } >"$file"
}

# Two branches, one of them with a label, on one base.
branched() {
    rev 001base "" "first"
    rev 002main 001base "main line"
    rev 002side 001base "side line" "-- label: side"
    rev 003side 002side "more of it"
}

# The same, merged.
merged() {
    branched
    rev 004merge "002main 003side" "both"
}

# What the ledger holds, sorted.
ledger() {
    sql "SELECT revision FROM orqgen_revisions ORDER BY revision" | tr '\n' ' '
}
