import * as v from 'valibot'

/** A setting of a channel as one line of non-empty text. */
export function setting(title: string, description: string) {
  return v.pipe(filled, v.title(title), v.description(description))
}

/** A setting that holds the address of a webhook. */
export function address(title: string, description: string) {
  return v.pipe(
    v.string(),
    v.regex(/^https?:\/\/[^\s/]+\S*$/, 'must be an http(s) address'),
    v.title(title),
    v.description(description),
  )
}

/** A secret: one text, or two while it is being rotated. Never empty, because with an empty key anybody can sign. */
export function secret(title: string, description: string, text: v.GenericSchema<string, string> = filled) {
  return v.pipe(
    v.union(
      [text, v.pipe(v.array(text), v.minLength(1), v.maxLength(2))],
      'must be a non-empty text, or a list of one or two',
    ),
    v.title(title),
    v.description(description),
  )
}

const filled = v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.maxLength(2000))
