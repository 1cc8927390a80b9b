load helper

@test "inspect, then check against it, finds nothing" {
    project
    sql "CREATE VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY 1;
         CREATE TRIGGER t AFTER INSERT ON orders BEGIN UPDATE orders SET total = 0 WHERE total IS NULL; END;"
    orq inspect
    is_status 0
    [ -z "$stderr" ]
    mkdir found
    echo "$output" >found/model.yaml
    orq diff database found/model.yaml --exit-code
    is_status 0
    [[ $(cat found/model.yaml) != *orqgen_revisions* ]]
}

@test "another database" {
    sqlite3 other.db "CREATE TABLE \"odd name\" (a INTEGER PRIMARY KEY, \"select\" TEXT)"
    orq inspect sqlite:other.db
    is_status 0
    prints "odd name"
}

@test "model prints what is meant in a dialect" {
    project
    orq model orders
    is_status 0
    prints "table orders"
    prints "customer_id"
    prints "foreign key orders_customer_id_fkey (customer_id) references customers (id) on delete cascade"
    prints "index orders_customer_id_idx (customer_id)"
    sed -i 's/total: {type: integer/total: {type: jsonb/; s/, check: total >= 0//' schemas/shop.yaml
    orq model orders --dialect postgresql
    is_status 0
    prints "jsonb"
    orq model orders --json
    prints '"type": "TEXT"'
    orq model ordres
    is_status 2
    says 'did you mean "orders"?'
}

@test "model prints what only PostgreSQL has, statement or none" {
    cp "$ORQ_ROOT"/tests/model/accepted/postgresql_objects.yaml model.yaml
    orq model --model model.yaml --dialect postgresql
    is_status 0
    orq model --model model.yaml --dialect postgresql --json
    is_status 0
    jq -e '.definitions | length == 13' <<<"$output"
    cat >model.yaml <<'YAML'
enums:
  mood: {values: [glad, sad]}
domains:
  amount: {type: integer, checks: {positive: VALUE > 0}}
composites:
  pair: {columns: {a: {type: integer}, bb: {type: text}}}
tables:
  t:
    columns: {id: {type: integer}}
    policies:
      own: {using: id > 0}
views:
  v: {sql: SELECT 1 AS one}
YAML
    orq model --model model.yaml --dialect postgresql
    is_status 0
    prints "enum mood
  values: glad, sad"
    prints "domain amount
  type: integer
  check positive: VALUE > 0"
    prints "composite type pair
  a   integer  null
  bb  text     null"
    prints "policy own on t"
    prints "  using: id > 0"
    prints "SELECT 1 AS one"
    orq model own --model model.yaml --dialect postgresql --json
    is_status 0
    [ "$(jq -r '.definitions[0].attributes.using' <<<"$output")" = "id > 0" ]
}

@test "a database that does not exist" {
    orq inspect nothere.db
    is_status 3
    one_error
    says "nothere.db: no such database"
    [[ $stderr != *upgrade* && $stderr != *--db* ]]
    orq inspect
    is_status 3
    one_error
    [ ! -e orchestrator.db ]
}
