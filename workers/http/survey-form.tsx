import type { Child } from 'hono/jsx'
import type { Question, Survey } from '../../schema/survey.ts'
import { optionValue } from '../../schema/survey.ts'
import { isChinese, localText, optionText, type Speaking } from '../../workflows/surveys/put-question.ts'
import { Frame } from './frame.tsx'

type Shown = { survey: Survey; speaking: Speaking; missing?: readonly string[]; given?: Record<string, unknown> }

const WORDS = {
  title: { en: 'Survey', zh: '问卷' },
  send: { en: 'Send', zh: '提交' },
  missing: { en: 'Please answer this.', zh: '请填写此项。' },
  yes: { en: 'Yes', zh: '是' },
  no: { en: 'No', zh: '否' },
  anonymous: { en: 'Your answers are kept without your name.', zh: '您的回答将匿名保存。' },
  thanks: { en: 'Thank you for your answers.', zh: '感谢您的回答！' },
  counted: {
    en: 'You have answered this already. Your first answer counts.',
    zh: '您已填写过此问卷，以第一次提交为准。',
  },
  gone: { en: 'This survey is closed.', zh: '此问卷已关闭。' },
} as const

function word(name: keyof typeof WORDS, speaking: Speaking): string {
  return WORDS[name][isChinese(speaking) ? 'zh' : 'en']
}

/** A whole page that says one thing. */
export function Said({
  what,
  survey,
  speaking,
}: {
  what: 'thanks' | 'counted' | 'gone'
  survey?: Survey
  speaking: Speaking
}) {
  const own =
    what === 'thanks' && survey?.thanks !== undefined ? localText(survey.thanks, speaking) : word(what, speaking)
  return (
    <Page survey={survey} speaking={speaking}>
      <p role="status">{own}</p>
    </Page>
  )
}

function Page({ survey, speaking, children }: { survey?: Survey | undefined; speaking: Speaking; children?: Child }) {
  const title = survey?.name === undefined ? word('title', speaking) : localText(survey.name, speaking)
  return (
    <Frame locale={isChinese(speaking) ? 'zh-CN' : 'en'} title={title}>
      {children}
    </Frame>
  )
}

/** The questions as a plain form that needs no script. */
export function SurveyForm({ survey, speaking, missing = [], given = {} }: Shown) {
  return (
    <Page survey={survey} speaking={speaking}>
      {survey.intro === undefined ? null : <p>{localText(survey.intro, speaking)}</p>}
      {survey.anonymous ? <p class="dim">{word('anonymous', speaking)}</p> : null}
      <form method="post">
        {survey.questions.map((question) => (
          <fieldset>
            <legend>
              {localText(question.text, speaking)}
              {question.required ? ' *' : ''}
            </legend>
            {missing.includes(question.id) ? <p role="alert">{word('missing', speaking)}</p> : null}
            <Field question={question} speaking={speaking} given={given[question.id]} />
          </fieldset>
        ))}
        <button type="submit">{word('send', speaking)}</button>
      </form>
    </Page>
  )
}

type Choice = { value: string; text: string }

function choices(question: Question, speaking: Speaking): Choice[] {
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ value: String(from + i), text: String(from + i) }))
  switch (question.type) {
    case 'nps':
      return numbers(0, 10)
    case 'rating':
      return numbers(1, 5)
    case 'yes_no':
      return [
        { value: 'yes', text: word('yes', speaking) },
        { value: 'no', text: word('no', speaking) },
      ]
    case 'choice':
    case 'multi':
      return (question.options ?? []).map((option) => ({
        value: optionValue(option),
        text: optionText(option, speaking),
      }))
    case 'text':
      return []
    default:
      return question.type satisfies never
  }
}

function Field({ question, speaking, given }: { question: Question; speaking: Speaking; given: unknown }) {
  const name = `q.${question.id}`
  if (question.type === 'text')
    return (
      <textarea name={name} rows={4} maxlength={4000} aria-label={localText(question.text, speaking)}>
        {typeof given === 'string' ? given : ''}
      </textarea>
    )
  const kind = question.type === 'multi' ? 'checkbox' : 'radio'
  const isGiven = (value: string) =>
    given === true ? value === 'yes' : given === false ? value === 'no' : [given].flat().map(String).includes(value)
  return (
    <div class={question.type === 'choice' || question.type === 'multi' ? 'rows' : ''}>
      {choices(question, speaking).map(({ value, text }) => (
        <label>
          <input type={kind} name={name} value={value} checked={given !== undefined && isGiven(value)} /> {text}
        </label>
      ))}
    </div>
  )
}
