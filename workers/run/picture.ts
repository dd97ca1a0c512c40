import type { Channel, Outcome, Outgoing, PictureSource, Sending } from '../channels/kind.ts'
import { pictureType } from '../channels/picture-upload.ts'
import { boundedMap } from './bounded-map.ts'
import { call, download } from './call.ts'
import { PROVIDER_TIMEOUT_MS } from './call-provider.ts'
import type { Deps } from './deps.ts'
import { inTurn } from './in-turn.ts'

/** What the platform calls the picture. Undefined when it takes none: the message then says where the picture is. */
type Uploaded = { kind: 'picture'; id: string | undefined } | Exclude<Outcome, { kind: 'sent' }>

type Wanted = { channel: Channel; sending: Sending; message: Outgoing; token?: string }

const REMEMBERED_MAX = 1000
/** Who changes a picture behind the same address sees it changed after this. */
const REMEMBERED_MS = 24 * 3_600_000
/** What could not be had is not asked for again with every message of a broadcast. */
const MISSED_MS = 60_000
/** Whoever waited in line for an upload that failed does not fail at it once more. */
const FAILED_MS = 1_000

const uploads = boundedMap<{ until: number; uploaded: Uploaded }>(REMEMBERED_MAX)

/** The picture of a message at the platform: fetched and uploaded once, however many messages show it. */
export async function uploadedPicture(deps: Deps, wanted: Wanted): Promise<Uploaded> {
  const { sending, message, channel } = wanted
  const source = sending.picture
  if (!source || !message.image || !source.needed(message, channel)) return { kind: 'picture', id: undefined }
  const { url } = message.image
  const name = nameOf(channel, url)
  const known = () => {
    const entry = uploads.get(name)
    return entry && entry.until > deps.clock.real() ? entry.uploaded : undefined
  }
  const uploadOnce = async () => {
    const uploaded = known() ?? (await upload(deps, wanted, source, url))
    uploads.set(name, { until: deps.clock.real() + rememberedMs(uploaded), uploaded })
    return uploaded
  }
  const patienceMs = 2 * PROVIDER_TIMEOUT_MS
  return known() ?? (await inTurn({ keys: [`picture ${name}`], patienceMs }, uploadOnce)) ?? uploadOnce()
}

function rememberedMs(uploaded: Uploaded): number {
  if (uploaded.kind !== 'picture') return FAILED_MS
  return uploaded.id === undefined ? MISSED_MS : REMEMBERED_MS
}

async function upload(deps: Deps, { channel, token }: Wanted, source: PictureSource, url: string): Promise<Uploaded> {
  const bytes = await fetchPicture(deps, url, source.bytesMax)
  const type = bytes && pictureType(bytes)
  if (!bytes || !type || !source.types.includes(type)) return { kind: 'picture', id: undefined }
  const called = await call(deps, source.request({ bytes, type }, channel, token), PROVIDER_TIMEOUT_MS)
  if (called.kind !== 'answered') return { kind: 'retry', why: `the picture: ${called.why}` }
  const read = source.read(called.answer)
  switch (read.kind) {
    case 'picture':
      return read
    case 'retry':
    case 'token refused':
      return read
    default:
      // It will never take this one. What the message says is still worth saying.
      return { kind: 'picture', id: undefined }
  }
}

const HOPS_MAX = 3

/** As `http.request`, also where it leads on to: no address inside. Undefined when it cannot be had, or is too large. */
async function fetchPicture(deps: Deps, address: string, bytesMax: number): Promise<Uint8Array | undefined> {
  let url = address
  for (let hops = 0; hops <= HOPS_MAX; hops++) {
    const got = await download(deps, url, { bytesMax, timeoutMs: PROVIDER_TIMEOUT_MS })
    if (got.kind !== 'moved') return got.kind === 'bytes' ? got.bytes : undefined
    url = got.to
  }
  return undefined
}

/** With all that is set: pictures belong to the application that uploaded them. */
function nameOf({ id, apiBase, config, secrets }: Channel, url: string): string {
  return JSON.stringify([id, apiBase ?? '', config, secrets, url])
}
