#!/bin/sh
# examples.sh <source folder> <build folder>
# Installs the schemas into the build folder and runs examples.mjs there.
set -eu
root=$1
. "$root/tests/npm.sh"
install_packages "$root/tests/ci" "$2/ci-examples" "the schemas"
cp "$root/tests/ci/examples.mjs" .
exec node examples.mjs "$root/README.md" "$root/.pre-commit-hooks.yaml"
