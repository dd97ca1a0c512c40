import { isObject } from '../../schema/json.ts'
import type { Described } from './openapi.ts'

/** The whole API on one page, by resource. */
export function DocsPage({ requests }: { requests: readonly Described[] }) {
  const tags = [...new Set(requests.map(({ tag }) => tag))]
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Qunflow API</title>
        <link rel="stylesheet" href="/docs.css" />
      </head>
      <body>
        <nav>
          <ul>
            {tags.map((tag) => (
              <li>
                <a href={`#${tag}`}>{tag}</a>
              </li>
            ))}
          </ul>
        </nav>
        <main>
          <h1>Qunflow API</h1>
          <p>
            JSON in and out. Send <code>Authorization: Bearer &lt;key&gt;</code>. Lists take <code>limit</code> and{' '}
            <code>cursor</code>; errors are RFC 9457 problems. The same for machines:{' '}
            <a href="/openapi.json">openapi.json</a>.
          </p>
          {tags.map((tag) => (
            <section id={tag}>
              <h2>{tag}</h2>
              {requests.filter((request) => request.tag === tag).map(RequestDoc)}
            </section>
          ))}
        </main>
      </body>
    </html>
  )
}

function RequestDoc({ method, path, summary, needs, open, parameters = [], body = {}, answers }: Described) {
  const asked = parameters.filter((parameter) => parameter.in !== 'path')
  return (
    <article>
      <h3>
        <b>{method.toUpperCase()}</b> <code>{path}</code>
      </h3>
      <p>{summary}.</p>
      <dl>
        <dt>Key</dt>
        <dd>{open ? 'none' : (needs ?? 'operator')}</dd>
        {asked.length > 0 && <dt>Parameters</dt>}
        {asked.map(({ name, required }) => (
          <dd>
            <code>{name}</code>
            {required ? ' (required)' : ''}
          </dd>
        ))}
        {Object.entries(body).map(([type, schema]) => (
          <>
            <dt>{type}</dt>
            <dd>{fieldsOf(schema)}</dd>
          </>
        ))}
        {Object.entries(answers).flatMap(([status, answer]) =>
          answer === 'problem'
            ? []
            : [
                <dt>{status}</dt>,
                <dd>{answer === null ? 'nothing' : (textOf(answer.description) ?? fieldsOf(answer))}</dd>,
              ],
        )}
      </dl>
    </article>
  )
}

/** The names of an object’s fields; `?` marks those that may be absent. */
function fieldsOf(schema: Record<string, unknown>): string {
  const { properties, required } = schema
  if (!isObject(properties)) return textOf(schema.title) ?? textOf(schema.type) ?? 'JSON'
  const needed = Array.isArray(required) ? required : []
  const names = Object.entries(properties).map(([name, inner]) => {
    const items = isObject(inner) && isObject(inner.items) ? inner.items : undefined
    return `${name}${needed.includes(name) ? '' : '?'}${isObject(items?.properties) ? `: [${fieldsOf(items)}]` : ''}`
  })
  return `{ ${names.join(', ')} }`
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
