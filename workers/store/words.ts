import type { WordList } from '../../schema/words.ts'
import { json, number, text, textOrNull } from './cell.ts'
import type { Database, Row } from './database.ts'
import { RAISE_REVISION } from './revision.ts'

export type ListedWords = Omit<WordList, 'words'> & { count: number; updatedAt: number }

const HEAD = 'id, name, action, direction, locale, whole_words, count, stamp, updated_at'

/** All lists without their words. */
export const READ_WORD_LISTS = { sql: `SELECT ${HEAD} FROM word_lists ORDER BY id`, params: [] }

export async function listWords(db: Database): Promise<ListedWords[]> {
  const [lists] = await db.batch([READ_WORD_LISTS])
  return (lists?.rows ?? []).map(toListed)
}

/** These lists with their words. */
export async function loadWords(db: Database, ids: readonly string[]): Promise<(ListedWords & WordList)[]> {
  const rows = await db.rows(
    'SELECT w.* FROM json_each(?1) k CROSS JOIN word_lists w ON w.id = k.value',
    JSON.stringify(ids),
  )
  return rows.map((row) => ({ ...toListed(row), words: json<string[]>(row.words) }))
}

/** Write a list whole. With `known` only over the list as it was then; answers whether it was written. */
export async function saveWords(
  db: Database,
  list: WordList,
  { now, known }: { now: number; known?: string | undefined },
): Promise<boolean> {
  const sql = `INSERT INTO word_lists (id, name, action, direction, locale, whole_words, count, stamp, updated_at, words)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE ?11 IS NULL OR EXISTS (SELECT 1 FROM word_lists WHERE id = ?1 AND stamp = ?11)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, action = excluded.action, direction = excluded.direction,
    locale = excluded.locale, whole_words = excluded.whole_words, count = excluded.count, stamp = excluded.stamp,
    updated_at = excluded.updated_at, words = excluded.words`
  const { id, name, action, direction, locale, whole_words: whole, stamp, words } = list
  const [written] = await db.batch([
    {
      sql,
      params: [
        ...[id, name, action, direction, locale],
        ...[whole ? 1 : 0, words.length, stamp, now, JSON.stringify(words), known ?? null],
      ],
    },
    RAISE_REVISION,
  ])
  return (written?.changes ?? 0) > 0
}

export async function deleteWords(db: Database, id: string): Promise<boolean> {
  const [deleted] = await db.batch([{ sql: 'DELETE FROM word_lists WHERE id = ?1', params: [id] }, RAISE_REVISION])
  return (deleted?.changes ?? 0) > 0
}

export function toListed(row: Row): ListedWords {
  return {
    id: text(row.id),
    name: text(row.name),
    action: text(row.action) as WordList['action'],
    direction: text(row.direction) as WordList['direction'],
    locale: textOrNull(row.locale),
    whole_words: row.whole_words === 1,
    stamp: text(row.stamp),
    count: number(row.count),
    updatedAt: number(row.updated_at),
  }
}
