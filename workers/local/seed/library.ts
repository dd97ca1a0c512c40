const text = (en: string, zh: string) => ({ en, 'zh-CN': zh })

/** What is the community's own, by the path at which it is put. */
export const LIBRARY: readonly (readonly [path: string, body: unknown])[] = [
  ['/channels/community', { kind: 'sandbox', name: text('Community', '社群').en, config: {}, secrets: {} }],
  [
    '/settings',
    {
      timezone: 'Asia/Shanghai',
      locale: 'zh-CN',
      referral: {
        auto: ['inviter'],
        ladder: [
          { name: 'first-three', count: 3 },
          { name: 'ten', count: 10 },
        ],
      },
      tiers: {
        levels: [
          { id: 'basic', name: text('Basic', '普通') },
          { id: 'silver', name: text('Silver', '银卡'), points: 150 },
          { id: 'gold', name: text('Gold', '金卡'), points: 500 },
        ],
        grace: '14d',
      },
      theme_days: [
        { on: 'mon', name: text('Monday plans', '周一计划') },
        { on: 'fri', name: text('Friday fun', '周五快乐') },
      ],
      approvals: { steps: [{ id: 'operator' }, { id: 'brand' }] },
      alerts: { rota: 'team' },
    },
  ],
  ['/segments/buyers', { name: 'Buyers', if: "'buyer' in contact.tags" }],
  ['/segments/at-risk', { name: 'At risk', if: 'contact.risk >= 60' }],
  ['/segments/core-buyers', { name: 'Core buyers', if: "segment('buyers') && contact.active_days >= 15" }],
  ['/coupons/next-order', { name: '20 off the next order', kind: 'generated', prefix: 'NEXT-', expires_in: '30d' }],
  ['/items/mug', { name: 'Community mug', points: 200, stock: 60, per_member: 1 }],
  ['/badges/week', { name: text('A whole week', '连续七天'), rule: 'contact.best_streak >= 7' }],
  ['/badges/host', { name: text('Host', '拉新达人'), rule: 'contact.referrals >= 3' }],
  ['/texts/thanks', { text: text('Thank you, {{contact.name}}!', '谢谢你，{{contact.name}}！') }],
  [
    '/words/adverts',
    { name: 'Adverts', action: 'flag', direction: 'incoming', words: ['加微信', '兼职日结', 'work from home'] },
  ],
  ['/words/tone', { name: 'Tone', action: 'mask', direction: 'outgoing', words: ['最便宜', 'guaranteed'] }],
  [
    '/surveys/month-one',
    {
      name: text('Month one', '首月回访'),
      questions: [
        {
          id: 'nps',
          type: 'nps',
          text: text('How likely are you to recommend us, 0 to 10?', '你有多大可能推荐我们？0 到 10 分'),
        },
      ],
    },
  ],
  [
    '/faqs/events',
    {
      questions: ['When does the event start?', 'Where is the meeting?', '活动什么时候开始？', '在哪里见面？'],
      answer: text('Events and their places are under Events.', '活动的时间和地点都在「活动」里。'),
      tags: ['events'],
    },
  ],
  [
    '/faqs/points',
    {
      questions: ['How do I use my points?', 'Do points expire?', '积分怎么用？', '积分会过期吗？'],
      answer: text(
        '200 points are a mug. Points of check-ins last 60 days.',
        '200 积分可换马克杯，打卡积分 60 天有效。',
      ),
      tags: ['points'],
    },
  ],
  [
    '/faqs/refunds',
    {
      questions: ['How do I get a refund?', '怎么退款？', '可以退货吗？'],
      answer: text('Write to us within 7 days, we refund at once.', '七天内联系我们，马上退款。'),
      tags: ['orders'],
    },
  ],
  [
    '/rotas/team',
    {
      timezone: 'Asia/Shanghai',
      people: {
        lin: { channel: 'community', to: 'staff-lin', name: '林薇' },
        ben: { channel: 'community', to: 'staff-ben', name: 'Ben Baker' },
      },
      lines: [
        { name: 'First', rotation: { people: ['lin', 'ben'], every: 'week', start: '2026-01-05' } },
        { name: 'Everybody', everyone: true },
      ],
    },
  ],
]
