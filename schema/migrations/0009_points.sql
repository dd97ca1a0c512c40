CREATE TABLE `codes` (
	`pool_id` text NOT NULL,
	`code` text NOT NULL,
	`n` integer NOT NULL,
	`subject_id` text,
	`asked` text,
	`issued_at` integer,
	`expires_at` integer,
	`used_at` integer,
	PRIMARY KEY(`pool_id`, `code`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `codes_free` ON `codes` (`pool_id`,`n`) WHERE issued_at IS NULL;--> statement-breakpoint
CREATE INDEX `codes_subject` ON `codes` (`subject_id`,`pool_id`) WHERE subject_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `pools` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`prefix` text NOT NULL,
	`alphabet` text NOT NULL,
	`length` integer NOT NULL,
	`per_member` integer,
	`expires_in` text,
	`expires_in_ms` integer,
	`expires_at` integer,
	`total` integer,
	`issued` integer NOT NULL,
	`used` integer NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `items` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`points` integer NOT NULL,
	`per_member` integer,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `shares` (
	`resource` text PRIMARY KEY NOT NULL,
	`capacity` integer,
	`taken` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `grants` ADD `answer` text;--> statement-breakpoint
ALTER TABLE `ledger` ADD `item` text;--> statement-breakpoint
ALTER TABLE `ledger` ADD `took` text;
