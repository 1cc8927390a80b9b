load helper

# A database that another tool made, taken over as it stands: no type changes, and one new column
# is one new column.
taken_over() {
    sqlite3 -bail orchestrator.db <"$ORQ_ROOT/tests/fixtures/sqlalchemy_reference.sql"
    sql "INSERT INTO orchestration_contexts (id, name) VALUES ('c1', 'support');
         INSERT INTO decisions (id, context_id, decision_type) VALUES ('d1', 'c1', 'route');
         INSERT INTO human_feedback (id, decision_id, feedback_text) VALUES ('f1', 'd1', 'right');"
    mkdir schemas
    orqgen inspect >schemas/orquestadora.yaml
}

tables() {
    sql "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'orqgen%' AND sql IS NOT NULL ORDER BY name"
}

@test "inspected, checked clean" {
    taken_over
    orq check
    is_status 0
    prints "clean:"
    orq check --strict-types
    is_status 0
}

@test "gains rating without any other change" {
    taken_over
    before=$(tables)
    sed -i "/^      feedback_text:/a\\      rating: {type: smallint, check: rating BETWEEN 1 AND 5}" \
        schemas/orquestadora.yaml
    orq --autogenerate -m "add rating"
    is_status 0
    up=$(sed -n '/^-- +orqgen upgrade/,/^-- +orqgen downgrade/p' migrations/*_add_rating.sql |
        grep -v '^--' | grep .)
    [ "$(grep -c ';$' <<<"$up")" -eq 1 ]
    holds "$up" "ALTER TABLE human_feedback ADD COLUMN rating"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    [ "$(sql "SELECT id, feedback_text, rating IS NULL FROM human_feedback")" = "f1|right|1" ]
    orq downgrade -1 --allow-data-loss
    is_status 0
    diff <(tables) <(echo "$before")
}
