import type * as v from 'valibot'
import { BadgeBody } from '../../../../schema/api/badges.ts'
import { PoolBody } from '../../../../schema/api/coupons.ts'
import { ItemBody } from '../../../../schema/api/items.ts'
import { SecretBody } from '../../../../schema/api/secrets.ts'
import { TextBody } from '../../../../schema/api/texts.ts'
import { WordListBody } from '../../../../schema/words.ts'
import { type Locale, local } from '../../words.ts'

type Both = readonly [en: string, zh: string]

/** Something of the library, as the API answers it. */
export type Thing = Record<string, unknown>

/** A noun of the API that is kept by name: `GET /`, `GET /{id}`, `PUT /{id}`, `DELETE /{id}`. */
export type Shelf = {
  path: string
  title: Both
  sub: Both
  /** What is written when it is changed. */
  body: v.GenericSchema
  /** How a new one is made: by `POST /` with its id, or by `PUT /{id}`. */
  creates: 'POST' | 'PUT'
  /** What the list says of each. */
  facts: (one: Thing, locale: Locale) => string
  labels?: Readonly<Record<string, Both>>
  /** What it holds is never shown. */
  isSecret?: boolean
}

const name = { name: ['Name', '名称'] } as const

export const SHELVES: readonly Shelf[] = [
  {
    path: 'texts',
    title: ['Texts', '文案'],
    sub: ['Messages that several workflows share', '多个工作流共用的消息'],
    body: TextBody,
    creates: 'PUT',
    facts: (one, locale) => local(one.text, locale).slice(0, 80),
    labels: { text: ['Text', '文案'] },
  },
  {
    path: 'coupons',
    title: ['Coupons', '优惠券'],
    sub: ['Pools of codes, one member each', '券码池，一人一码'],
    body: PoolBody,
    creates: 'POST',
    facts: (one) => `${one.kind} · ${one.issued} / ${one.total ?? '∞'}`,
    labels: {
      ...name,
      kind: ['Kind', '类型'],
      prefix: ['Prefix of generated codes', '生成码前缀'],
      alphabet: ['Characters of generated codes', '生成码字符集'],
      length: ['Length of generated codes', '生成码长度'],
      per_member: ['At most per member', '每人最多'],
      expires_in: ['Good for', '有效期'],
      expires_at: ['Good until', '截止时间'],
      total: ['How many may be generated', '最多生成数量'],
      codes: ['Codes to import', '导入的券码'],
    },
  },
  {
    path: 'items',
    title: ['Goods for points', '积分商品'],
    sub: ['What members may redeem, with stock', '成员可兑换的商品与库存'],
    body: ItemBody,
    creates: 'POST',
    facts: (one) => `${one.points} · ${one.stock ?? '∞'}`,
    labels: {
      ...name,
      points: ['Price in points', '所需积分'],
      stock: ['Stock', '库存'],
      per_member: ['At most per member', '每人最多'],
    },
  },
  {
    path: 'badges',
    title: ['Badges', '勋章'],
    sub: ['Given by rule or by a workflow', '按规则或由工作流授予'],
    body: BadgeBody,
    creates: 'POST',
    facts: (one, locale) => local(one.description, locale) || String(one.rule ?? ''),
    labels: { ...name, description: ['Description', '说明'], rule: ['Rule (CEL)', '规则（CEL）'] },
  },
  {
    path: 'words',
    title: ['Words to watch', '敏感词'],
    sub: ['Lists that block, mask, flag or escalate', '拦截、打码、标记或升级的词表'],
    body: WordListBody,
    creates: 'PUT',
    facts: (one) => `${one.action} · ${one.direction} · ${one.count}`,
    labels: {
      ...name,
      action: ['What happens', '处理方式'],
      direction: ['Messages', '消息方向'],
      locale: ['Language', '语言'],
      whole_words: ['Whole words only', '仅整词'],
      words: ['Words', '词'],
    },
  },
  {
    path: 'secrets',
    title: ['Secrets', '机密值'],
    sub: [
      'For requests of workflows, as {{secrets.NAME}}; shown never again',
      '供工作流请求使用，写作 {{secrets.NAME}}；不会再显示',
    ],
    body: SecretBody,
    creates: 'PUT',
    facts: () => '••••••',
    labels: { value: ['Value', '值'] },
    isSecret: true,
  },
]
