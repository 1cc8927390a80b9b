# What the tests of merge, rebase, squash and rehash share.
load helper

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

# The shop at its first revision, and two branches on it that the model made, one after the other.
# Both are on the first; neither is applied.
two_branches() { # sed for one, sed for the other
    project
    cp schemas/shop.yaml before.yaml
    sed -i "$1" schemas/shop.yaml
    orqgen -q --autogenerate --rev-id aaaa00000001 -m "one" >/dev/null
    mkdir -p aside
    mv migrations/*_aaaa00000001_* aside/
    cp before.yaml schemas/shop.yaml
    sed -i "$2" schemas/shop.yaml
    orqgen -q --autogenerate --rev-id bbbb00000001 -m "two" >/dev/null
    mv aside/* migrations/
    sed -i "$1" schemas/shop.yaml
    rm -r aside before.yaml
}

# Steps of the model, for sed.
with_note='s/^      total:.*/&\n      note: {type: text}/'
with_mail='s/^      name:.*/&\n      mail: {type: text}/'
with_check='s/^      total:.*/      total: {type: integer, check: total >= 1}/'

ledger() {
    sql "SELECT group_concat(revision, ' ') FROM (SELECT revision FROM orqgen_revisions ORDER BY position)"
}

path_of() {
    echo migrations/*"$1"*.sql
}
