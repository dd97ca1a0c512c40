/** Something wrong with what an operator wrote: where, what, and how it could be right. */
export type Problem = {
  /** Where in the document, like `actions[1].then[0].with.points`. */
  path: string
  message: string
  hint?: string
  /** Inside the text at `path`, both from 1. */
  line?: number
  column?: number
}

export type Path = readonly (string | number)[]

export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? key : `${text}.${key}`
  }, '')
}
