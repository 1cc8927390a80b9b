# What happens to a project from its first day, step by step, on the reference model: $work/shop is a
# git repository with pre-commit's hooks. Whoever loads this has `by_hand SQL`, which is somebody at
# the database, beside orqgen.

story_begins() {
    command -v pre-commit >/dev/null || skip "pre-commit is missing"
    command -v git >/dev/null || skip "git is missing"
    unset "${!GIT_@}"
    export HOME=$work/home PRE_COMMIT_HOME=$work/home/pre-commit GIT_CONFIG_NOSYSTEM=1
    mkdir -p "$HOME" shop
    git config --global user.name tester
    git config --global user.email tester@example.org
    git config --global init.defaultBranch main
    cd shop
    git init -q
    echo "*.db" >.gitignore
}

# The reference model as it was before people could rate what they say.
model_without_rating() {
    sed '/^      rating:/d' "$ORQ_ROOT/schemas/orquestadora.yaml" >schemas/orquestadora.yaml
    [ "$(wc -l <schemas/orquestadora.yaml)" -lt "$(wc -l <"$ORQ_ROOT/schemas/orquestadora.yaml")" ]
}

# Everything, as people do. The hooks ask no database: it need not even be known.
commit() { # message
    git add .
    run env -u DATABASE_URL git commit -m "$1"
}

first_day() {
    orq init
    is_status 0
    model_without_rating
    pre-commit install >/dev/null
    commit "the model"
    is_status 1
    prints "missing migration: the model is not what the migrations build"
    orq --autogenerate -m "first tables"
    is_status 0
    says "proof: up, down and up again"
    commit "the model, and its first migration"
    is_status 0
    prints "Passed"
    orq check
    is_status 1
    prints "pending: the database is 1 migration behind head"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    prints "clean"
    by_hand "INSERT INTO orchestration_contexts (id, name) VALUES ('0b9ae9a5-5d3c-4a55-9a4e-6b54b1d2e0a1', 'a goal')"
}

add_rating() {
    cp "$ORQ_ROOT/schemas/orquestadora.yaml" schemas/
    commit "people rate"
    is_status 1
    prints "Failed"
    prints "add column human_feedback.rating"
    [ "$(git rev-list --count HEAD)" -eq 1 ]
    # What the hook says is next.
    holds "$output" 'next: orqgen --autogenerate -m "add column human_feedback.rating"'
    orq --autogenerate -m "add rating"
    is_status 0
    says "proof: up, down and up again"
    orq review
    is_status 0
    prints "add rating"
    prints "human_feedback.rating"
    prints "proof"
    orq lint heads
    is_status 0
    commit "people rate, with its migration"
    is_status 0
    [ "$(git rev-list --count HEAD)" -eq 2 ]
    orq upgrade
    is_status 0
    orq check
    is_status 0
    prints "clean"
}

# Somebody adds a column by hand, and check finds it.
drift() { # column
    by_hand "ALTER TABLE decisions ADD COLUMN $1 text"
    orq check
    is_status 1
    prints "drift: the database is not what revision"
    prints "it has also decisions.$1"
}

clean() {
    orq check
    is_status 0
    prints "clean"
}

# The hand was right: the model says so too, and then a migration.
drift_to_model() {
    drift note
    orq check --fix model --write
    is_status 0
    grep -q "note: *{type: text}" schemas/orquestadora.yaml
    diff <(grep -v "note:" schemas/orquestadora.yaml) "$ORQ_ROOT/schemas/orquestadora.yaml"
    commit "notes"
    is_status 1
    prints "add column decisions.note"
    orq --autogenerate --include-drift -m "notes"
    is_status 0
    commit "notes, with their migration"
    is_status 0
    orq upgrade
    is_status 0
    clean
    [ "$(git rev-list --count HEAD)" -eq 3 ]
}

# The hand was wrong: the database goes back.
drift_to_sql() {
    drift hurry
    orq check --fix sql
    is_status 0
    prints "LOSES DATA: decisions.hurry"
    by_hand "$output"
    clean
    [ -z "$(git status --porcelain)" ]
}

# Nobody knows yet: it may stay for a while.
drift_waived() {
    drift doubt
    orq check --fix waive -m "until the next release"
    is_status 0
    clean
    prints "but for 1 waived difference"
    commit "a doubt, for a while"
    is_status 0
    SOURCE_DATE_EPOCH=$(($(date +%s) + 60 * 86400)) orq check
    is_status 1
    prints "the waiver of decisions.doubt expired"
}

# Nothing that stood in the database is lost on the way.
story_ends() {
    [ "$(by_hand "SELECT name FROM orchestration_contexts")" = "a goal" ]
    [ -z "$(git status --porcelain)" ]
}
