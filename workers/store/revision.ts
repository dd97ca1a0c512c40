import type { Statement } from './database.ts'

/** Every change of what decides ends with this, in the same batch. */
export const RAISE_REVISION: Statement = {
  sql: 'INSERT INTO catalogue (id, revision) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET revision = revision + 1',
  params: [],
}
