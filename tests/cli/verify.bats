load helper

migrated() {
    project
    add_note
    orqgen -q --autogenerate --rev-id second000002 -m "add a note" >/dev/null
}

@test "a whole history, and the live database is left alone" {
    migrated
    snapshot
    orq verify
    is_status 0
    [[ ${lines[0]} = "proven first0000001 first tables: up, down and up again on empty tables" ]]
    [[ ${lines[1]} = "proven second000002 add a note: up, down and up again with "*" generated rows in 2 of 2 tables" ]]
    [ "${#lines[@]}" = 2 ]
    unchanged
    orq verify second000002 --json
    is_status 0
    [ "$(jq -r '.dialect + " " + .revisions[0].revision + " " + (.revisions[0].proven | tostring)' <<<"$output")" = "sqlite second000002 true" ]
    orq verify first0000001:second000002
    is_status 0
    [ "${#lines[@]}" = 2 ]
    orq verify nothing
    is_status 2
    [ -z "$output" ]
}

@test "without a database, and without migrations" {
    mkdir -p schemas migrations
    printf 'model: m\ntables: {}\n' >schemas/m.yaml
    orq verify
    is_status 0
    [ -z "$output" ]
    [ ! -e orchestrator.db ]
}

@test "a downgrade that does not bring back what was" {
    migrated
    hand_written third0000003 "an index" "CREATE INDEX by_total ON orders (total);" "-- nothing to do"
    hand_written fourth000004 "another" "CREATE INDEX by_note ON orders (note);" "DROP INDEX by_note;"
    orq verify
    is_status 5
    says "proof failed"
    says "after the downgrade"
    prints "proven second000002 add a note"
    prints "not proven third0000003 an index"
    prints "proven fourth000004 another: up, down and up again"
}

@test "an upgrade that does not run, and what stands on it" {
    migrated
    hand_written third0000003 "wrong" "CREATE INDEX by_x ON orders (no_such_column);" "DROP INDEX by_x;"
    hand_written fourth000004 "behind it" "CREATE INDEX by_note ON orders (note);" "DROP INDEX by_note;"
    orq verify
    is_status 5
    says "no_such_column"
    prints "not proven third0000003 wrong"
    prints "not proven fourth000004 behind it: it stands on third0000003, which does not run"
    prints "proven second000002"
}

@test "a proof of what was edited is written, and the edit is warned of no more" {
    migrated
    sed -i '/^ALTER TABLE/s/note TEXT/note TEXT DEFAULT 1/' migrations/*second000002*
    grep -q "note TEXT DEFAULT 1" migrations/*second000002*
    orq upgrade --dry-run
    says "was edited after it was proven"
    before=$(grep -v '^-- proof:' migrations/*second000002*)
    orq verify second000002 --write
    is_status 0
    says "wrote the proof into"
    [ "$(grep -v '^-- proof:' migrations/*second000002*)" = "$before" ]
    [ "$(grep -c '^-- proof: sqlite sha256:' migrations/*second000002*)" = 1 ]
    snapshot
    orq verify --write
    is_status 0
    unchanged
    orq upgrade
    is_status 0
    [[ $stderr != *"was edited"* ]]
}

@test "a hand-written one gets a proof that it never had" {
    migrated
    file=$(hand_written third0000003 "an index" "CREATE INDEX by_total ON orders (total);" "DROP INDEX by_total;")
    orq verify third0000003 --write
    is_status 0
    grep -q "^-- proof: sqlite sha256:.*: up, down and up again with" "$file"
    orq lint third0000003
    [[ $output$stderr != *"not proven"* ]]
    orq upgrade
    is_status 0
}

@test "rows that it writes by itself are not compared" {
    migrated
    hand_written third0000003 "totals" "UPDATE orders SET total = total + 1;" "UPDATE orders SET total = total - 1;"
    orq verify third0000003
    is_status 0
    prints "proven third0000003 totals: up, down and up again with"
    prints ", rows not compared (line "
}

@test "no way back, and a line that a person has to complete" {
    migrated
    file=$(hand_written third0000003 "an index" "CREATE INDEX by_total ON orders (total);" "")
    sed -i '/^-- +orqgen downgrade/,$d' "$file"
    orq verify third0000003 --write
    is_status 0
    [ "$output" = "not proven third0000003 an index: up alone: there is no downgrade" ]
    never grep -q "^-- proof" "$file"
    sed -i 's/^CREATE INDEX/-- FILL IN: which one\n&/' "$file"
    printf -- '-- +orqgen downgrade\nDROP INDEX by_total;\n' >>"$file"
    orq verify third0000003
    is_status 0
    prints "on empty tables: up holds a FILL IN"
}

@test "two branches: each on what it stands on" {
    migrated
    orqgen -q upgrade
    hand_written left00000003 "left" "CREATE INDEX by_total ON orders (total);" "DROP INDEX by_total;"
    file=$(orqgen -q revision --head second000002 --splice --rev-id right0000003 -m "right")
    sed -i '/^-- +orqgen upgrade/,$d' "$file"
    printf -- '-- +orqgen upgrade\nCREATE INDEX by_total ON orders (total, id);\n\n-- +orqgen downgrade\nDROP INDEX by_total;\n' >>"$file"
    orq verify
    is_status 0
    prints "proven left00000003 left"
    prints "proven right0000003 right"
}
