import type * as v from 'valibot'
import type { ChannelAnswer } from '../../../schema/api/channels.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { formatIso } from '../../../workflows/language/iso.ts'
import { type Caller, isAtLeast } from '../../callers.ts'
import type { Secrets } from '../../channels/kind.ts'
import { findKind } from '../../channels/kinds.ts'
import type { ChannelRow } from '../../store/channels.ts'
import type { Vault } from '../../store/vault.ts'

/** A channel as `caller` sees it: which secrets are set, whether it can send, and what is missing. Never a secret. */
export async function channelJson(
  vault: Vault,
  row: ChannelRow,
  caller: Caller,
): Promise<v.InferOutput<typeof ChannelAnswer>> {
  const secrets = await open(vault, row.secrets)
  const missing = secrets ? missingFor(row, secrets) : 'the secrets do not open under MASTER_KEY: set them again'
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    config: isAtLeast(caller, 'operator') ? row.config : withoutAddresses(row.config),
    secrets_set: Object.keys(secrets ?? {}).sort(),
    api_base: row.apiBase,
    can_send: missing === null,
    missing,
    hook_path: `/hooks/${row.id}`,
    created_at: formatIso(row.createdAt),
    updated_at: formatIso(row.updatedAt),
  }
}

/** Whoever has the address of a group's robot can post there: who may only look sees whose it is. */
function withoutAddresses(config: JsonObject): JsonObject {
  const shown = Object.entries(config).map(([name, value]) => {
    const url = typeof value === 'string' && name.endsWith('_url') ? URL.parse(value) : null
    return [name, url ? `${url.origin}/…` : value]
  })
  return Object.fromEntries(shown)
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
