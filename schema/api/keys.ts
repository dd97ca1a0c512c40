import * as v from 'valibot'
import { Instant } from './page.ts'

const Role = v.picklist(['viewer', 'operator', 'admin'])

const summary = {
  id: v.string(),
  name: v.string(),
  role: Role,
  prefix: v.pipe(v.string(), v.title('How the key begins')),
  created_at: Instant,
}

export const KeyAnswer = v.object(summary)

/** The only answer that ever holds the key. */
export const NewKeyAnswer = v.object({ ...summary, key: v.pipe(v.string(), v.title('Shown once')) })

export const KeyBody = v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), role: Role })
