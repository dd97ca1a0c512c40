import * as v from 'valibot'
import { Definition } from '../../schema/definition.ts'
import type { JsonObject } from '../../schema/json.ts'
import { bind } from '../../workflows/engine/bind.ts'
import { compile } from '../../workflows/engine/compile.ts'
import { matches } from '../../workflows/engine/match.ts'
import type { EventMatch, Program } from '../../workflows/engine/program.ts'
import { readSegment } from '../../workflows/engine/segments.ts'
import { readRule } from '../../workflows/engine/tiers.ts'
import { byPriority, type Workflow, type World } from '../../workflows/engine/world.ts'
import { parseTemplate, type Template } from '../../workflows/language/text.ts'
import type { CompiledList } from '../../workflows/words/lexicon.ts'
import type { Channel } from '../channels/kind.ts'
import { findKind } from '../channels/kinds.ts'
import type { Catalogue as StoredCatalogue, StoredVersion } from '../store/catalogue.ts'
import { loadCatalogue, loadVersions } from '../store/catalogue.ts'
import type { Database } from '../store/database.ts'
import { logError } from '../store/log.ts'
import type { Vault } from '../store/vault.ts'
import { addWebhookSecret } from '../store/webhook-secret.ts'
import { newWebhookSecret } from './sign-webhook.ts'
import { wordCache } from './words.ts'

/** What decides, as this isolate knows it: published workflows compiled, channels with their secrets opened. */
export type Catalogue = {
  revision: number
  workflows: readonly Workflow[]
  channels: ReadonlyMap<string, Channel>
  settings: StoredCatalogue['settings']
  words: readonly CompiledList[]
  /** What our own webhooks are signed with: the present secret, and while it is being rotated the one before. */
  webhookSecrets: readonly string[]
  items: NonNullable<World['items']>
  /** By id and by name. */
  segments: NonNullable<World['segments']>
  secrets: ReadonlyMap<string, string>
  texts: World['texts']
  badges: NonNullable<World['badges']>
  rotas: NonNullable<World['rotas']>
  surveys: NonNullable<World['surveys']>
  /** The database was restored: what falls due is held. */
  recovering: StoredCatalogue['recovering']
  since: StoredCatalogue['since']
}

export type CatalogueCache = {
  /** At least as new as `revision`; loaded when this isolate knows only an older one. */
  at: (revision: number) => Promise<Catalogue>
  /** Whatever this isolate knows; loaded when it knows nothing yet. */
  known: () => Promise<Catalogue>
  /** Load again now: something was changed here, or is missing. */
  refresh: () => Promise<Catalogue>
  /** Make sure that programs of these versions are at hand, and answer how to find them. */
  programs: (needed: readonly { workflowId: string; version: number }[]) => Promise<World['program']>
  /** What our own webhooks are signed with. Made when there is none; empty when it does not open. */
  webhookSecrets: () => Promise<readonly string[]>
}

export function catalogueCache(db: Database, vault: Vault): CatalogueCache {
  let current: Catalogue | undefined
  const programs = new Map<string, Program>()
  const library = sharedTexts()
  const wordLists = wordCache(db)

  const refresh = async (): Promise<Catalogue> => {
    const stored = await loadCatalogue(db)
    // After a restore the same number may be another version.
    if (stored.recovering && !current?.recovering) programs.clear()
    for (const version of stored.versions) keepProgram(programs, version)
    const workflows = stored.workflows.flatMap(({ id, version, paused }) => {
      const program = programs.get(name(id, version))
      return program ? [{ id, paused, program }] : []
    })
    workflows.sort(byPriority)
    const channels = new Map<string, Channel>()
    for (const { secrets, ...channel } of stored.channels)
      channels.set(channel.id, { ...channel, ...locked(await openSecrets(vault, channel.id, secrets)) })
    const { secret = [] } = (await openSecrets(vault, 'webhook_secret', stored.webhookSecret)) ?? {}
    const webhookSecrets = [secret].flat()
    const secrets = new Map<string, string>()
    for (const { name: secret, sealed } of stored.secrets) {
      const { value } = (await openSecrets(vault, secret, sealed)) ?? {}
      if (typeof value === 'string') secrets.set(secret, value)
    }
    current = {
      revision: stored.revision,
      workflows,
      channels,
      settings: stored.settings,
      words: await wordLists(stored.wordLists),
      webhookSecrets,
      items: itemsOf(stored),
      segments: segmentsOf(stored),
      secrets,
      texts: library(stored.texts),
      badges: badgesOf(stored),
      rotas: new Map(stored.rotas.map(({ id, rota }) => [id, rota])),
      surveys: new Map(stored.surveys.map((survey) => [survey.id, survey])),
      recovering: stored.recovering,
      since: stored.since,
    }
    return current
  }

  return {
    refresh,
    known: async () => current ?? refresh(),
    at: async (revision) => (current && current.revision >= revision ? current : refresh()),
    webhookSecrets: async () => {
      const { webhookSecrets } = current ?? (await refresh())
      if (webhookSecrets.length > 0) return webhookSecrets
      await addWebhookSecret(db, await vault.seal({ secret: [newWebhookSecret()] }))
      return (await refresh()).webhookSecrets
    },
    programs: async (needed) => {
      const missing = needed.filter(({ workflowId, version }) => !programs.has(name(workflowId, version)))
      if (missing.length > 0) for (const version of await loadVersions(db, missing)) keepProgram(programs, version)
      return (workflowId, version) => programs.get(name(workflowId, version))
    },
  }
}

/** The shared library with its templates parsed, each once for as long as it stays as it is. */
function sharedTexts(): (stored: StoredCatalogue['texts']) => World['texts'] {
  let parsed = new Map<string, Template>()
  return (stored) => {
    const before = parsed
    parsed = new Map()
    const template = (source: string): Template[] => {
      const known = before.get(source) ?? parsed.get(source)
      const made = known ? { kind: 'template' as const, template: known } : parseTemplate(source)
      if (made.kind === 'problem') return []
      parsed.set(source, made.template)
      return [made.template]
    }
    const locales = (one: Record<string, string>) =>
      Object.entries(one).flatMap(([locale, source]) => template(source).map((made) => [locale, made] as const))
    return new Map(stored.map(({ id, locales: one }) => [id, new Map(locales(one))]))
  }
}

/** What is sealed under another key is nobody's; the others go on. */
async function openSecrets(vault: Vault, of: string, sealed: string): Promise<Channel['secrets'] | undefined> {
  try {
    return await vault.open(sealed)
  } catch {
    logError('secrets do not open under MASTER_KEY', undefined, { of })
    return undefined
  }
}

/** Without its secrets a channel may be one that takes in whatever comes: it must not. */
function locked(secrets: Channel['secrets'] | undefined): Pick<Channel, 'secrets' | 'locked'> {
  return secrets ? { secrets } : { secrets: {}, locked: true }
}

function keepProgram(programs: Map<string, Program>, { workflowId, version, definition, inputs }: StoredVersion): void {
  const key = name(workflowId, version)
  if (programs.has(key)) return
  const program = compileStored(definition, version, inputs)
  if (program) programs.set(key, program)
  else logError('a published version does not compile', undefined, { workflowId, version })
}

/** Published definitions were checked when they were published; their defaults are filled in again here. */
function compileStored(definition: unknown, version: number, inputs: JsonObject): Program | undefined {
  const parsed = v.safeParse(Definition, bind(definition, inputs).definition)
  if (!parsed.success) return undefined
  const compiled = compile(parsed.output, version, inputs)
  return compiled.kind === 'program' ? compiled.program : undefined
}

function name(workflowId: string, version: number): string {
  return `${workflowId}@${version}`
}

/** A rule that cannot be read any more holds for nobody. */
function badgesOf({ badges }: StoredCatalogue): Catalogue['badges'] {
  return new Map(
    badges.map(({ id, rule }) => {
      const read = rule === null ? undefined : readRule(rule)
      return [id, read?.kind === 'expression' ? { rule: read.expression } : {}]
    }),
  )
}

function itemsOf({ items }: StoredCatalogue): Catalogue['items'] {
  return new Map(items.map(({ id, ...item }) => [id, item]))
}

/** A segment whose condition is not understood any more is none. */
function segmentsOf({ segments }: StoredCatalogue): Catalogue['segments'] {
  const all = segments.flatMap(({ id, name, source }) => {
    const parsed = readSegment(source)
    return parsed.kind === 'expression' ? [[name, parsed.expression] as const, [id, parsed.expression] as const] : []
  })
  return new Map(all)
}

export function worldOf(catalogue: Catalogue, program: World['program'], now: number): World {
  return {
    now,
    locale: catalogue.settings.locale,
    timezone: catalogue.settings.timezone,
    settings: catalogue.settings,
    workflows: catalogue.workflows,
    program,
    channels: sendingOf(catalogue),
    words: catalogue.words,
    items: catalogue.items,
    segments: catalogue.segments,
    texts: catalogue.texts,
    badges: catalogue.badges,
    rotas: catalogue.rotas,
    surveys: catalogue.surveys,
    ...(catalogue.since !== null && { since: catalogue.since }),
  }
}

const sendingCache = new WeakMap<Catalogue, World['channels']>()

function sendingOf(catalogue: Catalogue): World['channels'] {
  let channels = sendingCache.get(catalogue)
  if (!channels) {
    channels = new Map(
      [...catalogue.channels].map(([id, channel]) => [
        id,
        { kind: channel.kind, sends: sends(channel), answers: answers(channel) },
      ]),
    )
    sendingCache.set(catalogue, channels)
  }
  return channels
}

export function sends(channel: Channel): boolean {
  const sending = findKind(channel.kind)?.sending
  return sending !== undefined && sending.missing(channel) === undefined
}

function answers(channel: Channel): boolean {
  return findKind(channel.kind)?.sending?.answers?.(channel) ?? false
}

/** Is any published workflow interested in events of this type? */
export function listensTo(catalogue: Catalogue, type: string): boolean {
  return catalogue.workflows.some(({ program }) => listened(program).some((match) => matches(match, type)))
}

const listenedCache = new WeakMap<Program, EventMatch[]>()

function listened(program: Program): EventMatch[] {
  let patterns = listenedCache.get(program)
  if (!patterns) {
    patterns = [
      ...program.triggers.flatMap((trigger) => (trigger.kind === 'event' ? [trigger.on] : [])),
      ...program.exit.map((exit) => exit.on),
      ...(program.goal ? [program.goal.on] : []),
      ...program.instructions.flatMap((instruction) =>
        instruction.kind === 'wait_for' ? instruction.any.map((awaited) => awaited.on) : [],
      ),
    ]
    listenedCache.set(program, patterns)
  }
  return patterns
}
