CREATE TABLE `contact_notes` (
	`subject_id` text NOT NULL,
	`version` integer NOT NULL,
	`id` text NOT NULL,
	`run_id` text NOT NULL,
	`text` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`subject_id`, `version`, `id`)
) WITHOUT ROWID;
