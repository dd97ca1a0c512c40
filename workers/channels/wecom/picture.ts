import { mediaOf } from '../errcode.ts'
import type { PictureSource } from '../kind.ts'
import { pictureForm } from '../picture-upload.ts'
import { read } from './outcome.ts'
import { hostOf } from './shape.ts'

/** A temporary picture, good for three days (path/90253): PNG or JPEG, at most 10 MB. */
export const mediaUpload: Pick<PictureSource, 'bytesMax' | 'types' | 'request' | 'read'> = {
  bytesMax: 10 * 1024 * 1024,
  types: ['image/png', 'image/jpeg'],
  request: (picture, channel, token) => ({
    method: 'POST',
    url: `${hostOf(channel)}/cgi-bin/media/upload?access_token=${encodeURIComponent(token ?? '')}&type=image`,
    ...pictureForm({}, { name: 'media', picture }),
  }),
  read: (answer) => mediaOf(answer, read),
}
