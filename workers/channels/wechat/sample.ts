import type { Sample } from '../kind.ts'

/** A follower who came by a QR code, in the shape of WeChat’s documentation, with our own values: what is inside the envelope. */
export const sample: Sample = {
  headers: { 'content-type': 'text/xml' },
  body: [
    '<xml>',
    '<ToUserName><![CDATA[gh_000000000001]]></ToUserName>',
    '<FromUserName><![CDATA[oSample000000000000000000001]]></FromUserName>',
    '<CreateTime>1767603522</CreateTime>',
    '<MsgType><![CDATA[event]]></MsgType>',
    '<Event><![CDATA[subscribe]]></Event>',
    '<EventKey><![CDATA[qrscene_poster-7]]></EventKey>',
    '<Ticket><![CDATA[TICKET]]></Ticket>',
    '</xml>',
  ].join(''),
}
