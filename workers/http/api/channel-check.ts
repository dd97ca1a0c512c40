import * as v from 'valibot'
import type { ChannelBody } from '../../../schema/api/channels.ts'
import { isObject, type JsonObject } from '../../../schema/json.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import { misshapen } from '../../../workflows/check/shape.ts'
import { suggest } from '../../../workflows/language/expressions/suggest.ts'
import { type Caller, isAtLeast } from '../../callers.ts'
import type { ChannelKind, Secrets } from '../../channels/kind.ts'
import { findKind, kinds } from '../../channels/kinds.ts'
import { forbiddenAddress, type Outgoing } from '../../run/address.ts'
import type { ChannelRow } from '../../store/channels.ts'
import type { Vault } from '../../store/vault.ts'

type Checked =
  | { kind: 'ok'; channel: Pick<ChannelRow, 'kind' | 'config' | 'secrets' | 'apiBase'> }
  | { kind: 'problems'; problems: Problem[] }

type Setting = { present: ChannelRow | undefined; outgoing: Outgoing; caller: Caller }

/** Is a channel as its kind wants it? Secrets that are not given stay as they are, sealed as they were. */
export async function checkChannel(
  vault: Vault,
  body: v.InferOutput<typeof ChannelBody>,
  { present, outgoing, caller }: Setting,
): Promise<Checked> {
  const kind = findKind(body.kind)
  if (!kind) return { kind: 'problems', problems: [unknownKind(body.kind)] }
  const config = checkShape('config', kind.config, body.config)
  const secrets = await checkSecrets(vault, kind, await allSecrets(vault, body, present), present)
  const address = checkAddress(body.api_base ?? null, outgoing)
  const carried = isAtLeast(caller, 'admin') ? [] : await carriedElsewhere(vault, body, { present, base: address.base })
  const problems = [...config.problems, ...secrets.problems, ...address.problems, ...carried]
  if (problems.length > 0) return { kind: 'problems', problems }
  const channel = {
    kind: kind.name,
    config: (config.output ?? {}) as JsonObject,
    secrets: secrets.sealed,
    apiBase: address.base,
  }
  return { kind: 'ok', channel }
}

function checkShape<T>(
  at: string,
  shape: v.GenericSchema<unknown, T>,
  value: unknown,
): { output?: T; problems: Problem[] } {
  const parsed = v.safeParse(shape, value)
  if (parsed.success) return { output: parsed.output, problems: [] }
  return {
    problems: misshapen(shape, value).map((found) => ({
      ...found,
      path: found.path === '' ? at : `${at}.${found.path}`,
    })),
  }
}

/** What is given; with `keep_secrets` over what is there, of the same kind. */
async function allSecrets(
  vault: Vault,
  { kind, secrets, keep_secrets: keep }: v.InferOutput<typeof ChannelBody>,
  present: ChannelRow | undefined,
): Promise<unknown> {
  if (secrets === undefined || !keep || !present || present.kind !== kind) return secrets
  return { ...(await opened(vault, present)), ...secrets }
}

/** What was sealed under another master key is as good as gone: it has to be given again. */
function opened(vault: Vault, { secrets }: ChannelRow): Promise<Secrets> {
  return vault.open(secrets).catch(() => ({}))
}

async function checkSecrets(
  vault: Vault,
  kind: ChannelKind,
  given: unknown,
  present: ChannelRow | undefined,
): Promise<{ sealed: string; problems: Problem[] }> {
  if (given === undefined && present?.kind === kind.name) return { sealed: present.secrets, problems: [] }
  const { output, problems } = checkShape<Secrets>('secrets', kind.secrets, given ?? {})
  const set = Object.entries(output ?? {}).filter(([, value]) => value !== undefined)
  return { sealed: set.length > 0 ? await vault.seal(Object.fromEntries(set)) : '', problems }
}

/** Nobody but an admin has secrets that they do not know sent to another address: it might be their own. */
async function carriedElsewhere(
  vault: Vault,
  { kind, secrets = {} }: v.InferOutput<typeof ChannelBody>,
  { present, base }: { present: ChannelRow | undefined; base: string | null },
): Promise<Problem[]> {
  if (!present || present.kind !== kind || base === null || base === present.apiBase) return []
  const kept = Object.keys(await opened(vault, present)).filter((name) => !isObject(secrets) || !(name in secrets))
  if (kept.length === 0) return []
  return [{ path: 'api_base', message: `is another address: give ${kept.join(', ')} again` }]
}

/** Where a provider is really called, without a slash at the end. */
function checkAddress(written: string | null, outgoing: Outgoing): { base: string | null; problems: Problem[] } {
  if (written === null) return { base: null, problems: [] }
  const base = written.replace(/\/+$/, '')
  const why = forbiddenAddress(base, outgoing)
  const url = URL.parse(base)
  if (why !== undefined) return { base, problems: [{ path: 'api_base', message: `is ${why}` }] }
  if (url && (url.search !== '' || url.hash !== ''))
    return { base, problems: [{ path: 'api_base', message: 'has a query or a fragment' }] }
  return { base, problems: [] }
}

function unknownKind(name: string): Problem {
  const known = Object.keys(kinds)
  const near = suggest(name, known)
  return {
    path: 'kind',
    message: `there is no kind \`${name}\``,
    hint: near ? `did you mean \`${near}\`?` : `known: ${known.join(', ')}`,
  }
}
