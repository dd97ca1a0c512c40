import type { Json, JsonObject } from '../../schema/json.ts'
import type { SecretPlaces } from '../../schema/secret.ts'

/** What stands for a secret wherever it is written down: in the journal, in a delivery, in a simulation. */
export function placeholder(name: string, nonce: number): string {
  return nonce === 0 ? `{{secrets.${name}}}` : `{{secrets.${name}#${nonce}}}`
}

/**
 * Where secrets will stand. `without` are the same values rendered with nothing in their place: whoever wrote a
 * placeholder into the data themselves gets none, because the nonce is one that they did not write.
 */
export function placesOf(names: readonly string[], without: Json): SecretPlaces {
  const text = JSON.stringify(without)
  let nonce = 0
  while (text.includes(nonce === 0 ? '{{secrets.' : `#${nonce}}}`)) nonce += 1
  return { names: [...names], nonce }
}

export function placeholders({ names, nonce }: SecretPlaces): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, placeholder(name, nonce)]))
}

/** The text with the secrets in their places. `written` fits a value to the text around it. */
export function putSecrets(
  text: string,
  places: SecretPlaces,
  secrets: ReadonlyMap<string, string>,
  written: (value: string) => string = (value) => value,
): string {
  const put = (done: string, name: string): string =>
    done.split(placeholder(name, places.nonce)).join(written(secrets.get(name) ?? ''))
  return places.names.reduce(put, text)
}

export const MASK = '***'

/** A value from outside that may repeat what it was told: every secret in it is masked, in whichever way it is written. */
export function masked<T extends Json>(value: T, secrets: readonly string[]): T {
  const written = [...new Set(secrets.flatMap(waysToWrite))].filter((text) => text !== '')
  written.sort((a, b) => b.length - a.length)
  return written.length === 0 ? value : (maskedDeep(value, written) as T)
}

function maskedDeep(value: Json, written: readonly string[]): Json {
  if (typeof value === 'string') return written.reduce((text, secret) => text.split(secret).join(MASK), value)
  if (typeof value === 'number' || typeof value === 'boolean')
    return written.includes(String(value)) && typeof value === 'number' ? MASK : value
  if (value === null) return null
  if (Array.isArray(value)) return value.map((item) => maskedDeep(item, written))
  const entries = Object.entries(value as JsonObject)
  return Object.fromEntries(entries.map(([key, item]) => [String(maskedDeep(key, written)), maskedDeep(item, written)]))
}

/** As it is, in a URL, in JSON, and in base64 (as in an Authorization header). */
function waysToWrite(secret: string): string[] {
  const url = encodeURIComponent(secret)
  const bytes = new TextEncoder().encode(secret)
  const base64 = btoa(String.fromCharCode(...bytes))
  const ways = [secret, url, url.replaceAll('%20', '+'), JSON.stringify(secret).slice(1, -1)]
  return secret.length >= BASE64_FROM ? [...ways, base64, base64.replace(/=+$/, '')] : ways
}

/** Shorter ones would mask words that happen to look like them. */
const BASE64_FROM = 6
