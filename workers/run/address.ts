/** What an operator allows beside the public Internet: loopback addresses in development, and hosts that are named. */
export type Outgoing = { loopback: boolean; allow: ReadonlySet<string> }

const INSIDE = 'an address inside'
const CHARS_MAX = 8_192

/**
 * Why an address must not be called, or undefined. Nothing inside: no private, loopback, link-local or special address in
 * any spelling (URL has brought decimal, octal and hexadecimal ones to one form), no name that is local or known to lead
 * inside, no credentials, no port of another service. What a public name resolves to is not asked here: the platform's
 * network reaches nothing private; see docs/threat-model.md.
 */
export function forbiddenAddress(text: string, outgoing: Outgoing = PUBLIC): string | undefined {
  const url = text.length > CHARS_MAX ? null : URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return 'not an http address'
  if (url.username !== '' || url.password !== '') return 'an address carries no credentials'
  const host = url.hostname.toLowerCase().replace(/\.+$/, '')
  if (outgoing.allow.has(host) || outgoing.allow.has(`${host}:${url.port}`)) return undefined
  if (outgoing.loopback && isLoopback(host)) return undefined
  if (url.port !== '' && Number(url.port) < 1024) return 'a port of another service'
  if (host.startsWith('[')) return insideV6(host.slice(1, -1)) ? INSIDE : undefined
  const v4 = bytesOf(host.split('.'))
  if (v4) return insideV4(v4) ? INSIDE : undefined
  return insideName(host) ? INSIDE : undefined
}

const PUBLIC: Outgoing = { loopback: false, allow: new Set() }

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** Names that are somebody's own network, and public services whose names say which address they lead to. */
const LOCAL = /(^|\.)(localhost|local|localdomain|internal|intranet|private|corp|lan|home|arpa|onion|invalid|alt)$/
const ECHOING =
  /(^|\.)(nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|localho\.st|localhost\.direct|traefik\.me|rbndr\.us|1u\.ms|nip\.direct|yoogle\.com|domaincontrol\.com)$/

function insideName(host: string): boolean {
  if (!host.includes('.') || LOCAL.test(host) || ECHOING.test(host)) return true
  const said = host.matchAll(/(?<![\d])(\d{1,3})[-.](\d{1,3})[-.](\d{1,3})[-.](\d{1,3})(?![\d])/g)
  return [...said].some(([, ...parts]) => {
    const bytes = bytesOf(parts)
    return bytes !== undefined && insideV4(bytes)
  })
}

function bytesOf(parts: readonly string[]): number[] | undefined {
  const bytes = parts.map(Number)
  const isV4 = parts.length === 4 && bytes.every((byte, i) => parts[i] !== '' && Number.isInteger(byte) && byte <= 255)
  return isV4 ? bytes : undefined
}

/** Everything of https://www.iana.org/assignments/iana-ipv4-special-registry that is not reachable by everybody. */
function insideV4([a = 0, b = 0, c = 0, d = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true
  if (a === 100 && b >= 64 && b < 128) return true
  if (a === 169 && b === 254) return true
  if (a === 172 && b >= 16 && b < 32) return true
  if (a === 192 && (b === 168 || (b === 0 && (c === 0 || c === 2)) || (b === 88 && c === 99))) return true
  if (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) return true
  if (a === 203 && b === 0 && c === 113) return true
  return a === 168 && b === 63 && c === 129 && d === 16 // What Azure's machines ask.
}

/**
 * Everything but global unicast (2000::/3), and of that the forms that carry an IPv4 address (6to4, Teredo) or are
 * special. `host` is as URL writes it, compressed.
 */
function insideV6(host: string): boolean {
  const [first = 0, second = 0] = groupsOf(host)
  if (first < 0x2000 || first > 0x3fff) return true
  return first === 0x2002 || (first === 0x2001 && (second < 0x200 || second === 0xdb8)) || first >= 0x3ffe
}

function groupsOf(host: string): number[] {
  const [head = '', tail] = host.split('::')
  const read = (part: string | undefined) => (part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [])
  const [before, after] = [read(head), read(tail)]
  return [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => 0), ...after]
}

/** `hooks.internal.example, 10.0.0.5:8080`: hosts that may be called all the same, as the environment names them. */
export function outgoingOf(development: boolean, named: string | undefined): Outgoing {
  const hosts = (named ?? '').split(/[,\s]+/).filter((host) => host !== '')
  return { loopback: development, allow: new Set(hosts.map((host) => host.toLowerCase())) }
}
