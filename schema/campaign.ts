import * as v from 'valibot'
import { Instant } from './instant.ts'
import { Cel, LocalText } from './text.ts'

/** A campaign in four phases: a countdown, a burst, what follows it, and the wrap-up. */
export const PHASES = ['warm_up', 'burst', 'continuation', 'wrap_up'] as const
export type Phase = (typeof PHASES)[number]

export const Campaign = v.pipe(
  v.strictObject({
    name: LocalText,
    phases: v.pipe(
      v.strictObject({ warm_up: Instant, burst: Instant, continuation: Instant, wrap_up: Instant }),
      v.title('When each begins'),
    ),
    ends_at: Instant,
    audience: v.optional(
      v.pipe(
        v.nullable(Cel),
        v.title('Members who hear of each phase; without it only the campaign’s own workflows do'),
      ),
      null,
    ),
  }),
  v.check(({ phases, ends_at }) => {
    const instants = [...PHASES.map((phase) => phases[phase]), ends_at].map((text) => Date.parse(text))
    return instants.every((at, i) => i === 0 || at > (instants[i - 1] ?? 0))
  }, 'each phase begins after the one before it, and the campaign ends after all of them'),
)

export type CampaignShape = v.InferOutput<typeof Campaign>

export type PhaseNow = { phase: Phase | 'planned' | 'ended'; startsAt: number; endsAt: number | null }

/** In which phase a campaign is, and from when to when. Instants are milliseconds. */
export function phaseAt({ phases, ends_at }: CampaignShape, now: number): PhaseNow {
  const starts = PHASES.map((phase) => Date.parse(phases[phase]))
  const end = Date.parse(ends_at)
  if (now >= end) return { phase: 'ended', startsAt: end, endsAt: null }
  const index = starts.findLastIndex((at) => at <= now)
  const phase = PHASES[index]
  if (phase === undefined) return { phase: 'planned', startsAt: now, endsAt: starts[0] ?? end }
  return { phase, startsAt: starts[index] ?? now, endsAt: starts[index + 1] ?? end }
}
