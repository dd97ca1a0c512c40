import * as v from 'valibot'

export const SecretName = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,63}$/,
    'a secret is named by up to 64 letters, digits and _, not beginning with a digit',
  ),
)

export const SECRET_CHARS_MAX = 8192

/** The only actions in which `{{secrets.NAME}}` stands for something. */
export const SECRET_ACTIONS: ReadonlySet<string> = new Set(['http.request', 'webhook.send', 'ai.complete'])

/**
 * Where secrets stand in something that goes out: as placeholders, until the very moment of the call. `nonce` makes
 * the placeholders differ from anything that a member may have written.
 */
export type SecretPlaces = {
  names: string[]
  nonce: number
  /** The body is JSON: what is put into it is escaped as JSON asks. */
  json?: boolean
}
