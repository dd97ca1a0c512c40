CREATE TABLE `texts` (
	`id` text PRIMARY KEY NOT NULL,
	`locales` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
