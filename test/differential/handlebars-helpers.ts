import type Handlebars from 'handlebars'

type Options = Handlebars.HelperOptions & { name: string; lookupProperty(parent: unknown, name: string): unknown }
type Body = (context?: unknown, options?: unknown) => unknown
type Bodies = { fn?: Body; inverse?: Body }

/** Helpers that use, return and show what handlebars gives them in every way we could think of. */
export function helpers(environment: typeof Handlebars): Handlebars.HelperDeclareSpec {
  const safe = (text: unknown) => new environment.SafeString(`<${text}>`)
  return {
    wrap(this: unknown, ...args: unknown[]) {
      const { fn } = optionsOf(args) as Bodies
      return fn ? `[${fn(this)}]` : `[${args.slice(0, -1).join()}]`
    },
    same(this: unknown, ...args: unknown[]) {
      const { fn } = optionsOf(args) as Bodies
      return fn ? fn(this) : args[0]
    },
    other(this: unknown, ...args: unknown[]) {
      const { inverse } = optionsOf(args) as Bodies
      return inverse ? inverse(this) : undefined
    },
    safe: (...args: unknown[]) => safe(args[0]),
    number: (...args: unknown[]) => (typeof args[0] === 'number' ? args[0] + 1 : 7),
    nothing: () => null,
    fails() {
      throw new Error('the helper failed')
    },
    yields(this: unknown, ...args: unknown[]) {
      const { fn, data } = optionsOf(args)
      return fn?.(args[0], { data, blockParams: [args[0], 'second'] } as Handlebars.RuntimeOptions)
    },
    framed(this: unknown, ...args: unknown[]) {
      const { fn, data } = optionsOf(args)
      const frame = environment.createFrame(data ?? {})
      frame.depth = (frame.depth ?? 0) + 1
      return fn?.(this, { data: frame })
    },
    shows(this: unknown, ...args: unknown[]) {
      const { name, hash, fn, inverse, data } = optionsOf(args)
      const keys = data && Object.keys(data).sort()
      return JSON.stringify([name, args.slice(0, -1), hash, Object.keys(hash), typeof fn, typeof inverse, keys])
    },
    self(this: unknown) {
      return `${typeof this}:${JSON.stringify(this)}`
    },
    finds: (...args: unknown[]) => optionsOf(args).lookupProperty(args[0] ?? {}, String(args[1])),
    pick: (...args: unknown[]) => (args[0] ? 'row' : 'card'),
  }
}

const optionsOf = (args: unknown[]) => args.at(-1) as Options
