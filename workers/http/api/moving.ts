import * as v from 'valibot'
import { exportLines } from '../../run/export.ts'
import { linesOf } from '../../run/lines.ts'
import { takeOver } from '../../run/take-over.ts'
import { newId } from '../../store/id.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

const ExportQuery = v.strictObject({
  only: v.optional(v.pipe(v.picklist(['definitions']), v.title('What decides, without anything of members'))),
  secrets: v.optional(
    v.pipe(
      v.picklist(['sealed', 'omitted']),
      v.title('Sealed ones are only good under the same MASTER_KEY; API keys go along as hashes, or not at all'),
    ),
    'sealed',
  ),
})

const TakenAnswer = v.object({
  rows: v.pipe(v.record(v.string(), v.number()), v.title('How many rows of each table were read')),
  secrets: v.pipe(
    v.picklist(['opened', 'omitted', 'sealed under another key']),
    v.title('Unless they open, set them again'),
  ),
})

/** A whole product as one stream of NDJSON, both ways. */
export const moving = [
  operation({
    method: 'GET',
    path: '/export',
    summary: 'Everything as NDJSON: a header, a line a row, and a last line that counts them',
    needs: 'admin',
    query: ExportQuery,
    mediaType: 'application/x-ndjson',
    answers: { 200: v.string() },
    audited: true,
    handle: ({ c, deps, query }) => {
      const id = `x${newId(deps.clock.now())}`
      const headers = {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="qunflow-${id}.ndjson"`,
      }
      return c.body(streamOf(exportLines(deps, query, id)), 200, headers)
    },
  }),
  operation({
    method: 'POST',
    path: '/import',
    summary:
      'Take over what another product has exported, into an empty one. What broke off is sent again from its beginning',
    needs: 'admin',
    streamed: true,
    body: v.string(),
    answers: { 200: TakenAnswer },
    handle: async ({ c, deps }) => {
      const body = c.req.raw.body
      if (!body) return problem(c, 400, 'there is nothing to import')
      const taken = await takeOver(deps, linesOf(body as ReadableStream<Uint8Array>))
      if (taken.kind === 'taken') return c.json({ rows: taken.rows, secrets: taken.secrets })
      const { status, why, line } = taken
      return problem(c, status, line === undefined ? why : `line ${line}: ${why}`)
    },
  }),
]

/** As fast as it is read. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const text = new TextEncoder()
  return new ReadableStream({
    pull: async (controller) => {
      const next = await lines.next()
      if (next.done) controller.close()
      else controller.enqueue(text.encode(next.value))
    },
    cancel: async () => {
      await lines.return(undefined)
    },
  })
}
