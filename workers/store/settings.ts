import type { Settings } from '../../schema/settings.ts'
import type { Database, Statement } from './database.ts'
import { RAISE_REVISION } from './revision.ts'

/** Save the settings, and in the same transaction what follows from that. */
export async function saveSettings(db: Database, settings: Settings, also: readonly Statement[]): Promise<void> {
  const sql = `INSERT INTO notes (name, value) VALUES ('settings', ?1)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`
  await db.batch([{ sql, params: [JSON.stringify(settings)] }, RAISE_REVISION, ...also])
}
