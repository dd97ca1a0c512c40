CREATE TABLE `contributions` (
	`id` text PRIMARY KEY NOT NULL,
	`subject_id` text NOT NULL,
	`kind` text NOT NULL,
	`title` text,
	`text` text,
	`url` text,
	`at` integer NOT NULL,
	`status` text NOT NULL,
	`grade` integer,
	`featured_at` integer,
	`decided_at` integer,
	`decided_by` text,
	`note` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `contributions_at` ON `contributions` (`at`);--> statement-breakpoint
CREATE INDEX `contributions_subject` ON `contributions` (`subject_id`,`at`);
