# The hooks of .pre-commit-hooks.yaml, run by pre-commit itself in a git repository.
load helper

setup() {
    command -v pre-commit >/dev/null || skip "pre-commit is missing"
    command -v git >/dev/null || skip "git is missing"
    folder_made
    unset "${!GIT_@}"
    local cache=${CCACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ccache}
    export HOME=$work/home PRE_COMMIT_HOME=$work/home/pre-commit GIT_CONFIG_NOSYSTEM=1
    export CCACHE_DIR=$cache
    mkdir -p "$HOME" hooks shop
    git config --global user.name tester
    git config --global user.email tester@example.org
    git config --global init.defaultBranch main
    cp "${ORQ_ROOT:?}/.pre-commit-hooks.yaml" hooks/
    git -C hooks init -q
    hooks_committed
    cd shop
    git init -q
    project
    echo orchestrator.db >.gitignore
}

teardown() { [ -z "${work:-}" ] || folder_gone; }

hooks_committed() {
    git -C "$work/hooks" add .
    git -C "$work/hooks" commit -qm hooks
}

# The shop's repository with these hooks, everything staged.
hooked() { # id...
    {
        echo "repos:"
        echo "- repo: $work/hooks"
        echo "  rev: $(git -C "$work/hooks" rev-parse HEAD)"
        echo "  hooks:"
        printf -- "  - id: %s\n" "$@"
    } >.pre-commit-config.yaml
    pre-commit install >/dev/null
    git add .
}

@test "orqgen-check: what is clean is committed, a forgotten migration is not" {
    hooked orqgen-check
    run git commit -qm "first tables"
    is_status 0
    prints "migrations build the model"
    prints "Passed"

    add_note
    git add .
    run git commit -qm "a note, and no migration"
    is_status 1
    prints "Failed"
    prints "missing migration: the model is not what the migrations build"
    prints "add column orders.note"
    prints "next: orqgen --autogenerate"
    [ "$(git log --format=%s)" = "first tables" ]

    orqgen -q --autogenerate -m "a note" >/dev/null
    git add .
    run git commit -qm "a note, with its migration"
    is_status 0
    [ "$(git rev-list --count HEAD)" -eq 2 ]
}

@test "orqgen-check sees what is staged, not what lies beside it" {
    hooked orqgen-check
    git commit -qm "first tables"
    add_note
    git add .
    orqgen -q --autogenerate -m "a note" >/dev/null
    git add migrations
    git reset -q schemas
    run git commit -qm "the migration without its model"
    is_status 1
    prints "missing migration"
}

@test "orqgen-lint: what loses data without a word is not committed" {
    hooked orqgen-lint
    run git commit -qm "first tables"
    is_status 0
    prints "Passed"

    cat >migrations/20990101000000_second.sql <<'SQL'
-- orqgen migration: second
-- revision: second000001
-- parent: first0000001

-- +orqgen upgrade sqlite
DROP TABLE orders;

-- +orqgen downgrade sqlite
SQL
    git add .
    run git commit -qm "no orders"
    is_status 1
    prints "Failed"
    prints "[drop-table]"
}

@test "neither needs the database" {
    hooked orqgen-check orqgen-lint
    echo "database: postgresql://nobody@nowhere.invalid/nothing" >>orqgen.yaml
    export DATABASE_URL=sqlite:////nowhere/at/all.db
    run git commit -qm "first tables"
    is_status 0
    [ "$(grep -c Passed <<<"$output")" -eq 2 ]
}

# A build that takes no longer than it must: the program is the same.
quick_build() {
    export CFLAGS="-O0 -g0" CMAKE_BUILD_TYPE=Debug
    ! command -v ccache >/dev/null ||
        export CMAKE_C_COMPILER_LAUNCHER=ccache CCACHE_BASEDIR=$work CCACHE_NOHASHDIR=1
}

@test "from source: built once, then as fast as any" {
    tar -C "$ORQ_ROOT" --exclude=./.git --exclude=./build --exclude=./tests --exclude=./docs -cf - . | tar -C "$work/hooks" -xf -
    hooks_committed
    hooked orqgen-check-from-source orqgen-lint-from-source
    # There is no orqgen in PATH.
    PATH=${PATH#"$ORQ_BUILD":}
    quick_build
    run git commit -qm "first tables"
    is_status 0
    [ "$(grep -c Passed <<<"$output")" -eq 2 ]
    built=("$HOME"/pre-commit/*/build/hook/*)
    [ "${#built[@]}" -eq 1 ]
    [[ ${built[0]} == */orqgen ]]
    touch -d 2020-01-01 "${built[0]}"

    add_note
    git add .
    run git commit -qm "a note, and no migration"
    is_status 1
    prints "missing migration: the model is not what the migrations build"
    prints "add column orders.note"
    PATH=${built[0]%/*}:$PATH orqgen -q --autogenerate -m "a note" >/dev/null
    git add .
    run git commit -qm "a note, with its migration"
    is_status 0
    [ "$(stat -c %Y "${built[0]}")" -eq "$(date -d 2020-01-01 +%s)" ]
}

@test "from source: what keeps it from being built is said" {
    mkdir -p "$work/hooks/tools"
    cp "$ORQ_ROOT/tools/hook" "$work/hooks/tools/"
    hooks_committed
    hooked orqgen-check-from-source
    run git commit -qm "first tables"
    is_status 1
    prints "does not appear to contain CMakeLists.txt"
    prints "tools/hook: orqgen could not be built"
    [ -z "$(find "$HOME"/pre-commit/*/build/hook -mindepth 1)" ]
}
