import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../workers/local/bundle.ts'

/** A list of entries, what was asked that each of them answers, and what none of them does. */
export type Written = {
  name: string
  faqs: readonly { id: string; questions: readonly string[]; answer?: string; asked: readonly string[] }[]
  outside: readonly string[]
}

const folder = join(root, 'test', 'workflows', 'faq')

/** What is learned from: test/workflows/faq/learned. */
export const learnedLists = (): Written[] => listsOf('learned')

/** What is never learned from, and only asked: test/workflows/faq/asked. */
export const askedLists = (): Written[] => listsOf('asked')

function listsOf(kind: string): Written[] {
  const files = readdirSync(join(folder, kind)).filter((file) => file.endsWith('.json'))
  return files.sort().map((file) => {
    const list = JSON.parse(readFileSync(join(folder, kind, file), 'utf8'))
    return { name: file.slice(0, -'.json'.length), ...list }
  })
}
