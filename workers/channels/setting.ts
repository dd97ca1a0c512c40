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

/** Of platforms that show what the answer to their own request says; see passive-reply.ts. */
export const passiveReplySetting = described(
  v.boolean(),
  ['Passive replies', '被动回复'],
  [
    'Whether the first message that answers what somebody did goes in the answer to the platform’s own request, if it is ready within four seconds. Unless said, only where the channel has no other way to send.',
    '回应用户操作的第一条消息是否直接写在对平台请求的应答中（须在四秒内就绪）。未设置时，仅在没有其他发送方式时使用。',
  ],
)

const filled = v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.maxLength(2000))
