load postgres

@test "steps, hand-written and generated ones, on scratch databases that go afterwards" {
    project
    second
    file=$(hand_written third0000001 "an enum" \
        "CREATE TYPE mood AS ENUM ('a', 'b');
-- +orqgen step no-transaction
CREATE INDEX CONCURRENTLY by_name ON customers (name);" "DROP INDEX by_name;
DROP TYPE mood;")
    hand_written fourth000001 "another" "CREATE VIEW names AS SELECT name FROM customers;" "-- nothing to do"
    orq verify
    is_status 5
    prints "proven first0000001"
    prints "proven second000001 codes: up, down and up again on empty tables, rows not compared (line 7 writes some)"
    prints "proven third0000001 an enum: up, down and up again with"
    prints "not proven fourth000001 another"
    says "proof failed"
    [ -z "$(scratches)" ]
    [[ $output != *"another:"* ]]
    orq verify third0000001 --write
    is_status 0
    grep -q "^-- proof: postgresql sha256:" "$file"
    orq current
    [[ $output != *third0000001* ]]
}

@test "another dialect's section alone is none" {
    project
    file=$(hand_written third0000001 "an index" "CREATE INDEX by_name ON customers (name);" "DROP INDEX by_name;")
    sed -i 's/grade postgresql/grade sqlite/' "$file"
    orq verify
    is_status 5
    says "third0000001 has no upgrade for postgresql"
}
