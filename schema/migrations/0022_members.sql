CREATE TABLE `merged` (
	`from_id` text PRIMARY KEY NOT NULL,
	`into_id` text NOT NULL,
	`at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `merged_into` ON `merged` (`into_id`);
