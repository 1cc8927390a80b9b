load postgres

# A table of so many rows, 10,000, at its first revision: tasks [ROWS]
tasks() {
    mkdir -p schemas migrations
    cat >schemas/tasks.yaml <<'YAML'
model: tasks
dialects: [postgresql]
tables:
  task:
    columns:
      id: {type: integer, primary_key: true}
      title: {type: text}
YAML
    orqgen -q --autogenerate --rev-id first0000001 -m "tasks" >/dev/null
    orqgen -q upgrade
    sql "INSERT INTO task SELECT g * 3, 'task ' || g FROM generate_series(1, ${1:-10000}) g"
}

# A trigger that keeps which row was changed in which transaction; autogenerate knows nothing of it.
counted() {
    sql "CREATE SCHEMA audit;
         CREATE TABLE audit.changed (id integer, txid bigint)"
    trigger note BEFORE "FOR EACH ROW" "INSERT INTO audit.changed VALUES (NEW.id, txid_current());"
}

# A trigger of UPDATE on task: trigger NAME WHEN FOR_EACH BODY
trigger() {
    sql "CREATE FUNCTION audit.$1() RETURNS trigger LANGUAGE plpgsql AS
         \$\$ BEGIN $4 RETURN NEW; END \$\$;
         CREATE TRIGGER $1 $2 UPDATE ON task $3 EXECUTE FUNCTION audit.$1()"
}

# Changing this row takes a minute.
stuck_at() {
    trigger wait BEFORE "FOR EACH ROW WHEN (NEW.id = $1)" "PERFORM pg_sleep(60);"
}

# backfill LINE STATEMENT [MORE]: a second revision, pending, that adds task.state and fills it.
backfill() {
    second=migrations/20990101000000_second.sql
    cat >$second <<SQL
-- orqgen migration: states
-- revision: second000001
-- parent: first0000001

-- +orqgen upgrade postgresql
${3:-ALTER TABLE task ADD COLUMN state text;}

-- +orqgen step backfill $1
-- of the tasks that are there
$2;

-- +orqgen step
COMMENT ON TABLE task IS 'with states';

-- +orqgen downgrade postgresql
COMMENT ON TABLE task IS NULL;
ALTER TABLE task DROP COLUMN state;
SQL
}

# How many rows the trigger saw, how many of them more than once, and in how many transactions.
seen() {
    sql "SELECT count(DISTINCT id) || ' ' || count(*) - count(DISTINCT id) || ' '
             || count(DISTINCT txid) FROM audit.changed"
}

state() {
    sql "SELECT state FROM orqgen_revisions WHERE revision = 'second000001'"
}

@test "10,000 rows in batches of 1,000, each row once" {
    tasks
    counted
    backfill "task key id batch 1000" "UPDATE task SET state = 'open' WHERE state IS NULL"
    orq upgrade
    is_status 0
    says "step 2 of 3 ... done"
    [ "$(seen)" = "10000 0 10" ]
    [ "$(sql "SELECT count(*) FROM task WHERE state = 'open'")" -eq 10000 ]
    [ "$(state)" = applied ]
    orq upgrade
    is_status 0
    says "nothing to do"

    dumped "$db" >up.sql
    orq downgrade -1 --allow-data-loss
    is_status 0
    orq upgrade
    is_status 0
    [ "$(seen)" = "10000 10000 20" ]
    dumped "$db" | diff up.sql -
}

@test "killed between two batches: the next run goes on behind the last one" {
    tasks
    counted
    backfill "task key id batch 1000" "UPDATE task SET state = 'open' WHERE state IS NULL"
    # The row 18000 (the 6,000th) waits; the others are quick.
    stuck_at 18000
    orqgen upgrade >out 2>err 3>&- &
    upgrade=$!
    until_true "SELECT count(*) > 0 FROM orqgen_revisions WHERE state LIKE '% 5000 15000'"
    kill -9 $upgrade
    finished $upgrade
    is_status 137
    admin -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '$db' AND pid <> pg_backend_pid()" >/dev/null
    [ "$(state)" = "up 2 backfill task id 5000 15000" ]
    [ "$(seen)" = "5000 0 5" ]

    orq current
    is_status 0
    prints "its upgrade stopped part-way: 1 of 3 steps are done"
    prints "step 2 is a backfill that was stopped"
    prints "done: 5000 rows, up to id = 15000; the next run goes on behind them"
    prints "UPDATE task SET state = 'open' WHERE state IS NULL;"
    prints "next: orqgen upgrade second000001"
    orq current --json
    prints '"rows_done": 5000'
    prints '"15000"'

    # What was written meanwhile in front of the key has its value, behind it gets one.
    sql "DROP TRIGGER wait ON task;
         INSERT INTO task VALUES (1, 'early', 'new'), (15001, 'late', NULL)"
    orq upgrade
    is_status 0
    [ "$(seen)" = "10001 0 11" ]
    [ "$(sql "SELECT state FROM task WHERE id = 1")" = new ]
    [ "$(sql "SELECT count(*) FROM task WHERE state IS NULL")" -eq 0 ]
    [ "$(state)" = applied ]
}

@test "the server ends the connection, a row is refused, a signal comes: told, and gone on with" {
    tasks 500
    counted
    backfill "task key id batch 100" "UPDATE task SET state = 1 / (id - 750)"
    orq upgrade
    is_status 6
    one_error
    says "$second:10:1: error: division by zero"
    says "1 of 3 steps of the upgrade of second000001 are done and stay; step 2 failed"
    says "of step 2, 200 rows, up to id = 600 are done, and stay"
    says "the next run goes on behind them, in step 2"
    [ "$(state)" = "up 2 backfill task id 200 600: division by zero" ]
    orq current
    prints "step 2 failed: division by zero"
    prints "done: 200 rows, up to id = 600"

    # The statement may be corrected; not what it goes by.
    sed -i 's/key id/key title/' $second
    orq upgrade
    is_status 2
    one_error
    says "$second:8:1: error: the backfill of second000001 was begun with another table or key"
    says "of task: 200 rows, up to id = 600 are done"
    sed -i 's/key title batch 100/key id batch 50/; s/ - 750/ - 751/' $second
    trigger die BEFORE "FOR EACH ROW WHEN (NEW.id = 1200)" "PERFORM pg_terminate_backend(pg_backend_pid());"
    orq upgrade
    is_status 6
    [ "$(state)" = "up 2 backfill task id 350 1050" ]

    sql "DROP TRIGGER die ON task"
    stuck_at 1350
    interruptible upgrade >out 2>err 3>&- &
    upgrade=$!
    until_true "SELECT count(*) > 0 FROM orqgen_revisions WHERE state LIKE '% 400 1200'"
    kill -INT $upgrade
    finished $upgrade
    is_status 130
    grep "step 2 was stopped" err
    grep "to go on: orqgen upgrade" err
    [ "$(state)" = "up 2 backfill task id 400 1200" ]
    sql "DROP TRIGGER wait ON task"
    orq upgrade
    is_status 0
    [ "$(sql "SELECT count(DISTINCT id) || ' ' || count(*) - count(DISTINCT id) FROM audit.changed")" = "500 0" ]
}

@test "a row that another session holds is waited for, and had in the end" {
    tasks 300
    counted
    backfill "task key id batch 100" "UPDATE task SET state = 'open'"
    holding 5 "SELECT * FROM task WHERE id = 450 FOR UPDATE"
    orq upgrade
    is_status 0
    [ "$(seen)" = "300 0 3" ]
}

@test "keys of several columns, of text, and twice the same" {
    tasks 0
    sql "CREATE TABLE pair (tenant text, id bigint, v int, PRIMARY KEY (tenant, id));
         CREATE TABLE twice (k text NOT NULL, v int);
         CREATE INDEX ON twice (k);
         INSERT INTO pair SELECT 'a, b: ' || g % 7 || ' %''\\', g FROM generate_series(1, 1000) g;
         INSERT INTO twice SELECT 'k' || g / 30 FROM generate_series(1, 1000) g"
    cat >migrations/20990101000000_second.sql <<'SQL'
-- orqgen migration: keys
-- revision: second000001
-- parent: first0000001

-- +orqgen upgrade postgresql
-- orqgen:allow data-loss -- they are counters
-- +orqgen step backfill pair key tenant, id batch 90
UPDATE pair AS p SET v = coalesce(v, 0) + 1 -- once
WHERE id > 0 OR false -- all
;
-- +orqgen step backfill public.twice key k batch 100
UPDATE ONLY public.twice SET v = coalesce(v, 0) + 1;

-- +orqgen downgrade postgresql
SQL
    orq upgrade
    is_status 0
    [ "$(sql "SELECT count(*), min(v), max(v), count(DISTINCT xmin::text) FROM pair")" = "1000|1|1|12" ]
    # No batch ends within a key: those of 100 rows end with the 120th, the last of its key.
    [ "$(sql "SELECT count(*), min(v), max(v) FROM twice")" = "1000|1|1" ]
    [ "$(sql "SELECT max(c) FROM (SELECT count(DISTINCT xmin::text) c FROM twice GROUP BY k) x")" -eq 1 ]
}

@test "the state of a text key with blanks and colons is read again" {
    tasks 0
    sql "CREATE TABLE pair (tenant text, id bigint, v int, PRIMARY KEY (tenant, id));
         INSERT INTO pair SELECT 'a, b: %20''\\', g FROM generate_series(1, 100) g"
    backfill "pair key tenant, id batch 10" "UPDATE pair SET v = coalesce(v, 0) + 1 / (id - 55)" "-- orqgen:allow data-loss -- it counts"
    orq upgrade
    is_status 6
    says "up to tenant = a, b: %20'\\\\, id = 50"
    orq current
    prints "step 1 failed: division by zero"
    prints "done: 50 rows, up to tenant = a, b: %20'\\\\, id = 50;"
    sed -i 's/1 \/ (id - 55)/1/' $second
    sql "UPDATE pair SET v = 1 WHERE v = 0"
    orq upgrade
    is_status 0
    [ "$(sql "SELECT count(*), min(v), max(v) FROM pair")" = "100|1|1" ]
}

@test "a key that may be NULL, or is not there, is refused before a row is changed" {
    tasks 10
    counted
    backfill "task key title batch 5" "UPDATE task SET state = 'open'"
    orq upgrade
    is_status 6
    one_error
    says "$second:8:1: error: the backfill goes by title, which may be NULL in task: such rows would not be met"
    says "go by the primary key"
    [ "$(seen)" = "0 0 0" ]
    sed -i 's/key title/key number/' $second
    orq upgrade
    is_status 6
    says "the backfill goes by number, which task does not have"
    sql "ALTER TABLE task ALTER title SET NOT NULL"
    sed -i 's/key number/key title/' $second
    orq upgrade
    is_status 0
    says "no index of task begins with title: each batch reads all of it"
    [ "$(seen)" = "10 0 2" ]
}

@test "lines and statements that are no backfill" {
    tasks 0
    while IFS='|' read -r line statement place words; do
        backfill "$line" "$statement"
        orq upgrade
        is_status 2
        one_error
        says "$second:$place: error: $words"
    done <<'CASES'
task key id|UPDATE task SET state = 1|8:37|the word "batch" is wanted here, and how many rows at a time
task id batch 5|UPDATE task SET state = 1|8:31|the word "key" is wanted here, and the columns to go by
task key id, batch 5|UPDATE task SET state = 1|8:45|the word "batch" is wanted here, and how many rows at a time
task key id batch 0|UPDATE task SET state = 1|8:44|the number of rows of a batch is wanted here: 1 to 10000000
task key id batch 5 rows|UPDATE task SET state = 1|8:46|nothing stands behind the number of rows
5 key id batch 5|UPDATE task SET state = 1|8:26|a name is wanted here
task key id batch 5|DELETE FROM task|10|a backfill holds an UPDATE of task, and nothing else
task key id batch 5|UPDATE others SET state = 1|10|the backfill is of task, and this is an UPDATE of others
task key id batch 5|UPDATE task SET id = 1|10|it changes id, which the backfill goes by: rows would be lost or met twice
task key id batch 5|UPDATE task SET state = 1 RETURNING id|10|a backfill has neither RETURNING nor CURRENT OF
task key id batch 5|UPDATE task SET state = 1; SELECT 1|8:1|a backfill holds exactly one statement, an UPDATE; this one holds 2
CASES
    backfill "task key id batch 5" "UPDATE task SET state = 1"
    sed -i 's/upgrade postgresql/upgrade sqlite/' $second
    orq upgrade
    is_status 2
    says '"step" belongs in a section for postgresql'
}

@test "rows that come in meanwhile" {
    tasks 3000
    counted
    backfill "task key id batch 100" "UPDATE task SET state = 'open' WHERE state IS NULL" \
        "ALTER TABLE task ADD COLUMN state text, ALTER COLUMN state SET DEFAULT 'new';"
    trigger slowly AFTER "FOR EACH STATEMENT" "PERFORM pg_sleep(0.05);"
    orqgen upgrade >out 2>err 3>&- &
    upgrade=$!
    until_true "SELECT count(*) > 0 FROM orqgen_revisions WHERE state LIKE 'up 2 backfill%'"
    for i in {1..40}; do
        sql "INSERT INTO task (id) VALUES ($i * 225 - 1)" || true
    done
    finished $upgrade
    is_status 0
    [ "$(sql "SELECT count(*) FILTER (WHERE state = 'open') || ' ' || count(*) FILTER (WHERE state = 'new')
              || ' ' || count(*) FROM task")" = "3000 40 3040" ]
    [ "$(sql "SELECT count(*) - count(DISTINCT id) FROM audit.changed")" -eq 0 ]
}

@test "back from where it stopped, and a dry run" {
    tasks 500
    counted
    dumped "$db" >before.sql
    backfill "task key id batch 100" "UPDATE task SET state = 1 / (id - 750)"
    orq upgrade
    is_status 6
    orq downgrade --partial --allow-data-loss
    is_status 0
    dumped "$db" | diff before.sql -
    sed -i 's/1 \/ (id - 750)/1/' $second
    orq upgrade --dry-run
    is_status 0
    says "rolled back"
    dumped "$db" | diff before.sql -
    orq upgrade
    is_status 0
}

@test "a script for psql commits each batch, and orqgen goes on where it ends" {
    tasks 1000
    counted
    backfill "task key id batch 100" "UPDATE task AS t SET state = 1 / (t.id - 1500) WHERE state IS NULL"
    orq upgrade first0000001:head --sql
    is_status 0
    printf '%s\n' "$output" >script.sql
    grep "LOOP" script.sql
    run psql -h "$socket" -U "$db" -d "$db" -Xq -f script.sql
    [ "$status" -eq 3 ]
    [ "$(state)" = "up 2 backfill task id 400 1200" ]
    sed -i 's/t.id - 1500/t.id - 1501/' $second
    orq upgrade
    is_status 0
    [ "$(seen)" = "1000 0 10" ]

    orq downgrade -1 --allow-data-loss
    orq upgrade first0000001:head --sql
    printf '%s\n' "$output" >script.sql
    psql -h "$socket" -U "$db" -d "$db" -Xq -f script.sql
    [ "$(state)" = applied ]
    [ "$(seen)" = "1000 1000 20" ]
    orq upgrade
    says "nothing to do"
}

@test "the script notes a text key as orqgen reads it" {
    tasks 0
    sql "CREATE SCHEMA \"S s\";
         CREATE TABLE \"S s\".pair (\"the tenant\" varchar(40), id bigint, v int, PRIMARY KEY (\"the tenant\", id));
         INSERT INTO \"S s\".pair SELECT 'a, b: \$\$ %20' || E'\\'\\\\', g FROM generate_series(1, 100) g"
    backfill '"S s".pair key "the tenant", id batch 10' \
        'UPDATE ONLY "S s".pair AS p SET v = coalesce(p.v, 0) + 1 / (id - 55) -- why' \
        "-- orqgen:allow data-loss -- it counts"
    orq upgrade first0000001:head --sql
    is_status 0
    printf '%s\n' "$output" >script.sql
    run psql -h "$socket" -U "$db" -d "$db" -Xq -f script.sql
    [ "$status" -eq 3 ]
    orq current
    prints "done: 50 rows, up to the tenant = a, b: \$\$ %20'\\\\, id = 50;"
    sql 'UPDATE "S s".pair SET v = 1 WHERE v = 0'
    sed -i 's/1 \/ (id - 55)/1/' $second
    orq upgrade
    is_status 0
    [ "$(sql 'SELECT count(*), min(v), max(v) FROM "S s".pair')" = "100|1|1" ]
}

# The model with a column that needs a value: wanted [COLUMN]
wanted() {
    local column="state: {type: text, nullable: false, default: new, backfill: open}"
    sed -i "s/title: .*/title: {type: text}\n      ${1:-$column}/" schemas/tasks.yaml
}

@test "autogenerate writes a backfill for a large table, and not for a small one" {
    tasks 5000
    wanted
    orq --autogenerate --dry-run --no-proof -m "states"
    is_status 0
    prints "UPDATE task SET state = 'open';"
    never grep -q "step backfill" <<<"$output"
    cat >orqgen.yaml <<'YAML'
lint: {limits: {backfill-with-ddl: {rows: 5000}}}
YAML
    orq --autogenerate -m "states"
    is_status 0
    says "up, down and up again"
    orq preflight
    is_status 0
    never grep "not judged:" <<<"$output"
    counted
    dumped "$db" >before.sql
    grep -A2 -e "-- +orqgen step backfill task key id batch 1000" migrations/*_states.sql
    grep "UPDATE task SET state = 'open' WHERE state IS NULL;" migrations/*_states.sql
    orq upgrade
    is_status 0
    orq check
    is_status 0
    [ "$(seen)" = "5000 0 5" ]
    dumped "$db" >up.sql
    [ "$(sql "SELECT is_nullable, column_default FROM information_schema.columns
              WHERE table_name = 'task' AND column_name = 'state'")" = "NO|'new'::text" ]
    orq downgrade -1 --allow-data-loss
    is_status 0
    dumped "$db" | diff before.sql -
    orq upgrade
    is_status 0
    dumped "$db" | diff up.sql -
}

@test "what it writes is run while others write: no row is left without a value" {
    tasks 5000
    wanted "size: {type: integer, nullable: false, backfill: 1}"
    echo "lint: {limits: {backfill-with-ddl: {rows: 5000}}}" >orqgen.yaml
    orq --autogenerate -m "sizes"
    is_status 0
    counted
    trigger slowly AFTER "FOR EACH STATEMENT" "PERFORM pg_sleep(0.3);"
    orqgen upgrade >out 2>err 3>&- &
    upgrade=$!
    until_true "SELECT count(*) > 0 FROM orqgen_revisions WHERE state LIKE 'up 2 backfill%'"
    sql "INSERT INTO task (id) VALUES (1), (15002)"
    finished $upgrade
    is_status 0
    [ "$(sql "SELECT count(*), count(*) FILTER (WHERE size = 1) FROM task")" = "5002|5002" ]
    orq check
    is_status 0
}

@test "a large table without a key is filled by one statement, which says why" {
    tasks 0
    sed -i 's/, primary_key: true//' schemas/tasks.yaml
    orqgen -q --autogenerate -m "no key" >/dev/null
    orqgen -q upgrade
    sql "INSERT INTO task SELECT g FROM generate_series(1, 2000) g"
    wanted
    echo "lint: {limits: {backfill-with-ddl: {rows: 1000}}}" >orqgen.yaml
    orq --autogenerate --dry-run -m "states"
    is_status 0
    prints "-- in one statement, though the table is large: it has no key to go by in batches, a primary key or a unique one without NULL"
    prints "UPDATE task SET state = 'open';"
}

@test "lint: a backfill is not with DDL, a whole table beside DDL is" {
    tasks 10
    backfill "task key id batch 1000" "UPDATE task SET state = 'open' WHERE state IS NULL"
    orq lint
    never grep -q "backfill-with-ddl" <<<"$output$stderr"
    orq review
    prints "step 2 [batches]"
    orq review --format json
    prints '"batch": 1000'
    sed -i '/step backfill/d' $second
    orq lint
    grep "backfill-with-ddl" <<<"$output$stderr"
    orq explain backfill-with-ddl
    prints "step backfill t key id batch 1000"
    orq help backfills
    is_status 0
    prints "step backfill"
}

@test "tenant schemas: each has its own batches" {
    tasks 0
    backfill "public.task key id batch 100" "UPDATE public.task SET state = (SELECT count(*) FROM public.task)" \
        "ALTER TABLE task ADD COLUMN state text; INSERT INTO task SELECT g FROM generate_series(1, 250) g;"
    sql 'CREATE SCHEMA acme; CREATE SCHEMA "Big Corp"'
    orq upgrade --target "schemas $(url) SELECT unnest(ARRAY['acme', 'Big Corp'])"
    is_status 0
    [ "$(sql 'SELECT count(*), count(DISTINCT xmin::text), min(state) FROM acme.task')" = "250|3|250" ]
    [ "$(sql 'SELECT count(*), count(DISTINCT xmin::text), min(state) FROM "Big Corp".task')" = "250|3|250" ]
    [ "$(sql 'SELECT count(*) FROM task')" -eq 0 ]
}

@test "down, too, and a migration that is nothing but a backfill" {
    tasks 300
    counted
    cat >migrations/20990101000000_second.sql <<'SQL'
-- orqgen migration: titles
-- revision: second000001
-- parent: first0000001

-- +orqgen upgrade postgresql
-- orqgen:allow data-loss -- they come back
-- +orqgen step backfill task key id batch 200
UPDATE task SET title = upper(title);

-- +orqgen downgrade postgresql
-- +orqgen step backfill task key id batch 100
UPDATE task SET title = lower(title);
SQL
    orq upgrade
    is_status 0
    [ "$(seen)" = "300 0 2" ]
    trigger die BEFORE "FOR EACH ROW WHEN (NEW.id = 450)" "PERFORM pg_terminate_backend(pg_backend_pid());"
    orq downgrade -1 --allow-data-loss
    is_status 6
    [ "$(state)" = "down 1 backfill task id 100 300" ]
    orq upgrade
    is_status 6
    says "finish it first: orqgen downgrade second000001-1"
    sql "DROP TRIGGER die ON task"
    orq downgrade second000001-1 --allow-data-loss
    is_status 0
    [ "$(seen)" = "300 300 5" ]
    [ "$(sql "SELECT count(*) FROM task WHERE title = lower(title)")" -eq 300 ]
    [ -z "$(state)" ]
}
