import type { Capabilities } from './kind.ts'

/** Plain text only. Kinds say what they can beyond it. */
export const TEXT_ONLY: Capabilities = {
  length: { max: 4000, unit: 'characters' },
  markdown: false,
  buttons: 0,
  image: false,
  card: false,
  mentions: false,
  rooms: false,
  edit: false,
  idempotent: false,
}
