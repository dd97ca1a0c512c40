import { again } from './again.ts'
import { alerts } from './alerts.ts'
import { audit } from './audit.ts'
import { backtesting } from './backtest.ts'
import { badges } from './badges.ts'
import { broadcasts } from './broadcasts.ts'
import { calendar } from './calendar.ts'
import { campaigns } from './campaigns.ts'
import { channelTests } from './channel-test.ts'
import { channels } from './channels.ts'
import { codes } from './codes.ts'
import { consents } from './consents.ts'
import { contacts } from './contacts.ts'
import { contributions } from './contributions.ts'
import { coupons } from './coupons.ts'
import { differences } from './difference.ts'
import { events } from './events.ts'
import { experiments } from './experiments.ts'
import { exporting } from './exporting.ts'
import { faqs } from './faqs.ts'
import { gatherings } from './gatherings.ts'
import { healthy } from './health.ts'
import { importing } from './importing.ts'
import { installing } from './install.ts'
import { items } from './items.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import { leaderboards } from './leaderboards.ts'
import { merging } from './merging.ts'
import { messages } from './messages.ts'
import { metrics } from './metrics.ts'
import { moving } from './moving.ts'
import type { Operation } from './operation.ts'
import { picturing } from './picture.ts'
import { points } from './points.ts'
import { publishing } from './publish.ts'
import { received } from './received.ts'
import { referrals } from './referrals.ts'
import { reports } from './reports.ts'
import { rotas } from './rotas.ts'
import { runs } from './runs.ts'
import { sealing } from './sealing.ts'
import { secrets } from './secrets.ts'
import { segments } from './segments.ts'
import { settings } from './settings.ts'
import { signups } from './signups.ts'
import { simulating } from './simulate.ts'
import { standing } from './standing.ts'
import { starting } from './start.ts'
import { surveys } from './surveys.ts'
import { tags } from './tags.ts'
import { tasks } from './tasks.ts'
import { templates } from './templates.ts'
import { texts } from './texts.ts'
import { timeline } from './timeline.ts'
import { upgrading } from './upgrade.ts'
import { webhookSecret } from './webhook-secret.ts'
import { words } from './words.ts'
import { workflows } from './workflows.ts'

/** Everything that /api/v1 takes, in the order of the documentation. */
export const operations: readonly Operation[] = [
  ...channels,
  ...received,
  ...channelTests,
  ...templates,
  ...installing,
  ...workflows,
  ...publishing,
  ...upgrading,
  ...picturing,
  ...differences,
  ...starting,
  ...simulating,
  ...backtesting,
  ...importing,
  ...exporting,
  ...contacts,
  ...merging,
  ...timeline,
  ...segments,
  ...tags,
  ...consents,
  ...events,
  ...runs,
  ...again,
  ...messages,
  ...broadcasts,
  ...calendar,
  ...campaigns,
  ...gatherings,
  ...signups,
  ...words,
  ...points,
  ...badges,
  ...standing,
  ...leaderboards,
  ...contributions,
  ...coupons,
  ...codes,
  ...items,
  ...metrics,
  ...experiments,
  ...reports,
  ...tasks,
  ...alerts,
  ...rotas,
  ...referrals,
  ...jobs,
  ...keys,
  ...audit,
  ...sealing,
  ...healthy,
  ...moving,
  ...texts,
  ...surveys,
  ...faqs,
  ...secrets,
  ...settings,
  ...webhookSecret,
]
