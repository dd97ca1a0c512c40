import type { Sample } from '../kind.ts'

/** A new customer, in the shape of WeCom’s documentation, with our own values: what is inside the envelope. */
export const sample: Sample = {
  headers: { 'content-type': 'text/xml' },
  body: [
    '<xml>',
    '<ToUserName><![CDATA[ww0000000000000001]]></ToUserName>',
    '<FromUserName><![CDATA[sys]]></FromUserName>',
    '<CreateTime>1767603522</CreateTime>',
    '<MsgType><![CDATA[event]]></MsgType>',
    '<Event><![CDATA[change_external_contact]]></Event>',
    '<ChangeType><![CDATA[add_external_contact]]></ChangeType>',
    '<UserID><![CDATA[hanmei]]></UserID>',
    '<ExternalUserID><![CDATA[wmSample000000000000000000000001]]></ExternalUserID>',
    '<State><![CDATA[poster-7]]></State>',
    '<WelcomeCode><![CDATA[WELCOMECODE]]></WelcomeCode>',
    '</xml>',
  ].join(''),
}
