# What a database holds, as text to compare: for the scripts here, which source it.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# What Debian calls psql and pg_dump looks for the newest in Perl, which costs more than they do.
for bin in /usr/lib/postgresql/*/bin; do
    [ -x "$bin/psql" ] && PATH=$bin:$PATH
done

oracle_dump() { # database
    pg_dump -s --no-owner --no-privileges -T '*.orqgen_revisions' -T '*.alembic_version' -d "$1" 2>dump.log |
        gawk -f "$here/dump.awk"
}

oracle_digest() { # database
    psql -XqAt0 -F ' ' -f "$here/digest.sql" -d "$1" 2>digest.log | LC_ALL=C sort -z | tr '\0' '\n'
}

# pg_dump reads servers up to its own version; of newer ones the digest has to do.
oracle() { # server_version_num database
    local dumps
    dumps=$(pg_dump --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
    if [ "$dumps" -ge $(($1 / 10000)) ]; then
        oracle_dump "$2"
    else
        oracle_digest "$2"
    fi
}
