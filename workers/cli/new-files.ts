/** What a new workflow or template begins with: small, whole, and with scenarios that pass. */

export function definitionOf(name: string, what: 'workflow' | 'template'): object {
  return {
    $schema: '/schema/workflow.v1.json',
    id: name,
    ...(what === 'template' && {
      version: '1.0.0',
      template: { category: 'lifecycle', goals: ['interaction'], rows: [39] },
    }),
    name: { en: name, 'zh-CN': name },
    description: { en: 'Greets whoever joins.', 'zh-CN': '向新成员问好。' },
    inputs: {
      points: {
        type: 'integer',
        title: { en: 'Points to give', 'zh-CN': '赠送积分' },
        default: 10,
        min: 1,
        max: 1000,
      },
    },
    triggers: [{ on: 'member.joined' }],
    conditions: ["!('staff' in contact.tags)"],
    entry: { mode: 'single', reentry: '30d' },
    exit: [{ on: 'member.left' }],
    goal: { on: 'message.received', within: '7d', continue: true },
    settings: { category: 'lifecycle' },
    texts: {
      hello: {
        en: 'Welcome, {{default contact.name "friend"}}! {{steps.gift.balance}} points are yours.',
        'zh-CN': '欢迎{{contact.name}}！已送你 {{steps.gift.balance}} 积分。',
      },
    },
    actions: [
      { id: 'gift', do: 'points.award', with: { points: { expr: 'inputs.points' }, reason: 'welcome' } },
      { id: 'hello', do: 'message.send', with: { template: 'hello' } },
    ],
  }
}

export function scenariosOf(what: 'workflow' | 'template'): Record<string, object> {
  const span = { from: '2026-01-05T00:00:00Z', until: '2026-02-05T00:00:00Z' }
  const joins = [{ at: '2026-01-05T09:00:00Z', type: 'member.joined' }]
  const greets = {
    name: 'greets whoever joins, once',
    contact: { name: 'Ann', locale: 'en', timezone: 'Europe/London' },
    ...span,
    events: [...joins, { at: '2026-01-06T09:00:00Z', type: 'member.joined' }],
    expect: {
      messages: [{ at: '2026-01-05T09:00:00Z', text: 'Welcome, Ann! 10 points are yours.' }],
      contact: { points: 10 },
    },
  }
  if (what === 'workflow') return { 'greets.scenario.json': greets }
  return {
    'greets.scenario.json': greets,
    'in-chinese.scenario.json': {
      name: '用中文问好，积分可调',
      contact: { name: '小雨', locale: 'zh-CN', timezone: 'Asia/Shanghai' },
      inputs: { points: 20 },
      ...span,
      events: joins,
      expect: { messages: [{ text: '欢迎小雨！已送你 20 积分。' }], contact: { points: 20 } },
    },
    'staff.scenario.json': {
      name: 'says nothing to staff',
      contact: { tags: ['staff'] },
      ...span,
      events: joins,
      expect: { messages: [], runs: [] },
    },
  }
}

export function aboutText(locale: 'en' | 'zh-CN', name: string): string {
  return locale === 'en'
    ? `# ${name}\n\n**What it is for.** …\n\n**When to use it.** …\n\n## What happens\n\n| when | what |\n| --- | --- |\n| on joining | a greeting and 10 points |\n\n## What to watch\n\n- …\n`
    : `# ${name}\n\n**用途。** …\n\n**何时使用。** …\n\n## 流程\n\n| 时间 | 动作 |\n| --- | --- |\n| 入群时 | 问好并赠送 10 积分 |\n\n## 注意事项\n\n- …\n`
}
