import { type Words, wordsOf } from '../../workflows/faq/words.ts'

type Assets = { fetch: (address: string) => Promise<Response> }

/**
 * The words by which questions are found, read when they are first needed and kept as long as the isolate lives.
 * They are no part of the Worker's code, which would start slower for them. Rejects when they cannot be read: the next
 * call tries again.
 */
export function faqWords(assets: Assets): () => Promise<Words> {
  let known: Words | undefined
  return async () => {
    known ??= await readFrom(assets)
    return known
  }
}

async function readFrom(assets: Assets): Promise<Words> {
  const answer = await assets.fetch('https://assets.invalid/faq-words.txt')
  if (!answer.ok) throw new Error(`the words of the FAQ cannot be read: ${answer.status}`)
  return wordsOf(await answer.text())
}
