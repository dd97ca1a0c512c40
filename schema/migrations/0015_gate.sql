CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`subject_id` text NOT NULL,
	`category` text NOT NULL,
	`channel` text,
	`granted` integer NOT NULL,
	`source` text NOT NULL,
	`proof` text NOT NULL,
	`at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `word_lists` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`action` text NOT NULL,
	`direction` text NOT NULL,
	`locale` text,
	`whole_words` integer NOT NULL,
	`count` integer NOT NULL,
	`stamp` text NOT NULL,
	`updated_at` integer NOT NULL,
	`words` text NOT NULL
) WITHOUT ROWID;
