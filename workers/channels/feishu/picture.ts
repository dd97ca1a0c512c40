import { asText, at } from '../json-fields.ts'
import type { PictureSource } from '../kind.ts'
import { pictureForm } from '../picture-upload.ts'
import { read, readBody } from './outcome.ts'
import { hostOf, sendsAsApp } from './shape.ts'

/** `POST /im/v1/images` (open.feishu.cn, im-v1/image/create): at most 10 MB, needs the scope `im:resource`. */
export const picture: PictureSource = {
  needed: (_message, channel) => sendsAsApp(channel),
  apart: () => false,
  bytesMax: 10 * 1024 * 1024,
  types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp'],
  request: (given, channel, token) => {
    const { headers, body } = pictureForm({ image_type: 'message' }, { name: 'image', picture: given })
    const url = `${hostOf(channel)}/open-apis/im/v1/images`
    return { method: 'POST', url, headers: { authorization: `Bearer ${token ?? ''}`, ...headers }, body }
  },
  read: (answer) => {
    const outcome = read(answer)
    const id = asText(at(readBody(answer), 'data', 'image_key'))
    if (outcome.kind !== 'sent') return outcome
    return id === undefined ? { kind: 'unknown', why: 'the answer holds no image_key' } : { kind: 'picture', id }
  },
}
