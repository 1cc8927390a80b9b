# What the tests of check --fix share, on either engine.

# The lines that a patch takes and adds, in order.
changed_lines() {
    grep -E '^[-+]' fix.patch | grep -vE '^(---|\+\+\+) '
}

# Taken over, the drift becomes a migration, and the database is clean.
recorded() {
    orq --autogenerate --include-drift -m "what was changed by hand"
    is_status 0
    orq upgrade --allow-data-loss
    is_status 0
    orq check
    is_status 0
    [ -z "$stderr" ]
    orq check --history
    is_status 0
    orq check --fix model
    is_status 0
    says "nothing has drifted"
}
