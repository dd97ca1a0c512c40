CREATE TABLE `answers` (
	`caller` text NOT NULL,
	`key` text NOT NULL,
	`request` text NOT NULL,
	`status` integer NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`caller`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `answers_at` ON `answers` (`at`);--> statement-breakpoint
CREATE TABLE `keys` (
	`hash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`prefix` text NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `notes` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `catalogue` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `channels` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`config` text NOT NULL,
	`secrets` text NOT NULL,
	`api_base` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `versions` (
	`workflow_id` text NOT NULL,
	`version` integer NOT NULL,
	`definition` text NOT NULL,
	`inputs` text NOT NULL,
	`published_at` integer NOT NULL,
	`published_by` text NOT NULL,
	PRIMARY KEY(`workflow_id`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `workflows` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`draft` text NOT NULL,
	`status` text NOT NULL,
	`version` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`subject_id` text,
	`run_id` text,
	`channel` text,
	`recipient` text,
	`body` text NOT NULL,
	`category` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`attempts` integer NOT NULL,
	`retry` text NOT NULL,
	`on_unknown` text NOT NULL,
	`awaited` integer NOT NULL,
	`provider_id` text,
	`created_at` integer NOT NULL,
	`send_after` integer NOT NULL,
	`lease_until` integer NOT NULL,
	`lease` text,
	`sent_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_id` ON `deliveries` (`id`);--> statement-breakpoint
CREATE INDEX `deliveries_open` ON `deliveries` (`send_after`) WHERE status IN ('queued', 'deferred', 'sending');--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`channel` text,
	`external_id` text,
	`subject_id` text,
	`profile` text,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`data` text NOT NULL,
	`causes` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`lease_until` integer NOT NULL,
	`started` text,
	`reason` text,
	`refused` text,
	`raised` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id` ON `events` (`id`);--> statement-breakpoint
CREATE INDEX `events_pending` ON `events` (`lease_until`) WHERE status = 'pending';--> statement-breakpoint
CREATE TABLE `exposures` (
	`experiment` text NOT NULL,
	`subject_id` text NOT NULL,
	`branch` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`experiment`, `subject_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`task` text NOT NULL,
	`status` text NOT NULL,
	`cursor` text NOT NULL,
	`done` integer NOT NULL,
	`total` integer,
	`error` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`lease_until` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `jobs_running` ON `jobs` (`lease_until`) WHERE status = 'running';--> statement-breakpoint
CREATE TABLE `schedules` (
	`workflow_id` text NOT NULL,
	`trigger` integer NOT NULL,
	`version` integer NOT NULL,
	`next_at` integer NOT NULL,
	PRIMARY KEY(`workflow_id`, `trigger`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `ledger` (
	`subject_id` text NOT NULL,
	`seq` integer NOT NULL,
	`delta` integer NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`key` text NOT NULL,
	`at` integer NOT NULL,
	`available_at` integer,
	`expires_at` integer,
	`balance` integer NOT NULL,
	PRIMARY KEY(`subject_id`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `runs` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`workflow_id` text NOT NULL,
	`version` integer NOT NULL,
	`subject_id` text NOT NULL,
	`status` text NOT NULL,
	`position` integer NOT NULL,
	`step` text,
	`wake_at` integer,
	`waiting` text,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`reason` text,
	`memory` text NOT NULL,
	`first_version` integer NOT NULL,
	`last_version` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runs_id` ON `runs` (`id`);--> statement-breakpoint
CREATE INDEX `runs_workflow` ON `runs` (`workflow_id`);--> statement-breakpoint
CREATE TABLE `identities` (
	`channel` text NOT NULL,
	`external_id` text NOT NULL,
	`subject_id` text NOT NULL,
	PRIMARY KEY(`channel`, `external_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `journal` (
	`subject_id` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`events` text NOT NULL,
	`entries` text NOT NULL,
	PRIMARY KEY(`subject_id`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `subjects` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`version` integer NOT NULL,
	`due_at` integer,
	`name` text,
	`locale` text,
	`timezone` text,
	`phone` text,
	`email` text,
	`tags` text NOT NULL,
	`traits` text NOT NULL,
	`points` integer NOT NULL,
	`tier` text,
	`stage` text NOT NULL,
	`risk` integer NOT NULL,
	`owner` text,
	`streak` integer NOT NULL,
	`referrals` integer NOT NULL,
	`consents` text NOT NULL,
	`identities` text NOT NULL,
	`last_channel` text,
	`joined_at` integer,
	`left_at` integer,
	`last_seen_at` integer,
	`created_at` integer NOT NULL,
	`active` text NOT NULL,
	`entries` text NOT NULL,
	`branches` text NOT NULL,
	`dates` text NOT NULL,
	`segments` text NOT NULL,
	`bursts` text NOT NULL,
	`run_count` integer NOT NULL,
	`ledger_count` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `subjects_due` ON `subjects` (`due_at`) WHERE due_at IS NOT NULL;