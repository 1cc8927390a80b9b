load helper

topics() { orqgen --help | sed -n '/^Topics/,/^$/s/^  \([a-z-]*\) .*/\1/p'; }

@test "each topic of the list has its text, on lines that fit" {
    [ "$(topics | wc -l)" -ge 5 ]
    for topic in $(topics); do
        orq help $topic
        is_status 0
        [ -z "$stderr" ]
        prints "orqgen help $topic: "
        [ "$(wc -l <<<"$output")" -gt 5 ]
        [ "$(wc -L <<<"$output")" -le 90 ]
    done
}

@test "the configuration of the topic is one that is read" {
    orqgen help configuration | sed -n '/^  model:/,/^$/s/^  //p' >orqgen.yaml
    [ "$(wc -l <orqgen.yaml)" -ge 10 ]
    mkdir schemas
    printf 'model: shop\ntables: {a: {columns: {id: {type: integer, primary_key: true}}}}\n' >schemas/shop.yaml
    orq model --dialect sqlite
    is_status 0
    [ -z "$stderr" ]
}

@test "the migration file of the topic is one that is read" {
    mkdir migrations
    orqgen help migration-files | sed -n '/^  -- orqgen migration/,/DROP COLUMN/s/^  //p' |
        sed '/^-- parent:/d' >migrations/1_add_rating.sql
    orq show 4f1c2a9be0d3
    is_status 0
    [ -z "$stderr" ]
    prints "add rating"
}

@test "the allowances of the topic are ones that are read" {
    mkdir schemas migrations
    orqgen help findings | sed -n '/^  lint: {allow/,/^$/s/^  //p' >schemas/log.yaml
    orqgen help findings | sed -n '/^  lint:$/,/^$/s/^  //p' >orqgen.yaml
    [ "$(wc -l <schemas/log.yaml)" -eq 5 ]
    [ "$(wc -l <orqgen.yaml)" -eq 4 ]
    cat >migrations/1_log.sql <<SQL
-- orqgen migration: log
-- revision: first0000001

-- +orqgen upgrade sqlite
CREATE TABLE log (id INTEGER);
$(orqgen help findings | sed -n 's/^  \(-- orqgen:allow\)/\1/p')
CREATE INDEX i ON log (id);

-- +orqgen downgrade sqlite
DROP TABLE log;
SQL
    orq lint --level warning --json first0000001
    is_status 0
    [ -z "$stderr" ] || says "1 migration: 0 errors"
    [[ $output != *allow-unknown* ]]
}

@test "the exit codes of the topic are those of --help and of the README" {
    orq help exit-codes
    for code in 0 1 2 3 4 5 6 128+n; do
        grep -q "^  $code  " <<<"$output"
        grep -q "^| $code |" "$ORQ_ROOT/README.md"
    done
}

@test "what the topic on revisions names is understood" {
    project
    for name in first0000001 firs head heads base current +0 first0000001-1 first0000001@head; do
        orq show $name
        [[ $stderr != *"unknown"* ]] || { echo "$name: $stderr"; return 1; }
    done
}

@test "a near miss of a topic, and no near miss" {
    orq help revision-s
    is_status 2
    one_error
    says 'there is no command and no topic "revision-s" (did you mean "revisions"?)'
    orq help quite-something-else
    is_status 2
    [[ $stderr != *"did you mean"* ]]
    says "orqgen help lists them"
}
