# Two branches of the shop, on any engine: loaded behind what makes `project`.

# The shop at its first revision, and two branches on it that the model made, one after the other.
# Both are on the first; neither is applied.
two_branches() { # sed for one, sed for the other
    project
    cp schemas/shop.yaml before.yaml
    sed -i "$1" schemas/shop.yaml
    orqgen -q --autogenerate --rev-id aaaa00000001 -m "one" >/dev/null
    mkdir -p aside
    mv migrations/*_aaaa00000001_* aside/
    cp before.yaml schemas/shop.yaml
    sed -i "$2" schemas/shop.yaml
    orqgen -q --autogenerate --rev-id bbbb00000001 -m "two" >/dev/null
    mv aside/* migrations/
    sed -i "$1" schemas/shop.yaml
    rm -r aside before.yaml
}

# Three steps of the model behind the first revision: of the last one the database knows nothing.
three_steps() {
    project
    sed -i "$with_note" schemas/shop.yaml
    orqgen -q --autogenerate --rev-id aaaa00000001 -m "add note" >/dev/null
    orqgen -q upgrade
    sed -i 's/note: {type: text}/remark: {type: text, renamed_from: note}/' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id bbbb00000001 -m "call it remark" >/dev/null
    orqgen -q upgrade
    sed -i 's/, renamed_from: note//; s/^    indexes: .*/    indexes: [[customer_id], [remark]]/' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id cccc00000001 -m "index it" >/dev/null
}

# Steps of the model, for sed.
with_note='s/^      total:.*/&\n      note: {type: text}/'
with_mail='s/^      name:.*/&\n      mail: {type: text}/'
