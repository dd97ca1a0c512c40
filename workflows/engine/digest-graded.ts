import type { OpenDigest } from '../../schema/digest.ts'
import type { Draft } from '../../schema/message.ts'
import { RETRY_DEFAULT } from './delivery.ts'
import { itemsOf, omission, omittedOf } from './digest-wording.ts'
import { TEXT_CHARS_MAX } from './limits.ts'
import type { Turn } from './turn.ts'

/** The digest of what mattered too little to go alone: every text as it was written, once, under the community's own words. */
export function gradedDraft(
  turn: Turn,
  digest: OpenDigest,
  { category, channel }: NonNullable<OpenDigest['grade']>,
): Draft {
  const items = itemsOf(digest)
  const texts: string[] = []
  for (const [i, { text = '' }] of items.entries()) {
    if (i === digest.first.length && omittedOf(digest) > 0) texts.push(omission(turn, omittedOf(digest)))
    if (text !== '' && !texts.includes(text)) texts.push(text)
  }
  const intro = texts.length > 1 ? introOf(turn) : undefined
  const all = intro === undefined ? texts : [intro, ...texts]
  const text = all.join(texts.some((one) => one.includes('\n')) ? '\n\n' : '\n')
  const links = [...new Set(items.flatMap((item) => item.links ?? []))]
  return {
    ...{ id: digest.id, subjectId: turn.actor.contact.id, category },
    text: text.length > TEXT_CHARS_MAX ? `${text.slice(0, TEXT_CHARS_MAX - 1)}…` : text,
    ...{ retry: RETRY_DEFAULT, onUnknown: 'hold', awaited: false },
    ...(channel !== undefined && { channel }),
    ...(links.length > 0 && { links }),
  }
}

function introOf({ actor, world }: Turn): string | undefined {
  const { intro } = world.settings.digest
  const wanted = [actor.contact.locale, world.locale].flatMap((one) =>
    one === null ? [] : [one, one.split(/[-_]/)[0] ?? one],
  )
  const found = wanted.find((locale) => Object.hasOwn(intro, locale))
  return found === undefined ? Object.values(intro)[0] : intro[found]
}
