import Handlebars from 'handlebars'
import type { CompileOptions } from '../../../../workflows/language/handlebars/options.ts'
import { compile } from '../../../../workflows/language/handlebars.ts'

type Given = RuntimeOptions & { compile?: CompileOptions; environment?: typeof Handlebars }

/** One template once, in an environment nothing else uses. */
export function render(source: string, context: unknown = {}, { compile: options, environment, ...given }: Given = {}) {
  return compile(environment ?? Handlebars.create(), source, options)(context, given)
}

/** Helpers tests share: each shows one thing a helper may do. */
export const HELPERS = {
  join: (...args: unknown[]) => args.slice(0, -1).join('-'),
  loud: (text: unknown) => String(text).toUpperCase(),
  link: (text: unknown) => new Handlebars.SafeString(`<a>${Handlebars.escapeExpression(String(text))}</a>`),
  boxed(this: unknown, options: Handlebars.HelperOptions) {
    return `[${options.fn(this)}]`
  },
  hash: (options: Handlebars.HelperOptions) => JSON.stringify(options.hash),
}
