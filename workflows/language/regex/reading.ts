export type Flags = { readonly ignoreCase: boolean; readonly multiline: boolean; readonly dotAll: boolean }

/** A pattern being read: where, under which flags, and how many groups deep. */
export type Reading = { readonly text: string; at: number; flags: Flags; depth: number }

type Misread = { readonly kind: 'problem'; readonly message: string; readonly at: number }

/** Ends the reading: the recursion is short, and each of its levels would only pass the problem on. */
export function misread(reading: Reading, message: string): never {
  throw { kind: 'problem', message, at: reading.at } satisfies Misread
}

export function isMisread(thrown: unknown): thrown is Misread {
  return typeof thrown === 'object' && thrown !== null && 'kind' in thrown && thrown.kind === 'problem'
}
