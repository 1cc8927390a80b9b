load helper

# Writes a model and has it judged: exit code 2, one message, at a position.
rejects() { # position message
    orq check
    is_status 2
    one_error
    says "schemas/m.yaml:$1"
    says "$2"
    [ -z "$output" ]
}

setup_model() {
    mkdir -p schemas
    sqlite3 orchestrator.db "CREATE TABLE t (a INTEGER PRIMARY KEY)"
    cat >schemas/m.yaml
}

@test "malformed YAML" {
    setup_model <<<'tables: {t: [}'
    rejects 1: "error:"
}

@test "tabs" {
    printf 'tables:\n\tt: {}\n' | setup_model
    rejects 2:1 "tab"
}

@test "unreadable" {
    setup_model <<<'tables: {}'
    chmod 000 schemas/m.yaml
    run --separate-stderr as_nobody check
    is_status 2
    one_error
    says "schemas/m.yaml"
}

@test "no UTF-8" {
    printf 'tables: {"\xff": {}}\n' | setup_model
    orq check
    is_status 2
    says "schemas/m.yaml"
}

@test "an unknown key" {
    setup_model <<<'tables: {t: {colums: {a: {type: integer}}}}'
    orq check
    is_status 2
    says 'schemas/m.yaml:1:14: error:'
    says '(did you mean "columns"?)'
}

@test "an unknown type" {
    setup_model <<<'tables: {t: {columns: {a: {type: uiid}}}}'
    rejects 1:34 '"uiid" (did you mean "uuid"?)'
}

@test "a name twice" {
    printf 'tables:\n  t: {columns: {a: {type: integer}}}\n  t: {columns: {a: {type: integer}}}\n' | setup_model
    rejects 3:3 '"t"'
}

@test "a table in two files" {
    setup_model <<<'tables: {t: {columns: {a: {type: integer}}}}'
    cp schemas/m.yaml schemas/n.yaml
    orq check
    is_status 2
    says "schemas/n.yaml:1:"
    says "schemas/m.yaml:1:"
}

@test "a foreign key to a missing table, and to a missing column" {
    setup_model <<<'tables: {t: {columns: {a: {type: integer, references: {table: u, column: b}}}}}'
    rejects 1: '"u"'
    setup_model_again='tables: {t: {columns: {a: {type: integer, primary_key: true}, c: {type: integer, references: {table: t, column: b}}}}}'
    echo "$setup_model_again" >schemas/m.yaml
    rejects 1: '"b"'
}

@test "two primary keys" {
    setup_model <<<'tables: {t: {primary_key: [a], columns: {a: {type: integer, primary_key: true}}}}'
    orq check
    is_status 2
    says "schemas/m.yaml:1:"
    says "primary key"
}

@test "an expression that is none" {
    setup_model <<<'tables: {t: {columns: {a: {type: integer, check: "a > (1"}}}}'
    rejects 1: "error:"
}

@test "views that need each other" {
    setup_model <<'YAML'
tables: {t: {columns: {a: {type: integer, primary_key: true}}}}
views:
  v: {sql: SELECT * FROM w}
  w: {sql: SELECT * FROM v}
YAML
    orq check
    is_status 2
    says "schemas/m.yaml:"
}

@test "all faults in one run" {
    printf 'tables:\n  t: {columns: {a: {tpye: text}}}\n  u: {columns: {a: {typ: text}}}\n' | setup_model
    orq check
    is_status 2
    says "schemas/m.yaml:2:"
    says "schemas/m.yaml:3:"
}

@test "names with quotes, line ends and SQL in them" {
    setup_model <<'YAML'
tables:
  "x\"; DROP TABLE t; --":
    columns:
      "a'b": {type: integer, primary_key: true}
      "line\nDELETE FROM t;": {type: text}
  t: {columns: {a: {type: integer, primary_key: true}}}
YAML
    rm orchestrator.db
    orq --autogenerate -m hostile
    is_status 0
    orq upgrade
    is_status 0
    orq check
    is_status 0
    [ "$(sql "SELECT count(*) FROM t")" -eq 0 ]
}

@test "an empty folder, and an empty file" {
    mkdir schemas
    orq check
    is_status 2
    one_error
    says "schemas"
}

@test "what only the engine finds wrong is a proof that failed" {
    project
    sed -i 's/indexes: .*/indexes: [[{expr: nosuch(total)}]]/' schemas/shop.yaml
    orq --autogenerate -m "wrong"
    is_status 5
    says "proof failed: the upgrade does not run on a scratch database without rows: "
    says "nosuch"
    says "nothing was written"
    [ "$(ls migrations | wc -l)" -eq 1 ]
}
