#!/usr/bin/env bash
# Runs a command on a server that server.sh started in FOLDER: with-server.sh FOLDER COMMAND...
# ORQ_TEST_PG is its URL, ORQ_TEST_SOCKET the folder of its socket, ORQ_TEST_BIN that of the server's
# programs. Exits with 77 where it could not be had.
set -euo pipefail
source "$(dirname "$0")/oracle.sh"
if [ ! -f "$1/socket" ]; then
    echo "SKIPPED: no server in $1"
    exit 77
fi
ORQ_TEST_SOCKET=$(cat "$1/socket")
ORQ_TEST_BIN=$(cat "$1/bin")
export ORQ_TEST_SOCKET ORQ_TEST_BIN ORQ_TEST_PG="postgresql:///postgres?host=$ORQ_TEST_SOCKET&user=postgres"
shift
exec "$@"
