# What a database holds, as text to compare: for the scripts here, which source it.
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)

# What Debian calls psql and pg_dump looks for the newest in Perl, which costs more than they do.
if [ -z "${ORQ_TEST_DUMPS-}" ]; then
    for bin in /usr/lib/postgresql/*/bin; do
        [ -x "$bin/psql" ] && PATH=$bin:$PATH
    done
    # The newest server that pg_dump reads; whoever is called from here need not ask again.
    ORQ_TEST_DUMPS=$(pg_dump --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
    export PATH ORQ_TEST_DUMPS
fi

# Nobody labels anything here, and to look for labels costs a tenth of the dump.
oracle_dump() { # database
    pg_dump -s --no-owner --no-privileges --no-security-labels \
        -T '*.orqgen_revisions' -T '*.alembic_version' -d "$1" 2>dump.log |
        gawk -f "$here/dump.awk" | gawk -f "$here/numbered.awk"
}

oracle_digest() { # database
    psql -XqAt0 -F ' ' -f "$here/digest.sql" -d "$1" 2>digest.log | LC_ALL=C sort -z | tr '\0' '\n'
}

# pg_dump reads servers up to its own version; of newer ones the digest has to do.
oracle() { # server_version_num database
    if [ "$ORQ_TEST_DUMPS" -ge $(($1 / 10000)) ]; then
        oracle_dump "$2"
    else
        oracle_digest "$2"
    fi
}
