import type { Definition } from './definitions.ts'
import type { Promised } from './judge.ts'
import type { Random } from './random.ts'
import type { Deed, Happening, Request } from './workload.ts'

/** A field of the product with what happens in it and what is promised of it. Each seed has some of them. */
export type Part = {
  name: string
  /** In how many of the seeds it takes part. */
  share: number
  definitions: (version: number) => readonly Definition[]
  /** What is there before anything goes wrong. */
  prepares?: readonly Request[]
  draw: (drawing: Drawing) => { happenings?: readonly Happening[][]; deeds?: readonly Deed[] }
  promises: Record<string, Promised>
}

/** `ids` are the contacts' own, by their name; `name` makes a name for the next event. */
export type Drawing = { random: Random; ids: ReadonlyMap<string, string>; name: () => string }
