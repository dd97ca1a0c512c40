CREATE TABLE `import_errors` (
	`job_id` text NOT NULL,
	`line` integer NOT NULL,
	`column` text NOT NULL,
	`reason` text NOT NULL,
	PRIMARY KEY(`job_id`, `line`, `column`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `import_parts` (
	`job_id` text NOT NULL,
	`part` integer NOT NULL,
	`content` text NOT NULL,
	`lines` integer NOT NULL,
	PRIMARY KEY(`job_id`, `part`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `subjects_email` ON `subjects` (`email`) WHERE email IS NOT NULL;--> statement-breakpoint
CREATE INDEX `subjects_phone` ON `subjects` (`phone`) WHERE phone IS NOT NULL;
