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
  if (url.port !== '' && isOfAnotherService(Number(url.port))) return 'a port of another service'
  if (host.startsWith('[')) return insideV6(host.slice(1, -1)) ? INSIDE : undefined
  const v4 = bytesOf(host.split('.'))
  if (v4) return insideV4(v4) ? INSIDE : undefined
  return insideName(host) ? INSIDE : undefined
}

const PUBLIC: Outgoing = { loopback: false, allow: new Set() }

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** Those of the system, what browsers refuse (https://fetch.spec.whatwg.org/#port-blocking), and databases and their like. */
const SERVICES: ReadonlySet<number> = new Set([
  ...[
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
  ],
  ...[1433, 1521, 2375, 2376, 2379, 3306, 3389, 5432, 5900, 5984, 6379, 9042, 9200, 9300, 10250, 11211, 27017],
])

function isOfAnotherService(port: number): boolean {
  return port < 1024 || SERVICES.has(port)
}

/** Names that are somebody's own network, and public services whose names say which address they lead to. */
const LOCAL =
  /(^|\.)(localhost|local|localdomain|internal|intranet|private|corp|lan|home|arpa|onion|invalid|alt|svc|consul|docker|workgroup|fritz\.box|metadata\.goog)$/
const ECHOING =
  /(^|\.)(nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|localho\.st|localhost\.direct|traefik\.me|rbndr\.us|1u\.ms|nip\.direct|yoogle\.com|domaincontrol\.com|spoofed\.burpcollaborator\.net|xip\.name|fuf\.me|ulh\.us|local\.gd|loopback\.world|dod\.network)$/

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
