import { type CompiledList, compileList } from '../../workflows/words/lexicon.ts'
import type { Database } from '../store/database.ts'
import { type ListedWords, loadWords } from '../store/words.ts'

/** Lists ready to be looked for. Words are loaded and compiled only when their list has changed since. */
export function wordCache(db: Database): (listed: readonly ListedWords[]) => Promise<readonly CompiledList[]> {
  let known = new Map<string, CompiledList>()
  return async (listed) => {
    const missing = listed.filter(({ id, stamp }) => known.get(id)?.stamp !== stamp)
    const fresh =
      missing.length === 0
        ? []
        : await loadWords(
            db,
            missing.map(({ id }) => id),
          )
    const compiled = new Map(fresh.map((list) => [list.id, compileList(list)]))
    const lists = listed.flatMap(({ id }) => compiled.get(id) ?? known.get(id) ?? [])
    known = new Map(lists.map((list) => [list.id, list]))
    return lists
  }
}
