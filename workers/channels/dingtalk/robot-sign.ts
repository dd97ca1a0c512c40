import type { Channel } from '../kind.ts'
import { concatBytes, hmac, isAnyOf, secretValues, toBase64, unconfigured } from '../signature.ts'

const WINDOW_MS = 3_600_000

/**
 * Whether the robot's headers are DingTalk's, and of this hour: base64 of HMAC-SHA256 over the time in milliseconds, a
 * new line and the secret itself. It does not cover the body. Undefined when they are.
 */
export async function isRobotsSign(
  headers: Headers,
  channel: Channel,
  nowMs: number,
): Promise<{ kind: 'forged'; why: string } | undefined> {
  const secrets = secretValues(channel.secrets, 'app_secret')
  if (secrets.length === 0) return unconfigured('app_secret')
  const [timestamp, sign] = [headers.get('timestamp') ?? '', headers.get('sign') ?? '']
  if (!/^\d{13}$/.test(timestamp)) return { kind: 'forged', why: 'the timestamp is missing, or not in milliseconds' }
  const expected = await Promise.all(secrets.map((secret) => robotSign(timestamp, secret)))
  if (!(await isAnyOf(sign, expected))) return { kind: 'forged', why: 'the sign is missing or does not match' }
  if (Math.abs(nowMs - Number(timestamp)) > WINDOW_MS) return { kind: 'forged', why: 'older than an hour' }
  return undefined
}

export async function robotSign(timestamp: string, secret: string): Promise<string> {
  return toBase64(await hmac(secret, concatBytes(`${timestamp}\n${secret}`)))
}
