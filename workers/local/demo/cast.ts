/** Everybody in the story. Slack tells who they are; of Feishu's members only the name is known. */
export type Person = {
  channel: 'slack' | 'feishu'
  /** Their id on the channel. */
  id: string
  name: string
  locale?: string
  zone?: string
}

export const HOME = { locale: 'zh-CN', timezone: 'Asia/Shanghai' }

export const cast = {
  li: { channel: 'feishu', id: 'ou_7d8a6e6df7621556ce0d21922b676706', name: '李雷' },
  han: { channel: 'feishu', id: 'ou_2a5c4b1e9f0d43d8a1b6c7e8f9012345', name: '韩梅梅' },
  wang: { channel: 'feishu', id: 'ou_c99c5f35d542efc7ee492afe11af19ef', name: '王芳' },
  ada: { channel: 'slack', id: 'U06ADALVLC1', name: 'Ada Lovelace', locale: 'en-GB', zone: 'Europe/London' },
  grace: { channel: 'slack', id: 'U06GRACEK1M', name: 'Grace Kim', locale: 'en-US', zone: 'America/New_York' },
  chen: { channel: 'slack', id: 'U06CHENJ1NG', name: '陈静', locale: 'zh-CN', zone: 'Asia/Shanghai' },
} as const satisfies Record<string, Person>

/** The apps of the platforms, as their consoles show them. None of these secrets opens anything. */
export const apps = {
  slack: {
    team: 'T06QUNFLOW1',
    app: 'A06QUNFLOW1',
    bot: 'U06QUNB0T01',
    signing: 'demo-slack-signing',
    token: 'xoxb-demo',
  },
  feishu: {
    app: 'cli_demo',
    secret: 'demo-app-secret',
    token: 'demo-verification',
    encrypt: 'demo-encrypt-key',
    chat: 'oc_group',
  },
  form: { secret: `whsec_${Buffer.from('the form service of the demo').toString('base64')}` },
} as const
