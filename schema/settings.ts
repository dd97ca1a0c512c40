import * as v from 'valibot'
import { AccessSettings } from './access.ts'
import { AiSettings } from './ai.ts'
import { AlertSettings } from './alert.ts'
import { ApprovalSettings } from './broadcast.ts'
import { CalendarSettings } from './calendar.ts'
import { ConsentSettings, UnsubscribeSettings } from './consent.ts'
import { ContributionSettings } from './contribution.ts'
import { DigestSettings } from './digest.ts'
import { FaqSettings } from './faq.ts'
import { CapsSettings, HoldoutSettings, QuietHoursSettings, StopSettings } from './gate.ts'
import { HealthSettings } from './health.ts'
import { LimitSettings } from './limits.ts'
import { RiskSettings, ROLES_DEFAULT, RoleSettings, StageSettings } from './members.ts'
import { ReferralSettings } from './referral.ts'
import { RetentionSettings } from './retention.ts'
import { Locale } from './settings-locale.ts'
import { SurveySettings } from './survey.ts'
import { Duration, Slug, Zone } from './text.ts'
import { ThemeDaySettings } from './theme-days.ts'
import { TierSettings } from './tiers.ts'

const Points = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000_000))

const PointsSettings = v.strictObject({
  daily_limit: v.optional(v.pipe(Points, v.title('Points that workflows may award to one member in one day'))),
  expires_in: v.optional(v.pipe(Duration, v.title('How long awarded points last, unless the award says it'))),
  budgets: v.optional(
    v.record(
      Slug,
      v.strictObject({ points: Points, per: v.optional(v.picklist(['day', 'week', 'month', 'ever']), 'ever') }),
    ),
    {},
  ),
})

const REPORT_CONTACTS_MAX = 50

/** Where the weekly report goes: without a channel, nowhere. */
const ReportSettings = v.strictObject({
  channel: v.optional(Slug),
  room: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(300), v.title('The group or room that gets it'))),
  contacts: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(100))),
      v.maxLength(REPORT_CONTACTS_MAX),
      v.title('Ids of contacts who get it'),
    ),
    [],
  ),
  locales: v.optional(
    v.pipe(
      v.array(v.picklist(['en', 'zh-CN'])),
      v.minLength(1),
      v.maxLength(2),
      v.title('The community’s unless said; one message in each'),
    ),
  ),
  at: v.optional(
    v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00'), v.title('When, on Monday')),
    '09:00',
  ),
})

/** What an operator decides for the whole community: one section for each part of the product that asks. */
export const Settings = v.strictObject({
  locale: v.optional(Locale, 'en'),
  timezone: v.optional(Zone, 'UTC'),
  calendars: v.optional(CalendarSettings, {}),
  theme_days: v.optional(ThemeDaySettings, []),
  points: v.optional(PointsSettings, {}),
  stop: v.optional(StopSettings, {}),
  holdout: v.optional(HoldoutSettings, {}),
  approvals: v.optional(ApprovalSettings, {}),
  quiet_hours: v.optional(QuietHoursSettings, {}),
  caps: v.optional(CapsSettings, []),
  digest: v.optional(DigestSettings, {}),
  consent: v.optional(ConsentSettings, {}),
  tiers: v.optional(TierSettings, {}),
  report: v.optional(ReportSettings, {}),
  unsubscribe: v.optional(UnsubscribeSettings, {}),
  stages: v.optional(StageSettings, {}),
  risk: v.optional(RiskSettings, {}),
  roles: v.optional(RoleSettings, ROLES_DEFAULT),
  alerts: v.optional(AlertSettings, {}),
  surveys: v.optional(SurveySettings, {}),
  referral: v.optional(ReferralSettings, {}),
  ai: v.optional(AiSettings, {}),
  faqs: v.optional(FaqSettings, {}),
  contributions: v.optional(ContributionSettings, {}),
  limits: v.optional(LimitSettings, {}),
  retention: v.optional(RetentionSettings, {}),
  health: v.optional(HealthSettings, {}),
  access: v.optional(AccessSettings, {}),
})

export type Settings = v.InferOutput<typeof Settings>

export const SETTINGS_DEFAULT: Settings = v.parse(Settings, {})
