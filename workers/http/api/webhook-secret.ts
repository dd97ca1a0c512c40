import * as v from 'valibot'
import type { Deps } from '../../run/deps.ts'
import { newWebhookSecret } from '../../run/sign-webhook.ts'
import { replaceWebhookSecret } from '../../store/webhook-secret.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

const WebhookSecretAnswer = v.object({
  secret: v.pipe(v.string(), v.title('whsec_ and the base64 key: receivers verify with it')),
  previous: v.pipe(v.nullable(v.string()), v.title('The one before, which also signs until it is retired')),
})

const answers = { 200: WebhookSecretAnswer }
const UNOPENED = 'the secret does not open under MASTER_KEY'

/** What `webhook.send` signs with, as Standard Webhooks. */
export const webhookSecret = [
  operation({
    method: 'GET',
    path: '/webhook-secret',
    summary: 'The secret that our own webhooks are signed with. It is made when it is first asked for or used',
    needs: 'admin',
    answers,
    secret: true,
    handle: async ({ c, deps }) => {
      const [secret, previous] = await currentSecrets(deps)
      return secret === undefined ? problem(c, 503, UNOPENED) : c.json({ secret, previous: previous ?? null })
    },
  }),
  operation({
    method: 'POST',
    path: '/webhook-secret/rotate',
    summary: 'Make a new secret. Until the one before is retired, both sign',
    needs: 'admin',
    answers,
    secret: true,
    handle: async ({ c, deps }) => {
      const [present] = await currentSecrets(deps)
      return replace(c, deps, [newWebhookSecret(), ...(present === undefined ? [] : [present])])
    },
  }),
  operation({
    method: 'POST',
    path: '/webhook-secret/retire',
    summary: 'Sign with the present secret only: receivers have it by now',
    needs: 'admin',
    answers,
    secret: true,
    handle: async ({ c, deps }) => {
      const [present] = await currentSecrets(deps)
      return present === undefined ? problem(c, 503, UNOPENED) : replace(c, deps, [present])
    },
  }),
]

/** Another isolate may have rotated it: what counts is what the database says now. */
async function currentSecrets({ catalogue }: Deps): Promise<readonly string[]> {
  await catalogue.refresh()
  return catalogue.webhookSecrets()
}

async function replace(c: C, deps: Deps, secrets: string[]): Promise<Response> {
  await replaceWebhookSecret(deps.db, await c.var.house.vault.seal({ secret: secrets }))
  const [secret = '', previous] = (await deps.catalogue.refresh()).webhookSecrets
  return c.json({ secret, previous: previous ?? null })
}
