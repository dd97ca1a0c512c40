const text = (en: string, zh: string) => ({ en, 'zh-CN': zh })
/** Many of one member may be open at once. */
const MANY = { mode: 'parallel', max: 10 }

/** What an operator would have running: points and tags for what members do, messages at the right moments. */
export const WORKFLOWS = [
  {
    id: 'welcome',
    name: text('Welcome', '欢迎'),
    triggers: [{ on: 'member.joined' }],
    goal: { on: 'checkin.made', within: '14d' },
    texts: {
      warm: text('Welcome, {{contact.name}}! Good to have you here.', '欢迎你，{{contact.name}}！很高兴你来了。'),
      brief: text('Hi {{contact.name}}, check in once to begin.', '{{contact.name}}，打一次卡就算开始啦。'),
      next: text('A week already. How is it?', '已经一周了，感觉怎么样？'),
    },
    actions: [
      { do: 'points.award', with: { points: 10, reason: 'joined' } },
      { do: 'contact.set', with: { traits: { city: '{{event.data.city}}', source: '{{event.data.source}}' } } },
      {
        id: 'greeting',
        split: [
          { name: 'warm', weight: 50, then: [send('warm', 'transactional')] },
          { name: 'brief', weight: 50, then: [send('brief', 'transactional')] },
        ],
      },
      { wait: '7d' },
      { ...send('next', 'lifecycle'), when: "contact.stage != 'dormant'" },
    ],
  },
  {
    id: 'check-in',
    name: text('Check-in', '打卡'),
    triggers: [{ on: 'checkin.made' }],
    entry: MANY,
    actions: [
      { id: 'day', do: 'checkin.record', with: {} },
      {
        do: 'points.award',
        when: 'steps.day.first_today',
        with: { points: { expr: 'steps.day.streak % 7 == 0 ? 20 : 2' }, reason: 'check-in', expires_in: '60d' },
      },
    ],
  },
  {
    id: 'order-points',
    name: text('Points for orders', '消费积分'),
    triggers: [{ on: 'order.paid' }],
    entry: MANY,
    actions: [
      { do: 'points.award', with: { points: { expr: 'int(event.data.amount)' }, reason: 'order' } },
      { do: 'tag.add', with: { tag: 'buyer' } },
      {
        if: 'event.data.amount >= 399',
        then: [{ do: 'coupon.issue', with: { coupon: 'next-order' }, on_error: 'continue' }],
      },
    ],
  },
  {
    id: 'redeem',
    name: text('Redeem points', '积分兑换'),
    triggers: [{ on: 'button.clicked', if: "event.data.value == 'redeem'" }],
    actions: [{ do: 'points.redeem', with: { points: 200, reason: 'mug', item: 'mug' }, on_error: 'continue' }],
  },
  {
    id: 'complaints',
    name: text('Complaints', '投诉处理'),
    triggers: [{ on: 'custom.negative' }],
    entry: MANY,
    actions: [
      { do: 'metric.add', with: { metric: 'negative' } },
      { do: 'complaint.open', with: { title: '{{event.data.text}}', answer_in: '2d', fix_in: '5d' } },
    ],
  },
  {
    id: 'questions',
    name: text('Answer questions', '自动答疑'),
    triggers: [{ on: 'message.received', if: "event.data.text.endsWith('?') || event.data.text.endsWith('？')" }],
    entry: MANY,
    actions: [{ do: 'faq.answer', with: {} }],
  },
  {
    id: 'recall',
    name: text('Recall dormant members', '沉睡召回'),
    triggers: [{ on: 'contact.stage_changed', if: "event.data.to == 'dormant'" }],
    texts: { back: text('We miss you, {{contact.name}}.', '{{contact.name}}，好久不见。') },
    exit: [{ on: 'message.received' }, { on: 'member.left' }],
    actions: [
      send('back', 'lifecycle'),
      { wait: '7d' },
      { do: 'tag.add', when: 'contact.risk >= 50', with: { tag: 'at-risk' } },
    ],
  },
  {
    id: 'month-one',
    name: text('How was the first month', '首月回访'),
    triggers: [{ on: 'custom.month_one' }],
    settings: { category: 'transactional' },
    actions: [
      { id: 'asked', do: 'survey.ask', with: { survey: 'month-one', timeout: '3d' } },
      { do: 'tag.add', when: "steps.asked.group == 'promoter'", with: { tag: 'promoter' } },
    ],
  },
  {
    id: 'sign-up',
    name: text('Sign up for an event', '活动报名'),
    triggers: [{ on: 'button.clicked', if: "event.data.value.startsWith('join:')" }],
    entry: MANY,
    actions: [{ do: 'signup.add', with: { gathering: '{{event.data.gathering}}' }, on_error: 'continue' }],
  },
  {
    id: 'stories',
    name: text('Stories of members', '成员投稿'),
    triggers: [{ on: 'form.submitted', if: "event.data.form_id == 'story'" }],
    actions: [{ do: 'contribution.add', with: { title: '{{event.data.title}}', text: '{{event.data.text}}' } }],
  },
  {
    id: 'story-points',
    name: text('Points for good stories', '优质投稿奖励'),
    triggers: [{ on: 'contribution.graded', if: 'event.data.grade >= 4' }],
    entry: MANY,
    actions: [{ do: 'points.award', with: { points: 50, reason: 'story' } }],
  },
  {
    id: 'thank-inviter',
    name: text('Thank who invites', '邀请奖励'),
    triggers: [{ on: 'referral.rung_reached' }],
    entry: MANY,
    actions: [{ do: 'points.award', with: { points: 100, reason: 'invitations' } }],
  },
]

function send(template: string, category: string) {
  return { do: 'message.send', with: { template, category } }
}
