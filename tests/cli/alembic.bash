# What Alembic leaves in a database: its table, and tables as its op.create_table makes them.


ALEMBIC_TABLE="CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);"

# alembic_at ID...: where Alembic has the database of `sql`.
alembic_at() {
    sql "DROP TABLE IF EXISTS alembic_version; $ALEMBIC_TABLE"
    for id in "$@"; do
        sql "INSERT INTO alembic_version (version_num) VALUES ('$id')"
    done
}

# The ids that its table holds, in a line.
alembic_says() {
    sql "SELECT version_num FROM alembic_version ORDER BY 1" | paste -sd' '
}

files() {
    find . -type f -name "*.yaml" -o -type f -path "./migrations/*" | sort
}

# An upgrade section's statements, without comments.
upgrade_of() {
    sed -n '/^-- +orqgen upgrade/,/^-- +orqgen downgrade/p' "$1" | grep -v '^--' | grep .
}
