import type { Database, Statement } from './database.ts'

export type Along = {
  db: Database
  /** Whether it was written, and whether what took it along changed anything else. */
  written: () => 'no' | 'alone' | 'with a change'
}

/** The same database, whose first batch that writes takes one more statement along: both are there, or neither. */
export function takingAlong(db: Database, statement: () => Statement): Along {
  let written: ReturnType<Along['written']> = 'no'
  const batch: Database['batch'] = async (statements) => {
    if (written === 'with a change' || !statements.some(({ sql }) => WRITES.test(sql))) return db.batch(statements)
    const answers = (await db.batch([...statements, statement()])).slice(0, -1)
    written = answers.some(({ changes }) => changes > 0) ? 'with a change' : 'alone'
    return answers
  }
  return {
    db: { batch, rows: async (sql, ...params) => (await batch([{ sql, params }]))[0]?.rows ?? [] },
    written: () => written,
  }
}

const WRITES = /^\s*(INSERT|UPDATE|DELETE|REPLACE|WITH\b[\s\S]*\b(INSERT|UPDATE|DELETE)\b)/i
