load helper

# What was changed by hand, and how it comes into the history, or does not.

one_table() {
    mkdir schemas
    echo 'tables: {p: {columns: {id: {type: integer, primary_key: true}, n: {type: text}}}}' \
        >schemas/m.yaml
    orqgen -q --autogenerate -m "first" >/dev/null
    orqgen -q upgrade
    sql "INSERT INTO p VALUES (1, 'x')"
}

needs_rebuild() {
    sed -i 's/n: {type: text}/n: {type: text, nullable: false, default: x}/' schemas/m.yaml
}

@test "a rebuild never takes an unknown trigger or index along" {
    one_table
    needs_rebuild
    orqgen -q --autogenerate -m "n is required" >/dev/null
    sql "CREATE TRIGGER tg AFTER INSERT ON p BEGIN SELECT 1; END"
    orq upgrade
    is_status 5
    says "the trigger tg of p"
    [ "$(sql "SELECT count(*) FROM sqlite_schema WHERE name = 'tg'")" = 1 ]
    sql "DROP TRIGGER tg; CREATE UNIQUE INDEX hi ON p (n)"
    orq upgrade
    is_status 5
    says "the index hi of p"
    sql "DROP INDEX hi"
    orq upgrade
    is_status 0
    [ "$(sql "SELECT * FROM p")" = "1|x" ]
}

@test "a table that has drifted is not changed as if it had not" {
    one_table
    needs_rebuild
    sql "ALTER TABLE p ADD COLUMN hand TEXT"
    orq --autogenerate -m "n is required"
    is_status 2
    one_error
    says "p has drifted from its revision"
    says "--include-drift"
    [ "$(ls migrations | wc -l)" -eq 1 ]
}

@test "drift that is taken in leaves the history replayable" {
    one_table
    sql "ALTER TABLE p ADD COLUMN hand TEXT; CREATE INDEX hh ON p (hand)"
    orq --autogenerate --include-drift -m "without hand"
    is_status 0
    says "first the drift, as a migration of its own"
    orq upgrade --allow-data-loss
    is_status 0
    says "recorded, nothing was run"
    orq check
    is_status 0
    orq check --history
    is_status 0
    orq --db fresh.db upgrade --allow-data-loss
    is_status 0
    orq --db fresh.db check
    is_status 0
}

@test "a fix made in the database and in the model is recorded" {
    one_table
    sql "ALTER TABLE p ADD COLUMN hand TEXT; UPDATE p SET hand = 'kept'"
    sed -i 's/n: {type: text}/n: {type: text}, hand: {type: text}/' schemas/m.yaml
    orq --autogenerate --include-drift -m "hotfix"
    is_status 0
    orq upgrade
    is_status 0
    orq check
    is_status 0
    [ "$(sql "SELECT hand FROM p")" = kept ]
    orq downgrade -1 --allow-data-loss
    is_status 0
    orq upgrade
    is_status 0
    orq check
    is_status 0
}
