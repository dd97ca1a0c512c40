import type { Simulated, SimulatedMessage } from '../../workflows/simulate/outcome.ts'
import type { Life } from './lives.ts'

/** What must hold of every template, whoever comes along: each fault in a sentence. */
export function faultsOf(simulated: Simulated, life: Life, id: string): string[] {
  const chinese = isChinese(life)
  return [
    ...simulated.runs.filter(({ status }) => status === 'failed').map(({ reason }) => `a run failed: ${reason}`),
    ...simulated.messages.flatMap((message) => messageFaults(message, life, chinese)),
    ...simulated.tasks.flatMap(({ at, run, title }) =>
      textFaults(title, run.startsWith('s-') ? life.locale === 'zh-CN' : chinese).map(
        (why) => `the task of ${at} ${why}`,
      ),
    ),
    ...(ANSWERING.has(id) ? [] : saidTwice(simulated.messages)).map((text) => `was said twice within a day: ${text}`),
    ...(Number(simulated.contact.points) < 0 ? ['points are negative'] : []),
    ...simulated.warnings.map(({ step, warning }) => `step ${step} warns: ${warning}`),
  ]
}

/** `zh` in any shape is served by zh-CN; whatever we do not speak is served in the community's language. */
function isChinese({ contact, locale }: Life): boolean {
  const own = contact.locale?.split('-')[0]
  return (own === 'zh' || own === 'en' ? own : String(locale).split('-')[0]) === 'zh'
}

function messageFaults(message: SimulatedMessage, { contact }: Life, chinese: boolean): string[] {
  const { at, status, category, text, to } = message
  if (status !== 'sent') return []
  const hour = hourIn(at, contact.timezone ?? 'UTC')
  const toRoom = to === 'group-1'
  const quiet = category !== 'transactional' && !toRoom && (hour >= 22 || hour < 8)
  const faults = [...(quiet ? [`is ${category} and goes out at ${hour} o'clock`] : []), ...textFaults(text, chinese)]
  return faults.map((why) => `the message of ${at} ${why}: ${JSON.stringify(text)}`)
}

const HAN = /\p{Script=Han}/u
/** The members of these lives may be called so, and write so, whatever their language. */
const THEIRS = /小雨|打卡|签到|兑换|邀请|完成|投诉|退订|怎么|报名|今日话题|[“”]/gu
const BROKEN = /\{\{|undefined|\bnull\b|NaN|\[object|\s[,.!]|,\s*[,!.]|，[，！。]|\(\)|（）|[:：] *$/

function textFaults(text: string, chinese: boolean): string[] {
  const ours = text.replace(THEIRS, '')
  return [
    ...(text.trim() === '' ? ['says nothing'] : []),
    ...(BROKEN.test(text) ? ['is broken'] : []),
    ...(chinese ? [] : HAN.test(ours) ? ['is in Chinese'] : []),
    ...(chinese && /\p{L}{4}/u.test(ours) && !HAN.test(ours) ? ['is not in Chinese'] : []),
  ]
}

function hourIn(at: string, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(new Date(at)))
}

/** They tell of each thing that has happened, and the same may happen twice. */
const ANSWERING = new Set(['quiet-digest', 'referral-review', 'tier-upgrade', 'leaderboard-weekly'])

/** What nobody has asked for is not said twice on one day. */
function saidTwice(messages: readonly SimulatedMessage[]): string[] {
  const sent = messages.filter(({ status, category }) => status === 'sent' && category !== 'transactional')
  return sent.flatMap(({ at, text }, i) => {
    const near = sent
      .slice(0, i)
      .some((other) => other.text === text && Date.parse(at) - Date.parse(other.at) < 20 * 3_600_000)
    return near ? [text] : []
  })
}

/** How often a step was carried out for good. */
export function carriedOut({ timeline }: Simulated, step: string): number {
  const found = timeline.filter((entry) => entry.kind === 'step' && entry.step === step && entry.status === 'completed')
  return found.length
}

/** So many calendar years a life touches. */
export function yearsIn({ from, until }: Life): number {
  return new Date(until).getUTCFullYear() - new Date(from).getUTCFullYear() + 1
}
