load helper

@test "found in a parent, with paths relative to it" {
    project
    mkdir -p conf/deep
    mv schemas migrations orchestrator.db conf
    cd conf/deep
    printf 'model: schemas/*.yaml\nmigrations: migrations\ndatabase: sqlite:orchestrator.db\n' >../orqgen.yaml
    orq check
    is_status 0
    prints "clean"
    sed -i 's/type: text/type: txet/' ../schemas/shop.yaml
    orq check
    is_status 2
    says "../schemas/shop.yaml:6:"
}

@test "an unknown key" {
    printf 'model: schemas\nmigratons: m\n' >orqgen.yaml
    orq model
    is_status 2
    one_error
    says 'orqgen.yaml:2:1: error: unknown key "migratons" (did you mean "migrations"?)'
}

@test "a value of the wrong kind; all faults in one run" {
    printf 'model: [a]\ndatabase: {b: c}\n' >orqgen.yaml
    orq check
    is_status 2
    says 'orqgen.yaml:1:8: error: "model" is text, and this is a list'
    says 'orqgen.yaml:2:11: error: "database" is text, and this is a map'
}

@test "broken YAML has a position" {
    printf 'model: [a\n' >orqgen.yaml
    orq check
    is_status 2
    one_error
    says "orqgen.yaml:"
}

@test "help works with a broken configuration" {
    printf 'model: [a\n' >orqgen.yaml
    orq help check
    is_status 0
}

@test "variables, set, unset, and with a default" {
    project
    printf 'database: ${SHOP_DB}\n' >orqgen.yaml
    SHOP_DB=sqlite:orchestrator.db orq check
    is_status 0
    orq check
    is_status 2
    one_error
    says "orqgen.yaml:1:11: error: the variable SHOP_DB is not set"
    # The history is read without the database.
    orq heads
    is_status 0
    prints "first0000001 (head)"
    orq history -i
    is_status 2
    says "the variable SHOP_DB is not set"
    printf 'database: sqlite:${SHOP_NAME:-orchestrator}.db\n' >orqgen.yaml
    orq check
    is_status 0
    SHOP_NAME=other orq check
    is_status 1
    says "other.db"
    printf 'database: ${SHOP_DB\n' >orqgen.yaml
    orq check
    is_status 2
    says "orqgen.yaml:1:11: error:"
}

@test "a variable that the command does not need may be unset" {
    project
    printf 'database: ${SHOP_DB}\n' >orqgen.yaml
    orq check --db sqlite:orchestrator.db
    is_status 0
}

@test "environments" {
    project
    cp orchestrator.db other.db
    sqlite3 other.db "ALTER TABLE orders ADD COLUMN x INTEGER"
    printf 'environments:\n  other: {database: sqlite:other.db}\n  far: {database: "${NOT_SET}"}\n' >orqgen.yaml
    orq -e other check
    is_status 1
    prints "drift"
    orq check
    is_status 0
    orq -e othr check
    is_status 2
    says 'no environment "othr" (did you mean "other"?)'
    says 'the environments are other, far'
}

@test "an environment may have every setting of its own" {
    project
    mkdir -p there
    mv schemas migrations orchestrator.db there
    cat >orqgen.yaml <<'YAML'
model: nowhere
environments:
  there: {model: there/schemas, migrations: there/migrations, database: sqlite:there/orchestrator.db,
          ledger: other_ledger, scratch: "postgresql:///postgres", file_template: "{revision}.sql"}
YAML
    sqlite3 there/orchestrator.db "ALTER TABLE orqgen_revisions RENAME TO other_ledger"
    orq -e there check
    is_status 0
    sed -i 's/^      total:.*/&\n      note: {type: text}/' there/schemas/shop.yaml
    orq -e there --autogenerate --rev-id second000001 -m "a note"
    is_status 0
    [ -e there/migrations/second000001.sql ]
    orq check
    is_status 2
    says "there is no model nowhere"
}

@test "a scratch server is one of PostgreSQL" {
    project
    sed -i '1a dialects: [postgresql]' schemas/shop.yaml
    echo 'scratch: sqlite:other.db' >orqgen.yaml
    orq check --history
    is_status 2
    says "orqgen.yaml:1:10: error: other.db is no server where scratch databases may be made"
    orq verify --scratch sqlite:other.db
    is_status 2
    says "name one of PostgreSQL"
}

@test "-e without a file, or without environments" {
    orq -e prod check
    is_status 2
    says "needs an orqgen.yaml"
    echo 'model: m' >orqgen.yaml
    orq -e prod check
    is_status 2
    says 'no environment "prod"'
}

@test "a flag beats the environment, which beats the file" {
    project
    printf 'database: sqlite:file.db\n' >orqgen.yaml
    orq check
    is_status 1
    says "file.db"
    DATABASE_URL=sqlite:url.db orq check
    is_status 1
    says "url.db"
    DATABASE_URL=sqlite:url.db ORQGEN_DATABASE=sqlite:orqgen.db orq check
    is_status 1
    says "orqgen.db"
    ORQGEN_DATABASE=sqlite:orqgen.db orq check --db sqlite:orchestrator.db
    is_status 0
}

@test "ORQGEN_MODEL and ORQGEN_MIGRATIONS, --model and --migrations" {
    project
    mv schemas s
    mv migrations m
    ORQGEN_MODEL=s ORQGEN_MIGRATIONS=m orq check
    is_status 0
    orq check --model s/shop.yaml --migrations m
    is_status 0
}

@test "another ledger" {
    project
    rm orchestrator.db
    printf 'ledger: my_ledger\n' >orqgen.yaml
    orq upgrade
    is_status 0
    [ "$(sql "SELECT count(*) FROM my_ledger")" -eq 1 ]
    orq check
    is_status 0
}

@test "another file template" {
    project
    add_note
    printf 'file_template: "{revision}-{slug}"\n' >orqgen.yaml
    orq --autogenerate --rev-id note -m "Add note"
    is_status 0
    [ "$output" = migrations/note-add_note.sql ]
}

@test "a wrong URL, without its password" {
    orq check --db "postgres://me:secret@host/db"
    is_status 2
    [[ $stderr != *secret* ]]
    orq check --db "mysql://me:secret@host/db"
    is_status 2
    one_error
    [[ $stderr != *secret* ]]
}

@test "no model" {
    orq check
    is_status 2
    one_error
    says "schemas"
    says "orqgen init"
}

@test "a file_template whose files could not be found again" {
    project
    add_note
    for template in ../x_{revision} sub/{revision} .{revision} "{slug}.{revision}" \
        "{revison}_{slug}" "{revision}_{" "{slug}" "%(rev)s" ""; do
        printf 'migrations: migrations\nfile_template: "%s"\n' "$template" >orqgen.yaml
        snapshot
        orq --autogenerate -m "add note"
        is_status 2
        one_error
        says "orqgen.yaml:2:16: error: file_template"
        unchanged
    done
    says "{revision}"
    rm orqgen.yaml
    ORQGEN_FILE_TEMPLATE="a/{revision}" orq -m x
    is_status 2
    one_error
}

@test "a file_template of one's own" {
    project
    add_note
    for template in "{revision}" "{revision}.sql" "m-{revision}-{slug}.SQL"; do
        echo "file_template: \"$template\"" >orqgen.yaml
        orq --autogenerate -m "add note"
        is_status 0
        path=$output
        orq heads
        prints "add note"
        rm "$path"
    done
}
