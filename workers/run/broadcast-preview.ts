import type * as v from 'valibot'
import type { Contact } from '../../schema/actor.ts'
import type { PreviewAnswer } from '../../schema/api/broadcasts.ts'
import { broadcastSubject } from '../../schema/broadcast.ts'
import type { Content } from '../../schema/content.ts'
import { type Rehearsed, rehearse } from '../../workflows/broadcast/rehearse.ts'
import { newContact } from '../../workflows/engine/new-contact.ts'
import { look } from '../../workflows/words/filter.ts'
import { capabilitiesOf } from '../channels/capabilities.ts'
import type { Capabilities } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'
import { render } from '../channels/rendering.ts'
import type { BroadcastRow } from '../store/broadcasts.ts'
import { findContact } from '../store/contacts.ts'
import { countAudience } from './audience.ts'
import { type Catalogue, worldOf } from './catalogue.ts'
import type { Deps } from './deps.ts'

type Preview = v.InferOutput<typeof PreviewAnswer>

/**
 * What one member would get, by the same engine that will send it: their language, what the gate says now, how each kind
 * of channel that is set up shows it, and what the word lists find.
 */
export async function previewBroadcast(
  deps: Deps,
  row: BroadcastRow,
  contactId: string | undefined,
): Promise<{ kind: 'shown'; preview: Preview } | { kind: 'nobody'; why: string }> {
  const catalogue = await deps.catalogue.refresh()
  const audience = await countAudience(deps, row.body.audience)
  const contact = await sampleOf(deps, row, contactId ?? audience.sample)
  if (!contact) return { kind: 'nobody', why: `there is no contact \`${contactId ?? audience.sample ?? ''}\`` }
  const world = worldOf(catalogue, () => undefined, deps.clock.now())
  const rehearsed = rehearse(row.body, contact, world)
  const { text, extras } = rehearsed
  const found = look(catalogue.words, [text, ...besideText(extras ?? {})].join('\n'), {
    direction: 'outgoing',
    locale: contact.locale ?? catalogue.settings.locale,
  })
  const preview = {
    audience: { count: audience.count, exact: audience.exact },
    contact_id: contact.kind === 'contact' ? contact.id : null,
    text,
    gate: { verdict: rehearsed.verdict, ...(rehearsed.reason !== undefined && { reason: rehearsed.reason }) },
    kinds: kindsOf(catalogue, { text, ...extras }),
    words: found.map(({ list, action, hits }) => ({ list, action, words: [...new Set(hits.map(({ word }) => word))] })),
  }
  return { kind: 'shown', preview }
}

/** Rooms are posted to by nobody in particular. */
async function sampleOf(
  deps: Deps,
  { id, body }: BroadcastRow,
  contactId: string | null,
): Promise<Contact | undefined> {
  const now = deps.clock.now()
  if ('rooms' in body.audience) return { ...newContact(broadcastSubject(id), now), kind: 'system' }
  return contactId === null ? undefined : findContact(deps.db, contactId)
}

/** Every kind of channel that can send here, with the pieces in which it shows this. Channels of one kind may differ. */
function kindsOf(catalogue: Catalogue, content: Content): Preview['kinds'] {
  const shown = new Map<string, { kind: string; channels: string[]; can: Capabilities }>()
  for (const channel of catalogue.channels.values()) {
    const sending = findKind(channel.kind)?.sending
    if (!sending || sending.missing(channel) !== undefined) continue
    const can = capabilitiesOf(sending, channel)
    const name = JSON.stringify([channel.kind, can])
    const known = shown.get(name)
    if (known) known.channels.push(channel.id)
    else shown.set(name, { kind: channel.kind, channels: [channel.id], can })
  }
  return [...shown.values()].map(({ kind, channels, can }) => ({ kind, channels, pieces: render(content, can) }))
}

function besideText({ buttons = [], card, image }: NonNullable<Rehearsed['extras']>): string[] {
  const texts = [...buttons.map(({ text }) => text), card?.title, card?.description, image?.alt]
  return texts.flatMap((text) => (text === undefined ? [] : [text]))
}
