import type { Client } from './client.ts'
import { LIBRARY } from './library.ts'
import { WORKFLOWS } from './workflows.ts'

/** What the operators have prepared before the first member comes. */
export async function setUp({ ask }: Client): Promise<void> {
  for (const [path, body] of LIBRARY) await ask('PUT', `/api/v1${path}`, body)
  for (const workflow of WORKFLOWS) {
    await ask('PUT', `/api/v1/workflows/${workflow.id}`, workflow)
    await ask('POST', `/api/v1/workflows/${workflow.id}/publish`, {})
  }
}
