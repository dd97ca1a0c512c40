import { type Mutation, of } from './list.ts'

const pointsAward = of('workflows/actions/points/award.ts', 'test/workflows/engine/points-edges.test.ts')
const pointsRedeem = of('workflows/actions/points/redeem.ts', 'test/workflows/engine/points-edges.test.ts')
const engineAdmit = of('workflows/engine/admit.ts', 'test/workflows/engine/entry.test.ts')
const engineAdvance = of('workflows/engine/advance.ts', 'test/workflows/engine/branching.test.ts')
const engineApply = of('workflows/engine/apply.ts', 'test/workflows/engine/runs-edges.test.ts')
const engineApprovals = of('workflows/engine/approvals.ts', 'test/workflows/engine/approvals.test.ts')
const engineAsking = of('workflows/engine/asking.ts', 'test/workflows/engine/runs-edges.test.ts')
const engineBegin = of('workflows/engine/begin.ts', 'test/workflows/engine/entry.test.ts')
const engineCalls = of('workflows/engine/calls.ts', 'test/workflows/engine/runs-edges.test.ts')
const engineCarryOut = of(
  'workflows/engine/carry-out.ts',
  'test/workflows/engine/runs-edges.test.ts',
  'test/workflows/engine/branching.test.ts',
)
const engineCheckins = of('workflows/engine/checkins.ts', 'test/workflows/engine/streaks.test.ts')
const engineCommand = of('workflows/engine/command.ts', 'test/workflows/engine/runs-edges.test.ts')
const engineConsents = of('workflows/engine/consents.ts', 'test/workers/run/consent.test.ts')
const engineDelivery = of('workflows/engine/delivery.ts', 'test/workflows/engine/runs-edges.test.ts')
const engineFinish = of(
  'workflows/engine/finish.ts',
  'test/workflows/engine/gate/caps.test.ts',
  'test/workflows/engine/runs-edges.test.ts',
)
const gateAlone = of(
  'workflows/engine/gate/alone.ts',
  'test/workflows/engine/digest.test.ts',
  'test/workflows/engine/gate/gate.test.ts',
)
const gateCaps = of('workflows/engine/gate/caps.ts', 'test/workflows/engine/gate/caps.test.ts')
const gateConsent = of('workflows/engine/gate/consent.ts', 'test/workflows/engine/gate/whom.test.ts')
const gateCounted = of('workflows/engine/gate/counted.ts', 'test/workflows/engine/gate/caps.test.ts')
const gateGate = of(
  'workflows/engine/gate/gate.ts',
  'test/workflows/engine/gate/gate.test.ts',
  'test/workflows/engine/ticket.test.ts',
)
const gateGrading = of('workflows/engine/gate/grading.ts', 'test/workflows/engine/grading.test.ts')
const gateHoldout = of('workflows/engine/gate/holdout.ts', 'test/workflows/engine/gate/whom.test.ts')
const gateQuietHours = of('workflows/engine/gate/quiet-hours.ts', 'test/workflows/engine/gate/quiet-hours.test.ts')
const gateQuiet = of('workflows/engine/gate/quiet.ts', 'test/workflows/engine/gate/gate.test.ts')
const gateReachable = of('workflows/engine/gate/reachable.ts', 'test/workflows/engine/gate/where.test.ts')
const gateWords = of(
  'workflows/engine/gate/words.ts',
  'test/workers/http/words.test.ts',
  'test/workflows/words/filter.test.ts',
)
const engineManualPoints = of('workflows/engine/manual-points.ts', 'test/workflows/engine/points-edges.test.ts')
const engineMergeFacts = of('workflows/engine/merge-facts.ts', 'test/workflows/engine/points-edges.test.ts')
const engineMove = of('workflows/engine/move.ts', 'test/workflows/engine/runs-edges.test.ts')
const engineOtherRuns = of(
  'workflows/engine/other-runs.ts',
  'test/workflows/engine/other-runs.test.ts',
  'test/workflows/engine/runs-edges.test.ts',
)
const enginePlanned = of('workflows/engine/planned.ts', 'test/workflows/engine/planned.test.ts')
const enginePoints = of(
  'workflows/engine/points.ts',
  'test/workflows/engine/points-edges.test.ts',
  'test/workflows/engine/ledger.test.ts',
)
const engineReact = of('workflows/engine/react.ts', 'test/workflows/engine/runs-edges.test.ts')
const engineResume = of(
  'workflows/engine/resume.ts',
  'test/workflows/engine/pausing.test.ts',
  'test/workflows/engine/runs-edges.test.ts',
  'test/workflows/engine/waiting.test.ts',
  'test/workflows/engine/gate/caps.test.ts',
)
const engineRetry = of('workflows/engine/retry.ts', 'test/workflows/engine/runs-edges.test.ts')
const engineReversePoints = of(
  'workflows/engine/reverse-points.ts',
  'test/workflows/engine/points-edges.test.ts',
  'test/workflows/engine/ledger.test.ts',
)
const engineSplit = of(
  'workflows/engine/split.ts',
  'test/workflows/engine/branching.test.ts',
  'test/workflows/engine/runs-edges.test.ts',
)
const engineStart = of(
  'workflows/engine/start.ts',
  'test/workflows/engine/entry.test.ts',
  'test/workflows/engine/runs-edges.test.ts',
  'test/workflows/engine/planned.test.ts',
)
const engineThrottle = of(
  'workflows/engine/throttle.ts',
  'test/workflows/engine/throttle.test.ts',
  'test/workflows/engine/runs-edges.test.ts',
)
const engineTiers = of('workflows/engine/tiers.ts', 'test/workflows/engine/points-edges.test.ts')
const engineUnsubscribe = of('workflows/engine/unsubscribe.ts', 'test/workflows/engine/runs-edges.test.ts')

/** Careless changes as a stranger would plant them: in what the engine decides. */
export const decisions: readonly Mutation[] = [
  pointsAward(`\`\${name} \${period}\``, 'name'),
  pointsAward('contact.timezone ?? world.timezone', "'UTC'"),
  pointsAward('day.all', 'mine'),
  pointsAward('mine >', 'mine >='),
  pointsRedeem(', holds: points', ''),
  pointsRedeem('had >=', 'had >'),
  pointsRedeem('there >=', 'there >'),
  engineAdmit('? active', '? active.slice(0, 1)'),
  engineAdmit('run.memory.entryKey === entryKey && ', ''),
  engineAdvance('executed >=', 'executed >'),
  engineApply('turn.raisedChars > RAISED_CHARS_MAX', 'false'),
  engineApply('turn.raisedCount >= RAISED_MAX ||', ''),
  engineApprovals(' && event.at < dueAt', ''),
  engineApprovals('data.task_id !== id || ', ''),
  engineApprovals(' || !isOwn(event)', ''),
  engineAsking(' && !asks.some(({ id }) => id === waiting.grant)', ''),
  engineBegin('0, names.length - ', ''),
  engineCalls(' || awaited.run !== called.id', ''),
  engineCalls("if (workflow.paused) return 'paused'\n", ''),
  engineCarryOut("  if (decision.kind === 'refused' && answer.refused === undefined) giveBack(turn, waited)\n", ''),
  engineCarryOut(`\${iteration}`, '0'),
  engineCheckins('until >', 'until >='),
  engineCheckins('today <=', 'today <'),
  engineCommand('    run.memory.queue = []\n', ''),
  engineCommand('run.version < version && ', ''),
  engineConsents('  if (contact.consents[name] === granted) return false\n', ''),
  engineDelivery('attempts >=', 'attempts >'),
  engineDelivery('(attempts - 1)', 'attempts'),
  engineFinish('  if (held) release(turn.actor.contact, held.draft.id)\n', ''),
  engineFinish('[...run.memory.event.causes, run.workflowId]', 'run.memory.event.causes'),
  engineFinish('if (early) turn', 'if (false as boolean) turn'),
  engineFinish('called && other.endedAt === null', "'x'"),
  gateAlone('sender?.paused', 'false as boolean'),
  gateAlone('held.length > HELD_MAX ||', ''),
  gateAlone('until > ', 'until > 10 * '),
  gateCaps('tag === undefined || ', 'tag === undefined || !'),
  gateCaps('((weekday + 6) % 7)', 'weekday'),
  gateConsent(`all@\${channel}\`, \``, ''),
  gateConsent(' false', " false && category !== 'transactional'"),
  gateCounted('> keepAfter', '> keepAfter && at < world.now'),
  gateCounted('return 8', 'return 7'),
  gateGate('  count(turn, asking, until)\n', ''),
  gateGate(', quiet', ''),
  gateGate('caps, quiet', 'quiet, caps'),
  gateGate('since[by] ?? ', ''),
  gateGate('channel === event.channel && ', ''),
  gateGate('<= TICKET_LIFE_MAX_MS', '>= 0'),
  gateGrading('priority >=', 'priority >'),
  gateGrading('|| event.level === 3', ''),
  gateHoldout('< percent', '<= percent'),
  gateHoldout('(contact', '(draft'),
  gateQuietHours('shown <', 'shown <='),
  gateQuiet('contact.facts.quietHours', 'undefined'),
  gateQuiet(': Math.min(until, patience)', ''),
  gateReachable('<= ANSWERED_WITHIN_MS', '>= 0'),
  gateWords("?? all.find(({ action }) => action === 'block')", ''),
  gateWords(' && !isPage', ''),
  engineManualPoints('  if (seen !== contact.version) return STALE\n', ''),
  engineManualPoints('if (seen !== undefined && seen !== contact.version) return STALE\n', ''),
  engineManualPoints('spendable(contact)', 'contact.points'),
  engineMergeFacts(' === null ? null : -Math.abs(ref.seq)', ''),
  engineMove('version <', 'version <='),
  engineOtherRuns('channel !== null || ', ''),
  engineOtherRuns('run.id !== asked.but && ', ''),
  enginePlanned('(contact.version === 0 ? false : inside)', 'false'),
  enginePoints('Math.min(lots[0]?.[1] ?? 0, spendable(contact))', 'lots[0]?.[1] ?? 0'),
  enginePoints(`\`expire:\${contact.ledgerCount + 1}\``, "'expire'"),
  enginePoints('due <=', 'due <'),
  enginePoints('expiresAt: availableAt', 'expiresAt: turn.world.now'),
  enginePoints('entering.back ?? ', ''),
  enginePoints('[second', '[first'),
  enginePoints('(sums.get(at) ?? 0) + ', ''),
  engineReact('length <= ', 'length <= 4 * '),
  engineResume('!isPaused(turn, run) && ', ''),
  engineResume('=== result.id', "!== ''"),
  engineResume('a.wakeAt ?? 0) - (b', 'b.wakeAt ?? 0) - (a'),
  engineResume(", 'completed", ", 'exited"),
  engineResume(' && !goal.continue', ''),
  engineResume('result.kind !', 'result.kind ='),
  engineResume('if (run.memory.goal !== null) return false\n', ''),
  engineResume('wakeAt <=', 'wakeAt <'),
  engineRetry(
    "  if (turn.actor.contact.version !== seen)\n    return { kind: 'refused', code: 'stale', message: 'the contact has changed meanwhile' }\n",
    '',
  ),
  engineRetry(" || run.status !== 'failed'", ''),
  engineReversePoints(
    "  if (item !== null) turn.returned.push({ kind: 'share', resource: resourceOf('item', item), amount: 1 })\n",
    '',
  ),
  engineReversePoints(
    "  if (kind === 'merge') return { kind: 'refused', code: 'not_reversible', message: 'two contacts are one for good' }\n",
    '',
  ),
  engineReversePoints('Math.min(points, Math.max(0, spendable(turn.actor.contact)))', 'points'),
  engineReversePoints('isOwn ? seq : key', 'seq'),
  engineReversePoints("kind === 'expire' ? [] : ", ''),
  engineReversePoints('expiresAt <=', 'expiresAt <'),
  engineReversePoints('pending: (contact.facts.points?.pending ?? []).filter(({ key }) => !keys.has(key)),', ''),
  engineSplit('held ?? ', ''),
  engineSplit('place <', 'place <='),
  engineStart('rememberEntry(turn, program, beginning.key)\n  ', ''),
  engineStart('.channel === null && event', ''),
  engineStart('firstAt +', 'turn.world.now +'),
  engineStart('return channel === null && data', 'return data'),
  engineStart('length >=', 'length >'),
  engineThrottle(`{program.workflowId}.\${`, '{'),
  engineThrottle('at > now', 'at >= now'),
  engineThrottle(', keptForMs: perMs', ''),
  engineTiers('fallsAt >', 'fallsAt >='),
  engineTiers('until <=', 'until <'),
  engineUnsubscribe("event.type !== 'message.received' ||", ''),
]
