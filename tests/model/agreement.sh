#!/bin/sh
# agreement.sh <source folder> <build folder>
# Installs the validator into the build folder and runs agreement.mjs there.
set -eu
root=$1
. "$root/tests/npm.sh"
install_packages "$root/tests/model" "$2/model-agreement" "the validator"
cp "$root/tests/model/agreement.mjs" .
exec node agreement.mjs "$root"
