import type { WordAction, WordList } from '../../schema/words.ts'
import { fold } from './fold.ts'
import { type CompiledList, find, type Hit } from './lexicon.ts'

export type Found = { list: string; name: string; action: WordAction; hits: Hit[] }

type Asked = { direction: 'incoming' | 'outgoing'; locale: string }

/** What the lists for this direction and language say to a text, those that stop it first. */
export function look(lists: readonly CompiledList[], text: string, asked: Asked): Found[] {
  const applying = lists.filter((list) => applies(list, asked))
  if (applying.length === 0) return []
  const folded = fold(text)
  const found = applying.flatMap((list): Found[] => {
    const hits = find(list, folded)
    return hits.length === 0 ? [] : [{ list: list.id, name: list.name, action: list.action, hits }]
  })
  return found.sort((a, b) => SEVERITY.indexOf(a.action) - SEVERITY.indexOf(b.action))
}

const SEVERITY: readonly WordAction[] = ['escalate', 'block', 'mask', 'flag']

/** A list for `zh` is for `zh-TW` too. */
function applies({ direction, locale }: Pick<WordList, 'direction' | 'locale'>, asked: Asked): boolean {
  if (direction !== 'both' && direction !== asked.direction) return false
  if (locale === null) return true
  const [wanted, spoken] = [locale.toLowerCase(), asked.locale.toLowerCase().replace('_', '-')]
  return spoken === wanted || spoken.startsWith(`${wanted}-`)
}

/** The text with stars for what was found: as many as it has characters, so that the length tells nothing new. */
export function mask(text: string, hits: readonly Hit[]): string {
  let masked = ''
  let at = 0
  for (const { start, end } of hits) {
    if (end <= at) continue
    const from = Math.max(start, at)
    masked += text.slice(at, from) + '＊'.repeat([...text.slice(from, end)].length)
    at = end
  }
  return masked + text.slice(at)
}
