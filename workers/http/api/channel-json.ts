import type * as v from 'valibot'
import type { ChannelAnswer } from '../../../schema/api/channels.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import type { Secrets } from '../../channels/kind.ts'
import { findKind } from '../../channels/kinds.ts'
import type { ChannelRow } from '../../store/channels.ts'
import type { Vault } from '../../store/vault.ts'

/** A channel as operators see it: which secrets are set, whether it can send, and what is missing. Never a secret. */
export async function channelJson(vault: Vault, row: ChannelRow): Promise<v.InferOutput<typeof ChannelAnswer>> {
  const secrets = await open(vault, row.secrets)
  const missing = secrets ? missingFor(row, secrets) : 'the secrets do not open under MASTER_KEY: set them again'
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    config: row.config,
    secrets_set: Object.keys(secrets ?? {}).sort(),
    api_base: row.apiBase,
    can_send: missing === null,
    missing,
    hook_path: `/hooks/${row.id}`,
    created_at: formatIso(row.createdAt),
    updated_at: formatIso(row.updatedAt),
  }
}

function missingFor({ id, kind, name, config, apiBase }: ChannelRow, secrets: Secrets): string | null {
  const sending = findKind(kind)?.sending
  if (!sending) return 'this kind only receives'
  return sending.missing({ id, kind, name, config, secrets, ...(apiBase !== null && { apiBase }) }) ?? null
}

async function open(vault: Vault, sealed: string): Promise<Secrets | undefined> {
  try {
    return await vault.open(sealed)
  } catch {
    return undefined
  }
}
