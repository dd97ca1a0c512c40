import { Hono } from 'hono'
import type { Contact } from '../../schema/actor.ts'
import type { Ticket } from '../run/checkin-links.ts'
import { askSeat } from '../run/seats.ts'
import { findContact } from '../store/contacts.ts'
import { findGathering, findSignup, type Gathering, type Signup } from '../store/gatherings.ts'
import { NoSuchTicket, TicketPage, type TicketState } from './checkin-page.tsx'
import type { App, C } from './context.ts'
import { framed, localeOf } from './frame.tsx'
import { qrSvg } from './qr-code.ts'

const HOUR_MS = 3_600_000
/** Whoever opens the link at home has not come yet. */
const OPENS_BEFORE_MS = 3 * HOUR_MS
/** How long one without an end is thought to last. */
const LASTS_MS = 12 * HOUR_MS

/**
 * A member's ticket for a gathering, as a link or as the code that is made of it. Looking changes nothing; the button
 * checks in, once, from three hours before it begins until it is over.
 */
export const checkin = new Hono<App>()
  .get('/:token', async (c) => {
    const found = await foundBy(c)
    return found ? show(c, found) : noSuchTicket(c)
  })
  .get('/:token/qr.svg', async (c) => {
    const found = await foundBy(c)
    const drawn = found && codeOf(c, found)
    if (!drawn) return c.body(null, 404)
    c.header('Cache-Control', 'no-store')
    return c.body(drawn, 200, { 'content-type': 'image/svg+xml' })
  })
  .post('/:token', async (c) => {
    const found = await foundBy(c)
    if (!found) return noSuchTicket(c)
    const state = stateOf(found, c.var.house.deps.clock.now())
    if (state !== 'open') return show(c, found, state === 'came' ? 200 : 409)
    await askSeat(c.var.house.deps, { ...found.ticket, wish: 'checkin' })
    const after = await foundBy(c)
    return after ? show(c, after) : noSuchTicket(c)
  })

type Found = { ticket: Ticket; gathering: Gathering; contact: Contact; signup: Signup | undefined }

/** Forged, or of somebody or something that is gone: all the same to whoever asks. */
async function foundBy(c: C): Promise<Found | undefined> {
  const { deps } = c.var.house
  const ticket = deps.checkinLinks?.read(c.req.param('token') ?? '')
  if (!ticket) return undefined
  const contact = await findContact(deps.db, ticket.subjectId)
  const gathering = await findGathering(deps.db, ticket.gathering)
  if (!contact || !gathering) return undefined
  const own = { ...ticket, subjectId: contact.id }
  return { ticket: own, gathering, contact, signup: await findSignup(deps.db, gathering.id, contact.id) }
}

function stateOf({ gathering, signup }: Found, now: number): TicketState {
  if (signup?.status === 'attended') return 'came'
  if (gathering.status === 'cancelled') return 'cancelled'
  if (!signup || signup.status === 'cancelled') return 'left'
  if (now >= (gathering.endsAt ?? gathering.startsAt + LASTS_MS)) return 'over'
  if (signup.status === 'waitlisted') return 'waitlisted'
  return now < gathering.startsAt - OPENS_BEFORE_MS ? 'early' : 'open'
}

/** The link of the ticket as a picture, for the door to read. */
function codeOf(c: C, { ticket }: Found): string | undefined {
  const url = c.var.house.deps.checkinLinks?.url(ticket)
  return url === undefined ? undefined : qrSvg(url)
}

async function show(c: C, found: Found, status: 200 | 409 = 200) {
  const { deps } = c.var.house
  const { settings } = await deps.catalogue.known()
  const { gathering, contact } = found
  const shown = {
    ...{ gathering, name: contact.name, state: stateOf(found, deps.clock.now()), code: codeOf(c, found) },
    opensAt: gathering.startsAt - OPENS_BEFORE_MS,
    zone: contact.timezone ?? settings.timezone,
    locale: localeOf(c, contact.locale ?? settings.locale),
  }
  return framed(c, <TicketPage {...shown} />, status)
}

function noSuchTicket(c: C) {
  return framed(c, <NoSuchTicket locale={localeOf(c, null)} />, 404)
}
