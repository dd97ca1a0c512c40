import type * as v from 'valibot'
import type { WorkflowAnswer } from '../../../../schema/api/workflows.ts'
import { isObject } from '../../../../schema/json.ts'
import type { Visit } from '../../site.ts'
import { fill, words } from '../../words.ts'

const say = words({
  made: ['Made of the template', '来自模板'],
  answers: ['Change its answers', '修改回答'],
  newer: [
    'Version {latest} of its template is there; this workflow is of {version}.',
    '模板已有版本 {latest}，此工作流为 {version}。',
  ],
  look: ['See what is new', '查看更新内容'],
})

export type Workflow = v.InferOutput<typeof WorkflowAnswer>

/** Where a workflow came from, what it was asked, and whether there is something newer. */
export function Origin({ visit, workflow: { id, template, definition, draft } }: { visit: Visit; workflow: Workflow }) {
  const w = say(visit.locale)
  const written = definition ?? draft
  const asks = isObject(written) && isObject(written.inputs) && Object.keys(written.inputs).length > 0
  if (!template && !asks) return null
  const isBehind = template && template.latest !== null && template.latest !== template.version
  return (
    <div class={isBehind ? 'card row between' : 'row between'}>
      <p class={isBehind ? undefined : 'quiet'}>
        {isBehind && template?.latest
          ? fill(w.newer, { latest: template.latest, version: template.version })
          : template && (
              <>
                {w.made} <a href={`/templates/${template.id}`}>{template.id}</a> {template.version}
              </>
            )}
      </p>
      <span class="row">
        {asks && (
          <a class="button" href={`/workflows/${id}/answers`}>
            {w.answers}
          </a>
        )}
        {isBehind && (
          <a class="button first" href={`/workflows/${id}/upgrade`}>
            {w.look}
          </a>
        )}
      </span>
    </div>
  )
}
