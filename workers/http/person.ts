import type { C } from './context.ts'

/** Who fetches links to show what is behind them. */
const PREVIEWS =
  /slackbot|slack-img|twitterbot|facebookexternalhit|facebookbot|whatsapp\/|telegrambot|discordbot|linkedinbot|skypeuripreview|microsoftpreview|bingpreview|larkurl|feishubot|dingtalkbot|googlebot|bingbot|applebot|baiduspider|yandexbot|pinterestbot|redditbot|line-poker|line\/preview|embedly|iframely|viber|mattermost-bot|zoombot|crawler|spider|preview|prerender/i

/** A person looks, and no machine that wants to know what is behind a link. */
export function isPerson(c: C): boolean {
  return c.req.method === 'GET' && !isPreview((name) => c.req.header(name))
}

function isPreview(header: (name: string) => string | undefined): boolean {
  const purpose = `${header('purpose') ?? ''} ${header('sec-purpose') ?? ''} ${header('x-purpose') ?? ''} ${header('x-moz') ?? ''}`
  return /prefetch|preview/i.test(purpose) || PREVIEWS.test(header('user-agent') ?? '')
}
