import { parseArgs } from 'node:util'
import { isObject, type JsonObject } from '../../schema/json.ts'

export type Arguments = {
  command: 'check' | 'simulate' | 'test' | 'new' | 'help'
  files: string[]
  scenarios: string[]
  json: boolean
  strict: boolean
  quiet: boolean
  inputs: JsonObject
}

export type ReadArguments = ({ kind: 'arguments' } & Arguments) | { kind: 'problem'; why: string }

export function readArguments(args: readonly string[]): ReadArguments {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return { kind: 'problem', why: error instanceof Error ? error.message : String(error) }
  }
  const { values, positionals } = parsed
  const [command = 'help', ...files] = positionals
  const { json = false, strict = false, quiet = false, scenario: scenarios = [] } = values
  if (values.help || command === 'help')
    return { kind: 'arguments', command: 'help', files, scenarios, json, strict, quiet, inputs: {} }
  if (command !== 'check' && command !== 'simulate' && command !== 'test' && command !== 'new')
    return { kind: 'problem', why: `there is no command ${command}` }
  if (files.length === 0 && command !== 'test')
    return { kind: 'problem', why: command === 'new' ? 'new workflow NAME, or new template NAME?' : 'which FILE?' }
  if (command === 'simulate' && scenarios.length === 0) return { kind: 'problem', why: 'which --scenario?' }
  const inputs = values.inputs === undefined ? {} : objectOf(values.inputs)
  if (!inputs) return { kind: 'problem', why: '--inputs takes a JSON object' }
  return { kind: 'arguments', command, files, scenarios, json, strict, quiet, inputs }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      strict: { type: 'boolean' },
      quiet: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      inputs: { type: 'string' },
      scenario: { type: 'string', multiple: true },
    },
  })
}

function objectOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}
