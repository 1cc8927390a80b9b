# The reference project's own story, on PostgreSQL.
load postgres
load story

eval "$(declare -f setup | sed '1s/setup/server_setup/')"
setup() {
    server_setup
    export ORQGEN_PG_BIN=$ORQ_TEST_BIN
    story_begins
}

by_hand() { sql "$1"; }

@test "from init to a drift that is answered each way" {
    first_day
    add_rating
    drift_to_model
    drift_to_sql
    drift_waived
    story_ends
}
