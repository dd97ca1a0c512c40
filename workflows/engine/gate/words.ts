import type { Content } from '../../../schema/content.ts'
import { type Found, look, mask } from '../../words/filter.ts'
import { type Asking, type Rule, stopped } from './rule.ts'

/** What the word filter makes of a message: stopped, or stars for some of it, or let pass for a person to look at. */
export const words: Rule = (asking) => {
  const lists = asking.world.words
  if (!lists || lists.length === 0) return undefined
  const asked = { direction: 'outgoing' as const, locale: localeOf(asking) }
  const found = look(lists, asking.draft.text, asked)
  const beside = besideText(asking.draft.shows ?? {}).flatMap((text) => look(lists, text, asked))
  const all = [...found, ...beside]
  const stops = all.find(({ action }) => action === 'escalate') ?? all.find(({ action }) => action === 'block')
  asking.found = all
  // Whoever is on call must hear of an alert, also of one about such words: a page is starred, and never stopped.
  const isPage = asking.draft.alert !== undefined
  if (stops && !isPage) return stopped('word filter', valuesOf(stops))
  // What stands on a button or a card cannot be starred without breaking it.
  const unmasked = beside.find(({ action }) => action === 'mask')
  if (unmasked && !isPage) return stopped('word filter', valuesOf(unmasked))
  const starred = found.filter(({ action }) => action === 'mask' || (isPage && action !== 'flag'))
  const hits = starred.flatMap((one) => one.hits)
  hits.sort((a, b) => a.start - b.start)
  asking.text = mask(asking.draft.text, hits)
  if (starred.length > 0) asking.masked = starred.map(valuesOf).join('; ')
  return undefined
}

function localeOf({ contact, draft, world }: Asking): string {
  return (draft.room === undefined ? contact.locale : null) ?? world.locale
}

/** Everything else that a message shows in words. */
function besideText({ buttons = [], card, image }: Partial<Omit<Content, 'mentions'>>): string[] {
  const texts = [...buttons.map(({ text }) => text), card?.title, card?.description, image?.alt]
  return texts.flatMap((text) => (text === undefined || text === '' ? [] : [text]))
}

/** The list and its first words, for whoever reads the journal. */
export function valuesOf({ list, hits }: Found): string {
  const named = [...new Set(hits.map(({ word }) => word))]
  return `${list} (${named.slice(0, 3).join(', ')}${named.length > 3 ? ', …' : ''})`
}
