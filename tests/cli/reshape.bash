# What the tests of merge, rebase, squash and rehash share.
load helper
load branches

# A hand-written migration: file ID [PARENTS] [UP] [DOWN]; more header lines in $header.
file() {
    {
        echo "-- orqgen migration: make $1"
        echo "-- revision: $1"
        for parent in ${2:-}; do
            echo "-- parent: $parent"
        done
        [ -z "${header:-}" ] || echo "$header"
        printf -- '\n-- +orqgen upgrade sqlite\n%s\n\n-- +orqgen downgrade sqlite\n%s\n' \
            "${3:-CREATE TABLE t_$1 (id INTEGER PRIMARY KEY);}" "${4:-DROP TABLE t_$1;}"
    } >"migrations/$1.sql"
}

# Steps of the model, for sed.
with_check='s/^      total:.*/      total: {type: integer, check: total >= 1}/'

ledger() {
    sql "SELECT group_concat(revision, ' ') FROM (SELECT revision FROM orqgen_revisions ORDER BY position)"
}

path_of() {
    echo migrations/*"$1"*.sql
}
