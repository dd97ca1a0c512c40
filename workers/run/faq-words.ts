import { vectorsOf } from '../../workflows/faq/vectors.ts'
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
  const read = async (name: string) => {
    const answer = await assets.fetch(`https://assets.invalid/${name}`)
    if (!answer.ok) throw new Error(`${name} cannot be read: ${answer.status}`)
    return answer
  }
  const [words, vectors] = await Promise.all([read('faq-words.txt'), read('faq-vectors.bin')])
  return wordsOf(await words.text(), vectorsOf(await vectors.arrayBuffer()))
}
