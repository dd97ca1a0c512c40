import * as v from 'valibot'

/** English, then Chinese. */
type Both = readonly [en: string, zh: string]

/** A setting of a channel as one line of non-empty text. */
export function setting(title: Both, description: Both) {
  return described(filled, title, description)
}

/** A setting that holds the address of a webhook. */
export function address(title: Both, description: Both) {
  return described(
    v.pipe(v.string(), v.regex(/^https?:\/\/[^\s/]+\S*$/, 'must be an http(s) address')),
    title,
    description,
  )
}

/** A secret: one text, or two while it is being rotated. Never empty, because with an empty key anybody can sign. */
export function secret(title: Both, description: Both, text: v.GenericSchema<string, string> = filled) {
  return described(
    v.union(
      [text, v.pipe(v.array(text), v.minLength(1), v.maxLength(2))],
      'must be a non-empty text, or a list of one or two',
    ),
    title,
    description,
  )
}

/** What a setting is called and where it is found: JSON Schema's own words in English, `x-zh-CN` in Chinese. */
export function described<const S extends v.GenericSchema>(schema: S, title: Both, description: Both) {
  return v.pipe(
    schema,
    v.title<v.InferOutput<S>, string>(title[0]),
    v.description<v.InferOutput<S>, string>(description[0]),
    v.metadata<v.InferOutput<S>, { 'x-zh-CN': { title: string; description: string } }>({
      'x-zh-CN': { title: title[1], description: description[1] },
    }),
  )
}

const filled = v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.maxLength(2000))
