// The same rows as one event of the bench workflow: first the event, then everything that it causes.
const insert = (db, table, row) =>
  db
    .prepare(`INSERT INTO ${table} (${Object.keys(row)}) VALUES (${Object.keys(row).map(() => '?')})`)
    .bind(...Object.values(row))

export default {
  async fetch(request, { DB }) {
    const event = await request.json()
    const now = Date.now()
    const id = `e-${event.id}`
    const subject = `c-${event.user.id}`
    const run = `${subject}-00001`
    await DB.batch([
      insert(DB, 'events', {
        id,
        type: event.type,
        channel: 'bench',
        external_id: event.user.id,
        profile: '{"name":"Ann"}',
        at: now,
        received_at: now,
        data: '{}',
        causes: '[]',
        status: 'pending',
        lease_until: now + 30000,
      }),
      DB.prepare(
        'SELECT s.* FROM identities i JOIN subjects s ON s.id = i.subject_id WHERE i.channel = ? AND i.external_id = ?',
      ).bind('bench', event.user.id),
    ])
    await DB.batch([
      insert(DB, 'journal', {
        subject_id: subject,
        version: 1,
        at: now,
        events: `["${id}"]`,
        entries: '[]'.padEnd(1500),
      }),
      insert(DB, 'subjects', {
        id: subject,
        kind: 'contact',
        version: 1,
        due_at: now + 86400000,
        name: 'Ann',
        tags: '["new"]',
        traits: '{}',
        points: 10,
        stage: 'new',
        risk: 0,
        streak: 0,
        referrals: 0,
        consents: '{}',
        identities: '[]',
        created_at: now,
        active: `["${run}"]`,
        entries: '{}',
        branches: '{}',
        dates: '{}',
        segments: '{}',
        bursts: '{}',
        run_count: 1,
        ledger_count: 1,
      }),
      insert(DB, 'identities', { channel: 'bench', external_id: event.user.id, subject_id: subject }),
      insert(DB, 'runs', {
        id: run,
        workflow_id: 'bench',
        version: 1,
        subject_id: subject,
        status: 'waiting',
        position: 3,
        step: 'actions.3',
        wake_at: now + 86400000,
        waiting: '{"for":"time"}',
        started_at: now,
        memory: '{}'.padEnd(800),
        first_version: 1,
        last_version: 1,
      }),
      insert(DB, 'ledger', {
        subject_id: subject,
        seq: 1,
        delta: 10,
        kind: 'award',
        reason: 'welcome',
        key: run,
        at: now,
        balance: 10,
      }),
      insert(DB, 'deliveries', {
        id: `${run}:m:0`,
        kind: 'message',
        subject_id: subject,
        run_id: run,
        channel: 'bench',
        recipient: event.user.id,
        body: 'Hello Ann, you have 10 points',
        category: 'promotional',
        status: 'sent',
        attempts: 1,
        retry: '{}',
        on_unknown: 'hold',
        awaited: 0,
        created_at: now,
        send_after: now,
        lease_until: 0,
        sent_at: now,
      }),
      DB.prepare("UPDATE events SET status = 'handled', subject_id = ?, started = ? WHERE id = ?").bind(
        subject,
        `["${run}"]`,
        id,
      ),
    ])
    return Response.json({ accepted: 1 }, { status: 202 })
  },
}
