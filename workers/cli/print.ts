import { readFileSync } from 'node:fs'
import type { Problem } from '../../workflows/check/problem.ts'

export type ReadFile = { kind: 'text'; text: string } | { kind: 'problem'; problem: Problem }

/** A file's text; one that cannot be read is a problem like any other. */
export function readText(file: string): ReadFile {
  try {
    return { kind: 'text', text: readFileSync(file, 'utf8') }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const message = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`
    return { kind: 'problem', problem: { path: '', message } }
  }
}

/** `file:line:column: error: message` as compilers write it, so that editors find the place. */
export function problemText(file: string, severity: 'error' | 'warning', problem: Problem): string {
  const { path, line, column, message, hint } = problem
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`
  const where = path === '' ? '' : ` [${path}]`
  return `${place}: ${severity}: ${message}${where}${hint === undefined ? '' : `\n    ${hint}`}`
}

/** `1 error`, `2 errors`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`
}
