load postgres

@test "what is left out of a foreign table is told" {
    admin -c "CREATE FOREIGN DATA WRAPPER far" -c "CREATE SERVER other FOREIGN DATA WRAPPER far" \
        -c "CREATE TABLE m (k integer) PARTITION BY LIST (k)" \
        -c "CREATE FOREIGN TABLE m_far PARTITION OF m FOR VALUES IN (1) SERVER other" \
        -c "ALTER FOREIGN TABLE m_far ALTER k OPTIONS (ADD column_name 'key')"
    orq inspect "$(url)"
    is_status 0
    says "warning: options of columns of foreign table m_far, a partition, are not read"
}

@test "a generated column that is not stored is for PostgreSQL 18" {
    mkdir schemas
    cat >schemas/t.yaml <<'END'
tables:
  t:
    columns:
      name: {type: text}
      loud: {type: text, generated: {as: upper(name)}}
END
    orq --autogenerate -m "loud"
    if [ "$(admin -c "SHOW server_version_num")" -ge 180000 ]; then
        is_status 0
    else
        is_status 2
        says "schemas/t.yaml:5:7: error: column t.loud is generated and not stored"
        says "add to generated:  stored: true"
    fi
}

@test "a partition without its bounds is shown how to say them" {
    mkdir schemas
    cat >schemas/t.yaml <<'END'
tables:
  t:
    columns: {k: {type: text}}
    postgresql: {partition_by: {list: [k]}, partitions: {rest: default}}
END
    orq --autogenerate -m "parts"
    is_status 2
    says "{modulus: 4, remainder: 0} or {default: true}"
}
