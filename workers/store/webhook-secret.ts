import type { Database } from './database.ts'
import { RAISE_REVISION } from './revision.ts'

/** Keep the first secret that our webhooks are signed with, unless somebody else was first. Sealed. */
export async function addWebhookSecret(db: Database, sealed: string): Promise<void> {
  const sql = "INSERT INTO notes (name, value) VALUES ('webhook_secret', ?1) ON CONFLICT (name) DO NOTHING"
  await db.batch([{ sql, params: [JSON.stringify(sealed)] }, RAISE_REVISION])
}

/** Replace it. Sealed. */
export async function replaceWebhookSecret(db: Database, sealed: string): Promise<void> {
  const sql = `INSERT INTO notes (name, value) VALUES ('webhook_secret', ?1)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`
  await db.batch([{ sql, params: [JSON.stringify(sealed)] }, RAISE_REVISION])
}
