import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Definition } from '../../../schema/definition.ts'
import type { StepShape } from '../../../schema/step.ts'
import { stepsOf } from '../../../workflows/check/steps.ts'
import { layout, NODE } from '../../../workflows/picture/layout.ts'
import { picture } from '../../../workflows/picture/picture.ts'
import { pictureWords } from '../../../workflows/picture/words.ts'

const words = pictureWords('en')

const { steps } = fc.letrec<{ steps: unknown[]; step: unknown }>((tie) => {
  const list = fc.array(tie('step'), { maxLength: 3 })
  return {
    steps: fc.array(tie('step'), { minLength: 1, maxLength: 4 }),
    step: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constant({ wait: '1d' }),
      fc.constant({ stop: 'completed' }),
      fc.record({ if: fc.constant('true'), then: list, else: list }),
      fc.record({ repeat: fc.constant({ times: 2 }), steps: list }),
      fc.record({ do: fc.constant('tag.add'), with: fc.constant({ tag: 'x' }), on_error: list }),
      fc.record({
        choose: fc.array(fc.record({ if: fc.constant('true'), then: list }), { minLength: 1, maxLength: 3 }),
        else: list,
      }),
    ),
  }
})

function definition(actions: unknown, more: object = {}) {
  return v.parse(Definition, { id: 'flow', name: 'Flow', triggers: [{ on: 'member.joined' }], actions, ...more })
}

describe('the layout of a flow', () => {
  it('has every step once, none over another, all inside the picture', () => {
    fc.assert(
      fc.property(steps, (written) => {
        const { actions } = definition(written)
        const laid = layout(actions as StepShape[], words)
        expect(laid.nodes).toHaveLength(stepsOf(actions).length)
        for (const [i, a] of laid.nodes.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(0)
          expect(a.x + NODE.width).toBeLessThanOrEqual(laid.width + 0.01)
          expect(a.y + NODE.height).toBeLessThanOrEqual(laid.height + 0.01)
          for (const b of laid.nodes.slice(i + 1)) {
            const apart = Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height
            expect(apart).toBe(true)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('ends where every branch stops, and nowhere else', () => {
    const exit = (actions: unknown) => layout(definition(actions).actions, words).exit
    expect(exit([{ if: 'true', then: [{ stop: 'completed' }], else: [{ stop: 'failed' }] }])).toBeUndefined()
    expect(exit([{ if: 'true', then: [{ stop: 'completed' }], else: [] }])).toBeDefined()
    expect(exit([{ stop: 'completed' }])).toBeUndefined()
  })
})

describe('the picture of a flow', () => {
  it('escapes whatever people wrote', () => {
    const svg = picture(
      definition([
        { name: '<script>alert("x")</script>&\u0007', do: 'message.send', with: { text: '<img onerror=1>' } },
      ]),
      { locale: 'en' },
    )
    for (const wrong of ['<script', '<img', '\u0007']) expect(svg).not.toContain(wrong)
    expect(svg).toContain('&lt;script&gt;')
  })

  it('says in words what it shows, in the reader’s language', () => {
    const flow = definition([{ wait: '3d' }, { do: 'tag.add', with: { tag: 'vip' } }])
    expect(picture(flow, { locale: 'en' })).toMatch(/<desc>2 steps\. .*wait 3 days/)
    expect(picture(flow, { locale: 'zh-CN' })).toMatch(/<desc>2 个步骤.*等待 3 天/)
  })

  it('shows how many stand at a step, by id or by path', () => {
    const flow = definition([{ id: 'hello', wait: '3d' }, { wait: '1d' }])
    const svg = picture(flow, {
      locale: 'en',
      counts: { hello: 41, 'actions.1': 7 },
      href: (step) => `/runs?step=${step}`,
    })
    expect(svg).toContain('>41</text>')
    expect(svg).toContain('>7</text>')
    expect(svg).toContain('href="/runs?step=hello"')
  })
})
