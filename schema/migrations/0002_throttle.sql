CREATE TABLE `grants` (
	`resource` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`keep_until` integer NOT NULL,
	PRIMARY KEY(`resource`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `grants_at` ON `grants` (`resource`,`at`);--> statement-breakpoint
CREATE INDEX `grants_keep_until` ON `grants` (`keep_until`);--> statement-breakpoint
ALTER TABLE `subjects` ADD `throttles` text DEFAULT '{}' NOT NULL;