/** Something written down about a contact. `version` is the contact's commit that wrote it. */
export type ContactNote = { id: string; subjectId: string; version: number; runId: string; text: string; at: number }
