type Secrets = Record<string, string | string[]>

/** Keeps channel secrets unreadable at rest: AES-GCM under MASTER_KEY, 32 bytes in base64. */
export type Vault = {
  seal: (secrets: Secrets) => Promise<string>
  open: (sealed: string) => Promise<Secrets>
}

const IV_BYTES = 12

export function vault(masterKey: string | undefined): Vault {
  let imported: Promise<CryptoKey> | undefined
  const key = () => {
    imported ??= importKey(masterKey)
    return imported
  }
  return {
    seal: async (secrets) => {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
      const plain = new TextEncoder().encode(JSON.stringify(secrets))
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await key(), plain)
      return Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64')
    },
    open: async (sealed) => {
      if (sealed === '') return {}
      const bytes = Buffer.from(sealed, 'base64')
      const iv = bytes.subarray(0, IV_BYTES)
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await key(), bytes.subarray(IV_BYTES))
      return JSON.parse(new TextDecoder().decode(plain)) as Secrets
    },
  }
}

async function importKey(masterKey: string | undefined): Promise<CryptoKey> {
  const bytes = Buffer.from(masterKey ?? '', 'base64')
  if (bytes.length !== 32) throw new Error('MASTER_KEY must be 32 bytes in base64')
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
