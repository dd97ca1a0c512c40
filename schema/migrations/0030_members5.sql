CREATE TABLE `terms` (
	`term` text NOT NULL,
	`subject_id` text NOT NULL,
	PRIMARY KEY(`term`, `subject_id`)
) WITHOUT ROWID;
--> statement-breakpoint
-- What contacts are found by who were there before the table was; see schema/terms.ts.
INSERT INTO `terms` (`term`, `subject_id`)
  SELECT 'tag:' || t.value, s.id FROM subjects s, json_each(s.tags) t WHERE s.kind = 'contact'
  UNION SELECT 'tier:' || tier, id FROM subjects WHERE kind = 'contact' AND tier <> ''
  UNION SELECT 'name:' || substr(lower(trim(name)), 1, 40), id FROM subjects WHERE kind = 'contact' AND trim(name) <> ''
  UNION SELECT 'name:' || substr(lower(trim(s.name)), n.value, 40), s.id
    FROM subjects s, json_each('[2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24]') n
    WHERE s.kind = 'contact' AND n.value <= length(trim(s.name)) AND substr(trim(s.name), n.value, 1) <> ' '
      AND (substr(trim(s.name), n.value - 1, 1) = ' ' OR substr(trim(s.name), n.value, 1) BETWEEN '぀' AND '鿿');
--> statement-breakpoint
-- How many contacts there were before they were counted one by one; see workers/store/contact-count.ts.
INSERT INTO `figures` (`area`, `slot`, `metric`, `value`) SELECT 'contacts', 0, 'n', count(*) FROM subjects WHERE kind = 'contact';
--> statement-breakpoint
DROP INDEX `subjects_email`;--> statement-breakpoint
CREATE INDEX `subjects_email` ON `subjects` (lower(email)) WHERE email IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_failed` ON `deliveries` (`status`) WHERE status = 'failed';--> statement-breakpoint
CREATE INDEX `deliveries_unknown` ON `deliveries` (`status`) WHERE status = 'unknown';--> statement-breakpoint
CREATE INDEX `events_failed` ON `events` (`status`) WHERE status = 'failed';--> statement-breakpoint
CREATE INDEX `runs_failed` ON `runs` (`status`) WHERE status = 'failed';
