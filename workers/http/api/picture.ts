import * as v from 'valibot'
import { PictureQuery } from '../../../schema/api/workflows.ts'
import { Definition } from '../../../schema/definition.ts'
import { bind } from '../../../workflows/engine/bind.ts'
import { picture } from '../../../workflows/picture/picture.ts'
import { findWorkflow } from '../../store/workflows.ts'
import { problem } from '../problem.ts'
import { operation } from './operation.ts'

export const picturing = [
  operation({
    method: 'GET',
    path: '/workflows/:id/picture',
    summary: 'The flow as a picture, in English or Chinese',
    query: PictureQuery,
    mediaType: 'image/svg+xml',
    answers: { 200: v.pipe(v.string(), v.title('SVG')) },
    handle: async ({ c, deps, id, query }) => {
      const found = await findWorkflow(deps.db, id)
      if (!found) return problem(c, 404)
      const published = query.draft === undefined ? found.published : null
      const written = published?.definition ?? found.workflow.draft
      const parsed = v.safeParse(Definition, bind(written, found.published?.inputs ?? {}).definition)
      if (!parsed.success) return problem(c, 422, 'the draft is no workflow yet')
      return c.body(picture(parsed.output, { locale: query.locale }), 200, { 'content-type': 'image/svg+xml' })
    },
  }),
]
