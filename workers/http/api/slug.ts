import * as v from 'valibot'
import { Slug } from '../../../schema/text.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'

/** What is wrong with an id that a path gives to something new. */
export function slugProblem(c: C, id: string): Response | undefined {
  const parsed = v.safeParse(Slug, id)
  if (parsed.success) return undefined
  return problem(c, 400, 'the id is not right', [{ path: 'id', message: parsed.issues[0].message }])
}
