import type { RetryPolicy } from '../../schema/message.ts'
import type { RetryShape } from '../../schema/step.ts'
import { parseDuration } from '../language/duration.ts'
import { RETRY_DEFAULT } from './delivery.ts'

export function compileRetry(retry: RetryShape): RetryPolicy {
  return {
    attempts: retry.attempts ?? RETRY_DEFAULT.attempts,
    firstMs: parseDuration(retry.first ?? '') ?? RETRY_DEFAULT.firstMs,
    factor: retry.factor ?? RETRY_DEFAULT.factor,
    maxMs: parseDuration(retry.max ?? '') ?? RETRY_DEFAULT.maxMs,
  }
}
