// The JSON Schema, asked by an independent validator, judges every example of tests/model as
// the reader does (examples.c holds the reader to the same folders). Run in the folder where
// node_modules is.
//   node agreement.mjs <source folder>
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const Ajv = require("ajv/dist/2020").default;
const YAML = require("yaml");

const root = process.argv[2];
const schema = JSON.parse(readFileSync(join(root, "schemas/model.schema.json"), "utf8"));
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

// What is no YAML, or YAML that no editor reads without an error, is rejected too.
function judge(file) {
  try {
    const model = YAML.parse(readFileSync(file, "utf8"), { version: "1.2", merge: true });
    const good = validate(model ?? {});
    return { good, why: JSON.stringify(validate.errors?.slice(0, 3)) };
  } catch (error) {
    return { good: false, why: error.message };
  }
}

function yamlFiles(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => join(root, folder, name));
}

const folders = [
  ["schemas", true],
  ["schemas/examples", true],
  ["tests/model/accepted", true],
  ["tests/model/semantic", true],
  ["tests/model/rejected", false],
];
let failures = 0;
let count = 0;
for (const [folder, expected] of folders) {
  for (const file of yamlFiles(folder)) {
    const { good, why } = judge(file);
    count++;
    if (good === expected) continue;
    failures++;
    console.error(`${file}: the schema ${good ? "accepts" : "rejects"} it, the reader does not\n  ${why}`);
  }
}
console.log(`${count} examples, ${failures} judged otherwise than by the reader`);
process.exit(failures === 0 && count > 0 ? 0 : 1);
