import { Hono } from 'hono'
import type { Contact } from '../../schema/actor.ts'
import type { ConsentCategory } from '../../schema/consent.ts'
import { bytesOf } from '../body.ts'
import { handleCommand } from '../run/handle.ts'
import type { Unsubscribing } from '../run/unsubscribing.ts'
import { findContact } from '../store/contacts.ts'
import { later } from './afterwards.ts'
import type { App, C } from './context.ts'
import { framed, localeOf } from './frame.tsx'
import { NoSuchLink, type Shown, UnsubscribePage } from './unsubscribe-page.tsx'

const BODY_BYTES_MAX = 10_000

/**
 * Unsubscribing by a link. Looking changes nothing, as mail scanners follow every link; the form does, and so does what
 * mail programs send when somebody presses their own button (RFC 8058).
 */
export const unsubscribe = new Hono<App>()
  .get('/u/:token', async (c) => {
    const asked = await askedBy(c)
    return asked ? show(c, asked, 'asked') : noSuchLink(c)
  })
  .post('/u/:token', async (c) => {
    const asked = await askedBy(c)
    if (!asked) return noSuchLink(c)
    const body = await bodyOf(c)
    if (body === undefined) return show(c, asked, 'asked', 413)
    const wanted = await wantedBy(c, asked, body)
    if (wanted.categories.length === 0) return show(c, asked, 'nothing chosen', 400)
    const proof = `message ${asked.link.messageId}`
    const wishes = wanted.categories.map((category) => ({
      ...{ category, granted: wanted.granted, source: 'link' as const, proof },
    }))
    const work = { who: { subjectId: asked.contact.id }, events: [], results: [] }
    await handleCommand(c.var.house.deps, { ...work, commands: [{ kind: 'consent', wishes }] }, later(c))
    const contact = await findContact(c.var.house.deps.db, asked.contact.id)
    if (!contact) return noSuchLink(c)
    return show(c, { ...asked, contact }, wanted.granted ? 'returned' : 'left')
  })

type Asked = { link: Unsubscribing; contact: Contact }

/** Forged, expired, or of somebody who is gone: all the same to whoever asks. */
async function askedBy(c: C): Promise<Asked | undefined> {
  const { deps } = c.var.house
  const link = deps.unsubscribing?.read(c.req.param('token') ?? '', deps.clock.now())
  const contact = link && (await findContact(deps.db, link.subjectId))
  return link && contact ? { link, contact } : undefined
}

async function bodyOf(c: C): Promise<string | undefined> {
  const read = await bytesOf(c, BODY_BYTES_MAX)
  return read === undefined ? undefined : new TextDecoder().decode(read)
}

const CHOICES = ['promotional', 'lifecycle', 'transactional', 'all'] as const satisfies ConsentCategory[]
type Wanted = { categories: ConsentCategory[]; granted: boolean }

async function wantedBy(c: C, { link, contact }: Asked, body: string): Promise<Wanted> {
  const form = new URLSearchParams(body)
  if (isOneClick(form, body)) {
    const { categories } = (await c.var.house.deps.catalogue.known()).settings.unsubscribe
    const own = link.category === 'transactional' ? [] : [link.category]
    return { categories: [...new Set([...categories, ...own])], granted: false }
  }
  if (form.get('do') === 'return')
    return { categories: CHOICES.filter((name) => contact.consents[name] === false), granted: true }
  const chosen = form.getAll('from')
  return { categories: CHOICES.filter((name) => chosen.includes(name)), granted: false }
}

/** As a form, or as `multipart/form-data`: RFC 8058 allows both. */
function isOneClick(form: URLSearchParams, body: string): boolean {
  if (form.get('List-Unsubscribe') === 'One-Click') return true
  return /name="?List-Unsubscribe"?[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\nOne-Click\r?\n/i.test(body)
}

async function show(c: C, { link, contact }: Asked, state: Shown['state'], status: 200 | 400 | 413 = 200) {
  const { settings } = await c.var.house.deps.catalogue.known()
  const locale = localeOf(c, contact.locale ?? settings.locale)
  return framed(c, <UnsubscribePage {...{ link, contact, state, locale }} />, status)
}

function noSuchLink(c: C) {
  return framed(c, <NoSuchLink locale={localeOf(c, null)} />, 404)
}
