/** What an editor shows beside a verb. */
export const VERB_NOTES: Readonly<Record<string, string>> = {
  do: 'Carry out an action',
  wait: 'Wait for a time: "3d", { "for" }, { "days", "at" }, { "until" }, { "until_local" }, …',
  wait_for: 'Wait for an event of this contact; `then` when it comes, `else` when `timeout` is over',
  if: 'Go one way or the other',
  choose: 'The first case whose `if` holds, else `else`',
  split: 'Divide contacts by weight; each keeps its branch',
  repeat: 'Carry out `steps` a number of times, `while` or `until` a condition holds, at most `max` times',
  set: 'Remember values in `vars`',
  approve: 'Stop for a person: `then` when approved, `else` when rejected or timed out',
  throttle: 'At most `limit` times `per` period; `else` when over',
  call: 'Run another published workflow for this contact and wait for its end',
  stop: 'End the run',
}

export const TRIGGER_NOTES: Readonly<Record<string, string>> = {
  on: 'For each event of this type; it may end in .*',
  schedule: 'At each time of a cron expression, once or for each matching contact',
  date: 'Around a date that a contact carries',
  segment: 'When a contact starts or stops matching',
  metric: 'When a counted metric crosses a line',
  manual: 'From the console or the API',
}

/** What an editor shows beside a field, whatever it stands in. */
export const FIELD_NOTES: Readonly<Record<string, string>> = {
  id: 'A name of its own: a-z, 0-9 and -',
  do: 'The action to carry out',
  with: 'What the action takes. A text with {{ }} is a template, { "expr": … } a CEL expression',
  when: 'CEL: skip this step unless it holds',
  expression: 'Sees event, contact, inputs, vars, steps, loop, run and now',
  triggers: 'When the workflow starts',
  conditions: 'CEL; all must hold when a trigger fires',
  inputs: 'What is asked from whoever installs the workflow; read as inputs.name',
  entry: 'Who may enter, and how often',
  mode: 'single ignores a trigger while a run is active; restart, queued and parallel do not',
  reentry: '"always", "never", or how long after the last start',
  exit: 'Events that end the run while it waits',
  goal: 'The event that counts as success',
  within: 'How long after the start the goal still counts',
  settings: 'Category, quiet hours, caps and other rules of this workflow',
  category: 'transactional, lifecycle or promotional: which rules its messages obey',
  quiet_hours: 'What happens to messages at night',
  max_late: 'Work found later than this ends as expired',
  holdout: 'Percent of contacts that are only watched',
  texts: 'Messages of this workflow by name and locale',
  actions: 'The steps, in order',
  timeout: 'How long to wait at most',
  retry: 'How often an action that failed is tried again',
  on_error: 'fail, continue, or steps to carry out instead',
  template: 'A text by its name: of this workflow, else of the shared library',
  channel: 'The channel to use, instead of the one of the event',
}
