// SARIF against its schema, GitLab's report against that of the fields which GitLab documents, the
// lines for GitHub by GitHub's own reading of them, Mermaid by Mermaid.
import fs from 'node:fs'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { JSDOM } from 'jsdom'

const samples = ['plain', 'hostile', 'many', 'empty']
const read = (sample, format) => fs.readFileSync(`${sample}.${format}`, 'utf8')
let faults = 0
function check(name, ok, why) {
  console.log(`${ok ? 'ok' : 'not ok'} - ${name}${ok ? '' : `: ${why}`}`)
  if (!ok) faults++
}

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats(ajv)
const folder = 'node_modules/@microsoft/jest-sarif/lib/schemas/'
const sarifSchema = JSON.parse(fs.readFileSync(folder + 'sarif-2.1.0-rtm.5.json', 'utf8'))
// The draft of 2013 calls what later ones call $id so.
delete sarifSchema.$schema
delete sarifSchema.id
const sarif = ajv.compile(sarifSchema)

const codeQuality = ajv.compile(JSON.parse(fs.readFileSync('gitlab.schema.json', 'utf8')))

// As actions/runner reads a command (src/Runner.Common/ActionCommand.cs).
function command(line) {
  const match = /^::(error|warning|notice) (.*?)::(.*)$/.exec(line)
  if (!match) return null
  const back = (text) => text.replace(/%0D/g, '\r').replace(/%0A/g, '\n')
  const properties = {}
  for (const part of match[2].split(',')) {
    const at = part.indexOf('=')
    properties[part.slice(0, at)] = back(part.slice(at + 1))
      .replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%25/g, '%')
  }
  return { level: match[1], properties, message: back(match[3]).replace(/%25/g, '%') }
}

for (const sample of samples) {
  const log = JSON.parse(read(sample, 'sarif'))
  check(`sarif ${sample}`, sarif(log), ajv.errorsText(sarif.errors))
  const report = JSON.parse(read(sample, 'gitlab'))
  check(`gitlab ${sample}`, codeQuality(report), ajv.errorsText(codeQuality.errors))
  check(`gitlab ${sample}: fingerprints differ`,
    new Set(report.map((item) => item.fingerprint)).size === report.length, 'some are the same')
  const lines = read(sample, 'github').split('\n').slice(0, -1)
  const unread = lines.filter((line) => !command(line))
  check(`github ${sample}`, unread.length === 0, unread[0])
  JSON.parse(read(sample, 'json'))
}
const shown = read('hostile', 'github').split('\n').slice(0, -1).map(command)
const results = JSON.parse(read('hostile', 'sarif')).runs[0].results
check('github: a hostile text comes back as it was',
  results.some((result) => result.message.text === shown[0].message) &&
    decodeURIComponent(results[0].locations[0].physicalLocation.artifactLocation.uri) ===
      shown[0].properties.file, JSON.stringify(shown[0]))

const wrong = structuredClone(JSON.parse(read('plain', 'sarif')))
wrong.runs[0].results[0].level = 'dreadful'
const issue = JSON.parse(read('plain', 'gitlab'))[0]
const wrongIssues = [
  { ...issue, severity: 'error' }, { ...issue, fingerprint: '' }, { ...issue, fingerprint: 5 },
  { ...issue, location: { ...issue.location, path: './a.sql' } },
  { ...issue, location: { ...issue.location, lines: { begin: '5' } } },
  { ...issue, location: { path: 'a.sql' } }
].concat(Object.keys(issue).map((key) => {
  const { [key]: left, ...others } = issue
  return others
}))
check('the schema of GitLab takes what is right, and refuses what is wrong',
  codeQuality([issue]) && !wrongIssues.some((wrong) => codeQuality([wrong])) && !codeQuality(issue),
  'it is not so')
check('the schema of SARIF refuses what is wrong', !sarif(wrong), 'it took it')

const { window } = new JSDOM('<!doctype html><body></body>')
Object.assign(globalThis, { window, document: window.document })
const mermaid = (await import('mermaid')).default
for (const sample of ['plain', 'hostile']) {
  const diagram = /```mermaid\n([\s\S]*?)\n```/.exec(read(sample, 'markdown'))
  const kind = diagram && (await mermaid.parse(diagram[1], { suppressErrors: true }))
  check(`mermaid ${sample}`, kind && kind.diagramType === 'er', diagram && diagram[1])
}
process.exit(faults ? 1 : 0)
