import { type Mutation, of } from './list.ts'

const storeBroadcasts = of('workers/store/broadcasts.ts', 'test/workers/store/broadcasts.test.ts')
const storeBroadcastSending = of('workers/store/broadcast-sending.ts', 'test/workers/store/broadcasts.test.ts')
const storeReferralAsks = of('workers/store/referral-asks.ts', 'test/workers/store/races.test.ts')
const storeSeats = of('workers/store/seats.ts', 'test/workers/store/seats.test.ts')
const storeGatherings = of('workers/store/gatherings.ts', 'test/workers/store/seats.test.ts')
const storeErase = of('workers/store/erase.ts', 'test/workers/store/erase.test.ts')
const storeMerged = of('workers/store/merged.ts', 'test/workers/store/erase.test.ts')
const storeJobs = of('workers/store/jobs.ts', 'test/workers/store/holds.test.ts')
const storeAnswers = of('workers/store/answers.ts', 'test/workers/store/holds.test.ts')
const storeJobs2 = of('workers/store/jobs.ts', 'test/workers/store/fences.test.ts')
const runKeeper = of('workers/run/keeper.ts', 'test/workers/run/keeper.test.ts')
const runKeeping = of('workers/run/keeping.ts', 'test/workers/run/keeper.test.ts')

/** Of what members share or hold one at a time: seats, jobs, keys of requests, and a contact that goes. */
export const shared: readonly Mutation[] = [
  storeBroadcasts(
    `
      WHERE EXISTS (SELECT 1 FROM broadcasts WHERE id = ?1 AND \${UNSENT})\``,
    '`',
  ),
  storeBroadcasts(`version = ?4 WHERE id = ?1 AND \${UNSENT}\``, 'version = ?4 WHERE id = ?1`'),
  storeBroadcasts('AND status = ?3 AND step = ?4 AND round = ?5)', 'AND ?3 = ?3 AND step = ?4 AND round = ?5)'),
  storeBroadcasts('AND step = ?4 AND round = ?5)', 'AND ?4 = ?4 AND round = ?5)'),
  storeBroadcasts('AND round = ?5)', 'AND ?5 = ?5)'),
  storeBroadcasts('WHERE id = ?1 AND status = ?2 AND step', 'WHERE id = ?1 AND ?2 = ?2 AND step'),
  storeBroadcasts('AND step = ?3 AND round = ?4`', 'AND ?3 = ?3 AND round = ?4`'),
  storeBroadcasts('AND step = ?3 AND round = ?4`', 'AND step = ?3 AND ?4 = ?4`'),
  storeBroadcasts(`WHERE id = ?1 AND status = 'approving'"`, 'WHERE id = ?1"'),
  storeBroadcasts(' AND look_at IS NULL"', '"'),
  storeBroadcasts("'scheduled', 'sending', 'paused') AND look_at", "'scheduled', 'sending') AND look_at"),
  storeBroadcasts(
    ` AND EXISTS (SELECT 1 FROM broadcasts WHERE id = ?1 AND \${ended})\`,
      params: [id],`,
    `\`,
      params: [id],`,
  ),
  storeBroadcastSending(
    `'active', 1, ?\${next + 2}, ?\${next + 2} WHERE \${only.sql}`,
    `'active', 1, ?\${next + 2}, ?\${next + 2} WHERE true`,
  ),
  storeBroadcastSending(`'broadcast' WHERE \${only.sql}`, "'broadcast' WHERE true"),
  storeBroadcastSending(
    `EXISTS (SELECT 1 FROM events WHERE status = 'pending' AND data->>'workflow_id' = ?1)
        OR `,
    '',
  ),
  storeBroadcastSending("WHERE status = 'pending' AND data", 'WHERE data'),
  storeBroadcastSending("('queued', 'deferred', 'sending')) AS open", "('queued', 'sending')) AS open"),
  storeBroadcastSending(
    `status IN ('active', 'waiting'))
`,
    `status IN ('active'))
`,
  ),
  storeReferralAsks(
    "    AND NOT EXISTS (SELECT 1 FROM json_each(?1) b WHERE b.key < k.key AND b.value->>'subjectId' = k.value->>'subjectId')`",
    '`',
  ),
  storeReferralAsks(
    "WHERE NOT EXISTS (SELECT 1 FROM referral_codes c WHERE c.subject_id = k.value->>'subjectId')",
    'WHERE true',
  ),
  storeReferralAsks(
    '  ON CONFLICT (invitee_id) DO NOTHING`',
    '  ON CONFLICT (invitee_id) DO UPDATE SET referrer_id = excluded.referrer_id`',
  ),
  storeReferralAsks(" AND r.asked = k.value->>'id')", ')'),
  storeSeats('taken < capacity))', 'taken <= capacity))'),
  storeSeats(
    `'pending', 0
`,
    `'pending', 9e15
`,
  ),
  storeSeats(
    ` AND s.\${LIVE}
    WHERE`,
    `
    WHERE`,
  ),
  storeSeats(`f.at < \${ENDS} AND`, `f.at <= \${ENDS} AND`),
  storeSeats(
    `promoted = 0,
`,
    `
`,
  ),
  storeSeats('g.made + f.nth', 'f.nth'),
  storeSeats("AND s.status = 'confirmed')) WHERE", "AND s.status <> 'cancelled')) WHERE"),
  storeSeats(
    ` AND status IN ('confirmed', 'waitlisted')\`,
      params: [line`,
    `\`,
      params: [line`,
  ),
  storeSeats(
    `AND signups.status = 'confirmed'
`,
    `AND signups.status <> 'cancelled'
`,
  ),
  storeSeats(`g.status <> 'open' OR a.value->>'at' >= \${ENDS}`, "g.status <> 'open'"),
  storeSeats(
    `    WHEN a.value->>'wish' = 'cancel' AND s.status = 'attended' THEN '{"refused":"attended"}'
`,
    '',
  ),
  storeSeats("g.status = 'open' AND coalesce", 'coalesce'),
  storeSeats(`coalesce(?3 < \${ENDS}`, `coalesce(?3 <= \${ENDS}`),
  storeSeats('ORDER BY seq LIMIT', 'ORDER BY seq DESC LIMIT'),
  storeSeats(`taken + (SELECT count(*) FROM signups WHERE \${marked}) WHERE`, 'taken WHERE'),
  storeSeats("s.subject_id || '-' || s.seq || '-'", "s.subject_id || '-'"),
  storeSeats("s.seq || '-' || s.status,", 's.seq,'),
  storeSeats("asked = ?2 AND status IN ('confirmed'", "status IN ('confirmed'"),
  storeSeats(`WHERE \${mine} AND status = 'confirmed')`, `WHERE \${mine})`),
  storeSeats(
    `    ...moveUp(gathering, \`\${grant} back\`, null),
`,
    '',
  ),
  storeSeats(` AND \${ENDS} > ?2\``, ' AND ?2 > 0`'),
  storeSeats(` AND \${ENDS} > ?2\``, ` AND \${ENDS} >= ?2\``),
  storeSeats(
    `        ...moveUp(gathering, \`erased \${subjectId} up\`, now),
`,
    '',
  ),
  storeSeats('a.rank >= 2 AND b.rank >= 2', 'a.rank >= 1 AND b.rank >= 1'),
  storeSeats(
    `    { sql: tell(\`s.\${marked} ?4\`), params: [...both, at, mark] },
`,
    '',
  ),
  storeSeats(`\`\${id} up\``, "'up'"),
  storeSeats(`\`merged \${from} up\``, "'merged up'"),
  storeSeats(`\`erased \${subjectId} up\``, "'erased up'"),
  storeGatherings('code = excluded.code, ', ''),
  storeGatherings(`\`saved \${newId(now)}\``, `\`saved \${id}\``),
  storeGatherings(` WHERE id = ?1 AND status = 'open'"`, ' WHERE id = ?1"'),
  storeGatherings(
    `
        AND status <> 'cancelled'\``,
    '`',
  ),
  storeErase(
    `        fence(id, version, now),
`,
    '',
  ),
  storeErase('former.flatMap(wiped)', '[]'),
  storeErase(
    `,
      status = CASE status WHEN 'pending' THEN 'handled' ELSE status END
      WHERE seq`,
    `
      WHERE seq`,
  ),
  storeErase("'sending', 'unknown')", "'sending')"),
  storeErase("'queued', 'deferred'", "'queued'"),
  storeErase(', lease = NULL,', ','),
  storeErase(`AND version < \${before}`, `AND version <= \${before}`),
  storeErase(
    `        forgotten,
`,
    '',
  ),
  storeErase('WHERE subject_id = ?1 AND (channel', 'WHERE (channel'),
  storeErase("  if (failureOf(error) === 'broken') throw error", '  throw error'),
  storeErase("events = '[]', entries = '[]' WHERE", "events = '[]' WHERE"),
  storeErase('const version = contact.version + 1', 'const version = contact.version + 2'),
  storeErase(
    `    { sql: 'DELETE FROM subjects WHERE id = ?1', params: [id] },
`,
    '',
  ),
  storeErase("idsUnder('id', id, '-')", "idsUnder('id', id, ':')"),
  storeErase("status = iif(status = 'open', 'cancelled', status)", 'status = status'),
  storeErase('    await forgetMentions(db, [id, ...former], words)', '    await forgetMentions(db, [id], words)'),
  storeMerged(
    `    { sql: 'UPDATE codes SET subject_id = ?2 WHERE subject_id = ?1', params: [from, into] },
`,
    '',
  ),
  storeMerged(
    `    { sql: 'UPDATE merged SET into_id = ?2 WHERE into_id = ?1', params: [from, into] },
`,
    '',
  ),
  storeMerged(
    "  return { sql: 'DELETE FROM subjects WHERE id = ?1', params: [from] }",
    "  return { sql: 'SELECT ?1', params: [from] }",
  ),
  storeMerged("'INSERT INTO merged (from_id", "'INSERT OR REPLACE INTO merged (from_id"),
  storeMerged(
    `    { sql: 'UPDATE contributions SET subject_id = ?2 WHERE subject_id = ?1', params: [from, into] },
`,
    '',
  ),
  storeJobs('AND lease_until <= ?1 ORDER', 'AND ?1 > 0 ORDER'),
  storeJobs('AND lease_until <= ?1 ORDER', 'AND lease_until < ?1 ORDER'),
  storeJobs('done = done + ?4', 'done = ?4'),
  storeJobs('matched = matched + ?7', 'matched = ?7'),
  storeJobs(
    `WHERE id = ?1 AND cursor = ?2 AND status = 'running'\`
  return`,
    `WHERE id = ?1 AND ?2 IS NOT NULL AND status = 'running'\`
  return`,
  ),
  storeJobs(
    `cursor = ?2 AND status = 'running'\`
  return`,
    `cursor = ?2\`
  return`,
  ),
  storeJobs(`WHERE id = ?1 AND status = 'running'",`, 'WHERE id = ?1",'),
  storeJobs('lease_until = 0, updated_at', 'updated_at'),
  storeJobs("'UPDATE jobs SET lease_until = 0 WHERE id = ?1'", "'SELECT ?1'"),
  storeAnswers(
    `  if (text(row.request) !== claim.request) return { kind: 'other request' }
`,
    '',
  ),
  storeAnswers(' AND answers.at < ?5', ' AND ?5 > 0'),
  storeAnswers('answers.at < ?5', 'answers.at <= ?5'),
  storeAnswers(' AND answers.request = excluded.request', ''),
  storeAnswers("status === 0 ? { kind: 'busy' } : ", ''),
  storeAnswers(
    "'SELECT request, status, body FROM answers WHERE caller = ?1 AND key = ?2'",
    "'SELECT request, status, body FROM answers WHERE ?1 IS NOT NULL AND key = ?2'",
  ),
  storeAnswers("body = ?4 WHERE caller = ?1 AND key = ?2'", "body = ?4 WHERE ?1 IS NOT NULL AND key = ?2'"),
  storeAnswers('24 * 3_600_000', '24 * 60_000'),
  storeAnswers('FROM answers WHERE at < ?1 LIMIT', 'FROM answers WHERE at < ?1 AND status > 0 LIMIT'),
  storeJobs2(
    '      ON CONFLICT (id) DO NOTHING`',
    "      ON CONFLICT (id) DO UPDATE SET status = 'running', cursor = ''`",
  ),
  storeJobs2("WHERE status = 'running' AND lease_until <=", 'WHERE lease_until <='),
  storeJobs2("id = ?2 AND cursor = ?3 AND status = 'running')", "id = ?2 AND ?3 IS NOT NULL AND status = 'running')"),
  storeJobs2(
    `WHERE id = ?1 AND cursor = ?2 AND status = 'running'\`,
    params: [job.id`,
    `WHERE id = ?1 AND ?2 IS NOT NULL AND status = 'running'\`,
    params: [job.id`,
  ),
  runKeeper('token.until > productNow', 'token.until >= productNow'),
  runKeeper('token?.name === name && ', 'token && '),
  runKeeper('if (token?.sealed === sealed) ', ''),
  runKeeper(
    `    kept.turn += 1
`,
    '',
  ),
  runKeeper('this.#fetching.name === name && ', ''),
  runKeeping('until > now &&', 'until >= now &&'),
  runKeeping(' && until - now <= HOLD_MAX_MS', ''),
]
