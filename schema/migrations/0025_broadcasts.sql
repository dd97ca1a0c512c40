CREATE TABLE `campaigns` (
	`id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`version` integer NOT NULL,
	`phase` text NOT NULL,
	`look_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `campaigns_look` ON `campaigns` (`look_at`) WHERE look_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `gatherings` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`place` text,
	`starts_at` integer NOT NULL,
	`ends_at` integer,
	`waitlist` integer NOT NULL,
	`code` text NOT NULL,
	`status` text NOT NULL,
	`made` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `gatherings_starts` ON `gatherings` (`starts_at`);--> statement-breakpoint
CREATE TABLE `signups` (
	`gathering_id` text NOT NULL,
	`subject_id` text NOT NULL,
	`status` text NOT NULL,
	`seq` integer NOT NULL,
	`asked` text NOT NULL,
	`promoted` integer DEFAULT 0 NOT NULL,
	`at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`checked_in_at` integer,
	`score` real,
	`feedback` text,
	`feedback_at` integer,
	PRIMARY KEY(`gathering_id`, `subject_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `signups_waiting` ON `signups` (`gathering_id`,`seq`) WHERE status = 'waitlisted';--> statement-breakpoint
CREATE INDEX `signups_subject` ON `signups` (`subject_id`);
