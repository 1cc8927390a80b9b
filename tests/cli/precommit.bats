# The hooks of .pre-commit-hooks.yaml, run by pre-commit itself in a git repository.
load helper

setup() {
    command -v pre-commit >/dev/null || skip "pre-commit is missing"
    command -v git >/dev/null || skip "git is missing"
    folder_made
    unset "${!GIT_@}"
    export HOME=$work/home PRE_COMMIT_HOME=$work/home/pre-commit GIT_CONFIG_NOSYSTEM=1
    mkdir -p "$HOME" hooks shop
    git config --global user.name tester
    git config --global user.email tester@example.org
    git config --global init.defaultBranch main
    cp "${ORQ_ROOT:?}/.pre-commit-hooks.yaml" hooks/
    git -C hooks init -q
    git -C hooks add .
    git -C hooks commit -qm hooks
    cd shop
    git init -q
    project
    echo orchestrator.db >.gitignore
}

teardown() { [ -z "${work:-}" ] || folder_gone; }

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

@test "neither asks the database" {
    hooked orqgen-check orqgen-lint
    echo "database: postgresql://nobody@nowhere.invalid/nothing" >>orqgen.yaml
    export DATABASE_URL=sqlite:////nowhere/at/all.db
    run git commit -qm "first tables"
    is_status 0
    [ "$(grep -c Passed <<<"$output")" -eq 2 ]
}
