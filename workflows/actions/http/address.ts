import * as v from 'valibot'

/** Where a step calls. A secret may be the whole address: what it is shows when it goes out. */
export const Address = v.pipe(
  v.string(),
  v.check((url) => isSecret(url) || URL.canParse(url), 'not a URL'),
  v.check((url) => isSecret(url) || /^https?:/i.test(url), 'only http and https'),
)

function isSecret(url: string): boolean {
  return url.startsWith('{{secrets.')
}
