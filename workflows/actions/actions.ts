import type { Action } from './action.ts'
import { complete as aiComplete } from './ai/complete.ts'
import { raise as alertRaise } from './alert/raise.ts'
import { resolve as alertResolve } from './alert/resolve.ts'
import { grant as badgeGrant } from './badge/grant.ts'
import { record as checkinRecord } from './checkin/record.ts'
import { open as complaintOpen } from './complaint/open.ts'
import { set as consentSet } from './consent/set.ts'
import { set as contactSet } from './contact/set.ts'
import { add as contributionAdd } from './contribution/add.ts'
import { issue as couponIssue } from './coupon/issue.ts'
import { emit as eventEmit } from './event/emit.ts'
import { answer as faqAnswer } from './faq/answer.ts'
import { request as httpRequest } from './http/request.ts'
import { top as leaderboardTop } from './leaderboard/top.ts'
import { digest as messageDigest } from './message/digest.ts'
import { post as messagePost } from './message/post.ts'
import { send as messageSend } from './message/send.ts'
import { add as metricAdd } from './metric/add.ts'
import { flag as moderationFlag } from './moderation/flag.ts'
import { add as noteAdd } from './note/add.ts'
import { award as pointsAward } from './points/award.ts'
import { expire as pointsExpire } from './points/expire.ts'
import { redeem as pointsRedeem } from './points/redeem.ts'
import { reverse as pointsReverse } from './points/reverse.ts'
import { approve as referralApprove } from './referral/approve.ts'
import { attribute as referralAttribute } from './referral/attribute.ts'
import { code as referralCode } from './referral/code.ts'
import { qualify as referralQualify } from './referral/qualify.ts'
import { reject as referralReject } from './referral/reject.ts'
import { weekly as reportWeekly } from './report/weekly.ts'
import { add as signupAdd } from './signup/add.ts'
import { cancel as signupCancel } from './signup/cancel.ts'
import { checkin as signupCheckin } from './signup/checkin.ts'
import { feedback as signupFeedback } from './signup/feedback.ts'
import { ask as surveyAsk } from './survey/ask.ts'
import { add as tagAdd } from './tag/add.ts'
import { remove as tagRemove } from './tag/remove.ts'
import { create as taskCreate } from './task/create.ts'
import { set as tierSet } from './tier/set.ts'
import { send as webhookSend } from './webhook/send.ts'
import { cancel as workflowCancel } from './workflow/cancel.ts'
import { start as workflowStart } from './workflow/start.ts'

/** Every action there is. One file an action; one line here. */
export const actions = {
  'message.send': messageSend,
  'message.post': messagePost,
  'message.digest': messageDigest,
  'contact.set': contactSet,
  'consent.set': consentSet,
  'signup.add': signupAdd,
  'signup.cancel': signupCancel,
  'signup.checkin': signupCheckin,
  'signup.feedback': signupFeedback,
  'tag.add': tagAdd,
  'tag.remove': tagRemove,
  'points.award': pointsAward,
  'points.redeem': pointsRedeem,
  'points.expire': pointsExpire,
  'points.reverse': pointsReverse,
  'coupon.issue': couponIssue,
  'checkin.record': checkinRecord,
  'contribution.add': contributionAdd,
  'leaderboard.top': leaderboardTop,
  'report.weekly': reportWeekly,
  'referral.code': referralCode,
  'referral.approve': referralApprove,
  'referral.attribute': referralAttribute,
  'referral.qualify': referralQualify,
  'referral.reject': referralReject,
  'tier.set': tierSet,
  'badge.grant': badgeGrant,
  'alert.raise': alertRaise,
  'alert.resolve': alertResolve,
  'task.create': taskCreate,
  'moderation.flag': moderationFlag,
  'complaint.open': complaintOpen,
  'metric.add': metricAdd,
  'note.add': noteAdd,
  'event.emit': eventEmit,
  'workflow.start': workflowStart,
  'workflow.cancel': workflowCancel,
  'faq.answer': faqAnswer,
  'survey.ask': surveyAsk,
  'http.request': httpRequest,
  'webhook.send': webhookSend,
  'ai.complete': aiComplete,
} as const satisfies Record<string, Action>
