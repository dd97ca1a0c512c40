import type { Visit } from './site.ts'

/** An id for something that a person has named: what of the name may be in an address, and something that nobody else has. */
export function idFrom(name: string, otherwise: string, { mark }: Pick<Visit, 'mark'>): string {
  const plain = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  return `${plain === '' ? otherwise : plain}-${mark}`
}
