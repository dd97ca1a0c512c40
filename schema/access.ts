import * as v from 'valibot'

const PEOPLE_MAX = 500

/** One address, or `@example.com` for everybody of a domain. */
const Email = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(320),
  v.regex(/^[^\s@]*@[^\s@]+\.[^\s@]+$/, 'an address such as ada@example.com, or @example.com for everybody of it'),
)

/** Who may enter the console by Cloudflare Access, and as what. Nobody until somebody is named. */
export const AccessSettings = v.strictObject({
  people: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          email: v.pipe(Email, v.title('An address, or @example.com for everybody of a domain')),
          role: v.picklist(['viewer', 'operator', 'admin']),
        }),
      ),
      v.maxLength(PEOPLE_MAX),
      v.check((people) => new Set(people.map(({ email }) => email)).size === people.length, 'each address once'),
    ),
    [],
  ),
})

export type AccessShape = v.InferOutput<typeof AccessSettings>
export type AccessRole = AccessShape['people'][number]['role']

/** What an address may do; the address itself counts before its domain. Undefined: nothing. */
export function roleOf({ people }: AccessShape, email: string): AccessRole | undefined {
  const address = email.toLowerCase()
  const domain = address.slice(address.lastIndexOf('@'))
  const named = (name: string) => people.find((one) => one.email === name)?.role
  return named(address) ?? named(domain)
}
