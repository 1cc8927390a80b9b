# The reference project's own story, on SQLite.
load helper
load story

setup() {
    folder_made
    story_begins
}

teardown() { [ -z "${work:-}" ] || folder_gone; }

# What begins with a comment looks like an option.
by_hand() { sqlite3 -bail orchestrator.db <<<"$1"; }

@test "from init to a drift that is answered each way" {
    first_day
    add_rating
    drift_to_model
    drift_to_sql
    drift_waived
    story_ends
}
