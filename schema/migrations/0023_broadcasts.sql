CREATE TABLE `broadcast_versions` (
	`broadcast_id` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	PRIMARY KEY(`broadcast_id`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `broadcasts` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`body` text NOT NULL,
	`version` integer NOT NULL,
	`status` text NOT NULL,
	`steps` text NOT NULL,
	`step` integer NOT NULL,
	`round` integer NOT NULL,
	`task_id` text,
	`begins_at` integer NOT NULL,
	`look_at` integer,
	`job_id` text,
	`reason` text,
	`figures` text,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`updated_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `broadcasts_look` ON `broadcasts` (`look_at`) WHERE look_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `broadcasts_begins` ON `broadcasts` (`begins_at`);
