load reshape

# A second and a third migration, pending, and the second edited after the third was made on it.
edited() {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    orqgen -q revision -m "by hand" --rev-id hand00000001 >/dev/null
    sed -i 's/ALTER TABLE orders ADD COLUMN note TEXT/& DEFAULT 0/' "$(path_of note00000001)"
}

@test "the hash of an edited parent is repaired" {
    edited
    orq upgrade
    is_status 2
    says "is not the one that hand00000001 was made on"
    before=$(grep -v parent: "$(path_of hand00000001)")
    orq rehash
    is_status 0
    [ "$output" = "$(path_of hand00000001)" ]
    says "wrote hand00000001: the hash of its parent note00000001"
    [ "$(grep -v parent: "$output")" = "$before" ]
    orq upgrade
    is_status 0
    orq rehash
    is_status 0
    says "nothing to do"
    [ -z "$output" ]
}

@test "--dry-run names the files" {
    edited
    snapshot
    orq rehash --dry-run
    is_status 0
    [ "$output" = "$(path_of hand00000001)" ]
    says "would write hand00000001"
    unchanged
    orq rehash --dry-run --json
    is_status 0
    [ "$(jq -r '.[0] | .file + " " + .parents[0]' <<<"$output")" = "$(path_of hand00000001) note00000001" ]
    unchanged
}

@test "an applied parent that was edited is refused" {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    echo "CREATE TABLE more (a);" >more
    sed -i '/^CREATE TABLE orders/{
        r more
        N
    }' "$(path_of first0000001)"
    snapshot
    orq rehash
    is_status 2
    says "was edited after it was applied"
    unchanged
}

@test "an applied migration is left alone" {
    edited
    orqgen -q rehash
    orqgen -q upgrade
    sed -i 's/^-- parent: note00000001 sha256:..../-- parent: note00000001 sha256:0000/' "$(path_of hand00000001)"
    snapshot
    orq rehash
    is_status 2
    says "revision hand00000001 is applied"
    unchanged
}

@test "a line without a hash gets one, of every parent of a merge" {
    project
    file one first0000001
    file two first0000001
    file both "one two"
    printf '%s\r\n' "$(sed 's/$/\r/' migrations/both.sql)" >migrations/crlf
    mv migrations/crlf migrations/both.sql
    orq rehash
    is_status 0
    [ "${#lines[@]}" -eq 3 ]
    [ "$(grep -c -- '-- parent: .* sha256:' migrations/both.sql)" -eq 2 ]
    [ "$(grep -vc $'\r' migrations/both.sql)" -eq 0 ]
    orq upgrade
    is_status 0
}
