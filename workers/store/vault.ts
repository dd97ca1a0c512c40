import { createHash } from 'node:crypto'

type Secrets = Record<string, string | string[]>

/**
 * Keeps secrets unreadable at rest. Each is sealed with AES-GCM under a key of its own, and that one under a master key
 * (envelope encryption), which it names: so a master key is changed by sealing again, and both open meanwhile.
 */
export type Vault = {
  /** Tells the present master key from another, and says nothing about it. */
  mark: string
  seal: (secrets: Secrets) => Promise<string>
  open: (sealed: string) => Promise<Secrets>
  /** The mark of the master key that it is sealed under; undefined for what was sealed before there were any. */
  markOf: (sealed: string) => string | undefined
}

const FORM = 'q1'
const IV_BYTES = 12
const KEY_BYTES = 32
const MARK_CHARS = 12

/** Keys are 32 bytes in base64. New secrets are sealed under the first; each of them opens. */
export function vault(masterKey: string | undefined, ...older: (string | undefined)[]): Vault {
  const keys = [masterKey ?? '', ...older.filter((key) => key !== undefined)]
  // Keys, not promises of them: those belong to the request that made them.
  const imported = new Map<string, CryptoKey>()
  const keyOf = async (key: string) => {
    const known = imported.get(key) ?? (await importMaster(key))
    imported.set(key, known)
    return known
  }
  return {
    mark: markOf(masterKey ?? ''),
    markOf: (sealed) => parts(sealed)?.mark,
    seal: async (secrets) => {
      const own = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
      const wrapped = await encrypt(await keyOf(keys[0] ?? ''), own)
      const body = await encrypt(await importKey(own), new TextEncoder().encode(JSON.stringify(secrets)))
      return [FORM, markOf(keys[0] ?? ''), wrapped, body].join('.')
    },
    open: async (sealed) => {
      if (sealed === '') return {}
      const read = parts(sealed)
      if (!read) return openPlain(await Promise.all(keys.map(keyOf)), sealed)
      const key = keys.find((one) => markOf(one) === read.mark)
      if (key === undefined) throw new Error('sealed under another master key')
      const own = await decrypt(await keyOf(key), read.wrapped)
      return parsed(await decrypt(await importKey(own), read.body))
    },
  }
}

/** Secrets of before there were envelopes: sealed under a master key itself. */
async function openPlain(keys: readonly CryptoKey[], sealed: string): Promise<Secrets> {
  for (const key of keys) {
    const opened = await decrypt(key, sealed).catch(() => undefined)
    if (opened) return parsed(opened)
  }
  throw new Error('sealed under another master key')
}

function parts(sealed: string): { mark: string; wrapped: string; body: string } | undefined {
  const [form, mark, wrapped, body, ...more] = sealed.split('.')
  if (form !== FORM || more.length > 0 || mark === undefined || wrapped === undefined || body === undefined)
    return undefined
  return { mark, wrapped, body }
}

function markOf(key: string): string {
  return createHash('sha256').update(`qunflow vault ${key}`).digest('hex').slice(0, MARK_CHARS)
}

async function encrypt(key: CryptoKey, plain: Uint8Array): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain)
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64')
}

async function decrypt(key: CryptoKey, sealed: string): Promise<Uint8Array> {
  const bytes = Buffer.from(sealed, 'base64')
  // What is read in spite of what stands behind it, or of other letters, is not what was sealed.
  if (bytes.toString('base64') !== sealed) throw new Error('not as it was sealed')
  const [iv, body] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES)]
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, body))
}

function parsed(plain: Uint8Array): Secrets {
  return JSON.parse(new TextDecoder().decode(plain)) as Secrets
}

async function importMaster(masterKey: string): Promise<CryptoKey> {
  const bytes = Buffer.from(masterKey, 'base64')
  if (bytes.length !== KEY_BYTES) throw new Error('MASTER_KEY must be 32 bytes in base64')
  return importKey(bytes)
}

function importKey(bytes: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
