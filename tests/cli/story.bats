# The reference project's own story, on SQLite.
load helper
load story

setup() {
    folder_made
    story_begins
}

teardown() { [ -z "${work:-}" ] || folder_gone; }

by_hand() { sql "$1"; }

@test "from init to a drift that is found" {
    first_day
    add_rating
    drift
    story_ends
}
