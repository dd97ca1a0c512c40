/** A type of a platform's that we have no word for. */
export function customType(kind: string, type: string): string {
  return `custom.${kind}.${type.toLowerCase().replace(/[^a-z0-9_.-]/g, '_')}`.slice(0, 100)
}
