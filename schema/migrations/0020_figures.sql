CREATE TABLE `figures` (
	`area` text NOT NULL,
	`slot` integer NOT NULL,
	`metric` text NOT NULL,
	`value` real NOT NULL,
	PRIMARY KEY(`area`, `slot`, `metric`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `presence` (
	`type` text NOT NULL,
	`day` integer NOT NULL,
	`subject_id` text NOT NULL,
	`morning` integer NOT NULL,
	`evening` integer NOT NULL,
	PRIMARY KEY(`type`, `day`, `subject_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tallies` (
	`to_slot` integer NOT NULL,
	`from_slot` integer NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`to_slot`, `from_slot`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `moves` ADD `noted` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `moves` ADD `low` integer;
