import type * as v from 'valibot'
import type { SetupItem, TemplateLocale } from '../../../schema/api/templates.ts'
import { WEEKDAYS_CALENDAR } from '../../../schema/calendar.ts'
import { localText } from '../../../workflows/check/difference/spoken.ts'
import { type Need, needsOf } from '../../../workflows/templates/needs.ts'
import type { Template } from '../../../workflows/templates/template.ts'
import { type Catalogue, sends } from '../../run/catalogue.ts'
import { type Choices, FIRST } from './choices.ts'

type Item = v.InferOutput<typeof SetupItem>
type Around = { template: Template; catalogue: Catalogue; choices: Choices; locale: TemplateLocale }

/** What a template needs around it, and whether it is there. */
export function setupOf(around: Around): Item[] {
  return needsOf(around.template.definition).map((need) => itemOf(need, around))
}

/** Every kind of need is one case; a forgotten one is a type error. */
function itemOf(need: Need, { template, catalogue, choices, locale }: Around): Item {
  const say = SAYS[locale]
  switch (need.kind) {
    case 'sending channel': {
      const ready = [...catalogue.channels.values()].some(sends)
      return { kind: 'channel', name: 'channel', required: true, ready, text: say.channel }
    }
    case 'input': {
      const { name, required, type } = need
      const options = choices[name]
      const title = localText(template.definition.inputs[name]?.title, locale) ?? name
      const usual = template.definition.inputs[name]?.default
      const named = typeof usual === 'string' && usual !== '' ? usual : undefined
      const ready = options?.some(({ value }) => named === undefined || value === named)
      const first = ready === false ? FIRST[type]?.[locale] : undefined
      const text = first === undefined ? say.choose(title) : `${say.choose(title)} ${say.but(first)}`
      return { kind: 'input', name, required, ready: ready ?? null, text }
    }
    case 'setting': {
      const ready = catalogue.settings.tiers.levels.length > 0
      return { kind: 'setting', name: need.name, required: true, ready, text: say.tiers }
    }
    case 'calendar': {
      const ready = need.name === WEEKDAYS_CALENDAR || Object.hasOwn(catalogue.settings.calendars, need.name)
      return { kind: 'calendar', name: need.name, required: true, ready, text: say.calendar(need.name) }
    }
    case 'secret':
      return {
        ...{ kind: 'secret', name: need.name, required: true, ready: catalogue.secrets.has(need.name) },
        text: say.secret(need.name),
      }
    case 'trait':
      return { kind: 'trait', name: need.name, required: true, ready: null, text: say.trait(need.name) }
    default:
      return need satisfies never
  }
}

const SAYS = {
  en: {
    channel: 'A channel that can send, so that members get the messages.',
    choose: (title: string) => `“${title}” is chosen from what exists.`,
    but: (first: string) => `But ${first}.`,
    tiers: 'Tiers in the settings (`tiers.levels`): members change tier by these rules.',
    calendar: (name: string) => `The calendar \`${name}\` in the settings.`,
    secret: (name: string) => `The secret \`${name}\`: PUT /api/v1/secrets/${name}.`,
    trait: (name: string) => `Members need the trait \`${name}\`; those without it are left out.`,
  },
  'zh-CN': {
    channel: '一个可以发送消息的渠道，成员才能收到消息。',
    choose: (title: string) => `“${title}”从已有的内容中选择。`,
    but: (first: string) => `但${first}。`,
    tiers: '设置中的会员等级（`tiers.levels`）：成员按这些规则升降级。',
    calendar: (name: string) => `设置中的日历 \`${name}\`。`,
    secret: (name: string) => `密钥 \`${name}\`：PUT /api/v1/secrets/${name}。`,
    trait: (name: string) => `成员资料需要有 \`${name}\`；没有的成员会被跳过。`,
  },
}
