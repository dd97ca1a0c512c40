import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apps, HOME } from './cast.ts'
import type { Client } from './client.ts'
import { feishu, slack } from './webhooks.ts'

const WORKFLOWS = ['welcome', 'seven-day-path', 'referral-reward'] as const

/**
 * Channels that send to the double, and the three workflows, all through the API. Answers what it did, line by line. The
 * workflows are installed a minute apart: one event starts them in the order in which they were made.
 */
export async function setUp(client: Client, providerUrl: string, now: number): Promise<string[]> {
  await client.put('/api/v1/settings', HOME)
  const { slack: s, feishu: f, form } = apps
  const api_base = providerUrl
  await client.put('/api/v1/channels/slack', {
    ...{ kind: 'slack', name: 'Slack', config: {}, api_base },
    secrets: { signing_secret: s.signing, bot_token: s.token },
  })
  await client.put('/api/v1/channels/feishu', {
    ...{ kind: 'feishu', name: '飞书', config: { app_id: f.app }, api_base },
    secrets: { verification_token: f.token, encrypt_key: f.encrypt, app_secret: f.secret },
  })
  const form_secrets = { secret: form.secret }
  await client.put('/api/v1/channels/form', {
    kind: 'standard-webhooks',
    name: 'Form',
    config: {},
    secrets: form_secrets,
  })
  const lines = ['channels   slack, feishu (both send to a double on this machine), form (Standard Webhooks)']
  lines.push(`handshakes ${(await shakeHands(client, now)).join(', ')}`)
  for (const [i, id] of WORKFLOWS.entries()) {
    await client.turnTo(now + (i + 1) * 60_000)
    lines.push(`workflow   ${await install(client, id)}`)
  }
  return lines
}

/** What each platform asks for when its webhook address is entered. */
async function shakeHands(client: Client, now: number): Promise<string[]> {
  const challenge = 'is-anybody-there'
  const handshakes = {
    slack: slack({ token: 'legacy', challenge, type: 'url_verification' }, now),
    feishu: feishu({ challenge, token: apps.feishu.token, type: 'url_verification' }, now),
  }
  const done: string[] = []
  for (const [name, post] of Object.entries(handshakes)) {
    const { status, body } = await client.deliver(post)
    if (status !== 200 || (body as { challenge?: string })?.challenge !== challenge)
      throw new Error(`the handshake of ${name} answers ${status} ${JSON.stringify(body)}, not its challenge`)
    done.push(`${name} echoes the challenge`)
  }
  return done
}

type Definition = { id: string; name: Record<string, string>; description: Record<string, string> }
type Verdict = { valid: boolean; errors: object[]; warnings: object[] }

async function install(client: Client, id: string): Promise<string> {
  const definition = JSON.parse(await readFile(join(import.meta.dirname, `${id}.json`), 'utf8')) as Definition
  const verdict = (await client.post('/api/v1/workflows/validate', definition)) as Verdict
  const found = [...verdict.errors, ...verdict.warnings]
  if (found.length > 0) throw new Error(`${id}.json does not check: ${JSON.stringify(found)}`)
  await client.put(`/api/v1/workflows/${id}`, definition)
  const { version } = (await client.post(`/api/v1/workflows/${id}/publish`, {})) as { version: number }
  const { en, 'zh-CN': zh } = definition.name
  return `${id} v${version}, ${en} ${zh}: ${definition.description.en}`
}
