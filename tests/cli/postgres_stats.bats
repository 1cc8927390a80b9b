load postgres

@test "sizes of tables, partitioned ones with their partitions" {
    sql "CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE);
         INSERT INTO users SELECT i, 'someone' || i FROM generate_series(1, 1000) i;
         CREATE TABLE parted (id bigint) PARTITION BY RANGE (id);
         CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (100);
         CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (100) TO (200);
         INSERT INTO parted SELECT generate_series(0, 199);
         CREATE SCHEMA audit; CREATE TABLE audit.log (x text);
         ANALYZE;"
    orq stats
    is_status 0
    [ "$(printf %s "$output" | tr -d ' \n' | sed 's/"bytes":[0-9]*,"index_bytes":[0-9]*/SIZE/g; s/.*"tables"//')" = \
        ':[{"table":"parted","rows":200,SIZE,"indexes":0},{"table":"parted_1","rows":100,SIZE,"indexes":0},{"table":"parted_2","rows":100,SIZE,"indexes":0},{"table":"users","rows":1000,SIZE,"indexes":2},{"table":"audit.log","rows":0,SIZE,"indexes":0}]}' ]
    [[ $output != *someone* ]]
    [ -z "$stderr" ]
}
