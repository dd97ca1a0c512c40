import type { InputShape } from '../../../schema/input.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { localText } from '../../../workflows/check/difference/spoken.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import { suggest } from '../../../workflows/language/expressions/suggest.ts'
import type { Template } from '../../../workflows/templates/template.ts'
import { sends } from '../../run/catalogue.ts'
import type { Deps } from '../../run/deps.ts'
import { listPools } from '../../store/coupons.ts'
import { listGatherings } from '../../store/gatherings.ts'
import { listItems } from '../../store/items.ts'
import { listRotas } from '../../store/rotas.ts'
import { listSegments } from '../../store/segments.ts'
import { listSurveys } from '../../store/surveys.ts'
import { listWorkflows } from '../../store/workflows.ts'

export type Option = { value: string; title: string }
/** What may be chosen for each input that names something; inputs that are not here take any value of their type. */
export type Choices = Readonly<Record<string, Option[]>>

const OPTIONS_MAX = 200

/** What there is to choose from, now. */
export async function choicesOf(deps: Deps, { definition }: Template, locale: string): Promise<Choices> {
  const offers = new Map<InputShape['type'], Option[]>()
  const choices: Record<string, Option[]> = {}
  for (const [name, spec] of Object.entries(definition.inputs)) {
    const known = offers.get(spec.type) ?? (await offered(deps, spec, locale))
    if (!known) continue
    if (spec.type !== 'enum') offers.set(spec.type, known)
    choices[name] = known
  }
  return choices
}

async function offered(deps: Deps, spec: InputShape, locale: string): Promise<Option[] | undefined> {
  switch (spec.type) {
    case 'coupon':
      return (await listPools(deps.db, null, OPTIONS_MAX)).map(({ id, name }) => ({ value: id, title: name }))
    case 'workflow':
      return (await listWorkflows(deps.db, null, OPTIONS_MAX)).map(({ id, name }) => ({ value: id, title: name }))
    case 'segment':
      return (await listSegments(deps.db, null, OPTIONS_MAX)).map(({ id, name }) => ({ value: id, title: name }))
    case 'survey':
      return (await listSurveys(deps.db, null, OPTIONS_MAX)).map(({ survey: { id } }) => ({ value: id, title: id }))
    case 'rota':
      return (await listRotas(deps.db, null, OPTIONS_MAX)).map(({ id }) => ({ value: id, title: id }))
    case 'item':
      return (await listItems(deps.db, null, OPTIONS_MAX)).map(({ id, name }) => ({ value: id, title: name }))
    case 'gathering':
      return (await gatheringsAhead(deps)).map(({ id, name }) => ({ value: id, title: localText(name, locale) ?? id }))
    case 'channel': {
      const { channels } = await deps.catalogue.known()
      const able = [...channels.values()].filter(sends)
      return able.map(({ id, kind }) => ({ value: id, title: `${id} (${kind})` }))
    }
    case 'template':
      return [...(await deps.catalogue.known()).texts.keys()].map((id) => ({ value: id, title: id }))
    case 'enum':
      return (spec.options ?? []).map((one) =>
        typeof one === 'string'
          ? { value: one, title: one }
          : { value: one.value, title: localText(one.title, locale) ?? one.value },
      )
    default:
      return undefined
  }
}

/** Those that have not begun. */
function gatheringsAhead(deps: Deps) {
  const from = deps.clock.now()
  return listGatherings(deps.db, { from, to: Number.MAX_SAFE_INTEGER }, { after: null, limit: OPTIONS_MAX })
}

/**
 * Values that name what does not exist, each with what there is instead or what to set up first. A default may be set up
 * later: the checklist speaks of it.
 */
export function unknownChoices(template: Template, inputs: JsonObject, choices: Choices): Problem[] {
  return Object.entries(template.definition.inputs).flatMap(([name, { type, default: usual }]) => {
    const value = inputs[name]
    const options = choices[name]
    const wanted = type !== 'enum' && options && typeof value === 'string'
    if (!wanted || value === usual || options.some((one) => one.value === value) || options.length > OPTIONS_MAX)
      return []
    const known = options.map((one) => one.value)
    const near = suggest(value, known)
    const hint = near
      ? `did you mean \`${near}\`?`
      : known.length > 0
        ? `there are ${known.join(', ')}`
        : FIRST[type]?.en
    return [{ path: `inputs.${name}`, message: `there is no ${type} \`${value}\``, ...(hint && { hint }) }]
  })
}

/** What to do first, when there is nothing to choose from. */
export const FIRST: Partial<Record<InputShape['type'], { en: string; 'zh-CN': string }>> = {
  coupon: {
    en: 'there are no coupons yet: make one in the library (POST /api/v1/coupons)',
    'zh-CN': '还没有优惠券：请先在资料库中创建（POST /api/v1/coupons）',
  },
  workflow: {
    en: 'there are no workflows yet: install another template first',
    'zh-CN': '还没有工作流：请先安装另一个模板',
  },
  channel: {
    en: 'no channel can send yet: set one up under Channels (PUT /api/v1/channels/{id})',
    'zh-CN': '还没有可发送的渠道：请先在“渠道”中设置（PUT /api/v1/channels/{id}）',
  },
  segment: {
    en: 'there are no segments yet: make one in the library (POST /api/v1/segments)',
    'zh-CN': '还没有人群：请先在资料库中创建（POST /api/v1/segments）',
  },
  survey: {
    en: 'there are no surveys yet: make one under Surveys (POST /api/v1/surveys)',
    'zh-CN': '还没有问卷：请先在“问卷”中创建（POST /api/v1/surveys）',
  },
  rota: {
    en: 'there is no rota yet: make one under Rotas (PUT /api/v1/rotas/{id})',
    'zh-CN': '还没有值班表：请先在“值班表”中创建（PUT /api/v1/rotas/{id}）',
  },
  item: {
    en: 'there is nothing to redeem yet: add it in the library (POST /api/v1/items)',
    'zh-CN': '还没有可兑换的礼品：请先在资料库中添加（POST /api/v1/items）',
  },
  gathering: {
    en: 'there are no gatherings yet: make one under Events (PUT /api/v1/gatherings/{id})',
    'zh-CN': '还没有活动：请先在“活动”中创建（PUT /api/v1/gatherings/{id}）',
  },
  template: {
    en: 'there are no shared texts yet: write one with PUT /api/v1/texts/{id}',
    'zh-CN': '还没有共享文案：请先用 PUT /api/v1/texts/{id} 添加',
  },
}
