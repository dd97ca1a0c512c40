/** Why an address must not be called from production, or undefined: nothing inside, nothing without a name. */
export function forbiddenAddress(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return 'not an http address'
  if (url.username !== '' || url.password !== '') return 'an address carries no credentials'
  const host = url.hostname.toLowerCase().replace(/\.$/, '')
  if (host === 'localhost' || /\.(localhost|local|internal|home\.arpa)$/.test(host)) return 'an address inside'
  if (host.startsWith('[')) return insideV6(host.slice(1, -1)) ? 'an address inside' : undefined
  const bytes = host.split('.').map(Number)
  const isV4 = bytes.length === 4 && bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
  if (isV4) return insideV4(bytes) ? 'an address inside' : undefined
  return host.includes('.') ? undefined : 'an address inside'
}

function insideV4([a = 0, b = 0]: number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true
  if (a === 169 && b === 254) return true
  if (a === 172 && b >= 16 && b < 32) return true
  if (a === 192 && (b === 168 || b === 0)) return true
  if (a === 198 && (b === 18 || b === 19)) return true
  return a === 100 && b >= 64 && b < 128
}

/** Everything but global unicast, and the forms that carry an IPv4 address. */
function insideV6(host: string): boolean {
  return !/^[23]/.test(host) || /^(2002|64:ff9b|2001:0?:)/.test(host)
}
