import type Handlebars from 'handlebars'

class Made {
  own = 'own'
  get inherited() {
    return 'inherited'
  }
  method() {
    return `method of ${this?.own}`
  }
}

/** A copy of plain data with values in it that JSON cannot hold. */
export function enliven(environment: typeof Handlebars, context: unknown): unknown {
  if (typeof context !== 'object' || context === null || Array.isArray(context)) return context
  return {
    called: () => 'called',
    self(this: unknown) {
      return this
    },
    bold: new environment.SafeString('<b>'),
    map: new Map<string, unknown>([['name', 1]]),
    set: new Set(['s', '<']),
    day: new Date(0),
    made: new Made(),
    ...structuredClone(context),
  }
}
