import type { Json, JsonObject } from '../../schema/json.ts'
import type { mapFields } from './field-map.ts'
import { asId, asText, present } from './json-fields.ts'
import type { Sender } from './kind.ts'

/** What a form tells about the person beside what the operator has mapped. */
export type KnownOf = {
  name?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  locale?: string | undefined
  /** The service's own id of the person: the last resort, because it means nothing elsewhere. */
  serviceId?: string | undefined
}

type Found = ReturnType<typeof mapFields>
type Written = KnownOf & { hidden?: JsonObject | undefined; answers?: JsonObject | undefined }

/** Names under which ids travel in hidden fields, letters only. */
const ID_NAMES: ReadonlySet<string> = new Set(['userid', 'uid', 'contactid', 'memberid', 'externalid', 'customerid'])
const NAMES = {
  name: new Set(['name', 'fullname', 'nickname', 'username', '姓名', '昵称']),
  email: new Set(['email', 'emailaddress', 'mail', '邮箱', '电子邮箱']),
  phone: new Set(['phone', 'phonenumber', 'mobile', 'tel', '手机', '手机号', '电话']),
  locale: new Set(['locale', 'lang', 'language']),
} as const

/**
 * Who filled a form in: the mapped id, an id in a hidden field, the e-mail address, the phone number, then the service's
 * own id. Nobody when none of them is there.
 */
export function respondent(mapped: Found, known: Written): Sender | undefined {
  const hidden = Object.entries(known.hidden ?? {})
  const named = (names: ReadonlySet<string>, fields = hidden) =>
    fields.filter(([key]) => names.has(plain(key))).flatMap(([, value]) => short(asId(value)) ?? [])[0]
  const profile = present({
    name: mapped.name ?? known.name ?? named(NAMES.name),
    email: emailAddress(mapped.email ?? known.email ?? named(NAMES.email)),
    phone: mapped.phone ?? known.phone ?? named(NAMES.phone),
    locale: mapped.locale ?? known.locale ?? named(NAMES.locale),
  })
  const written = named(ID_NAMES) ?? named(ID_NAMES, Object.entries(known.answers ?? {}))
  const id = mapped.user_id ?? written ?? profile.email?.toLowerCase() ?? phoneId(profile.phone) ?? known.serviceId
  return id === undefined ? undefined : { id, ...profile }
}

const EMAIL = /^[^\s@<>,;]{1,64}@[^\s@<>,;]+\.[^\s@<>,;]+$/

/** The text when it is an address, else nothing. */
export function emailAddress(value: Json | undefined): string | undefined {
  const text = asText(value)?.trim()
  return text !== undefined && text.length <= 254 && EMAIL.test(text) ? text : undefined
}

/** One person writes one number in many ways. */
function phoneId(phone: string | undefined): string | undefined {
  const digits = phone?.replace(/[\s().-]/g, '')
  return digits === '' ? undefined : digits
}

const ID_LENGTH_MAX = 200

function short(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= ID_LENGTH_MAX ? text.trim() || undefined : undefined
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '')
}
