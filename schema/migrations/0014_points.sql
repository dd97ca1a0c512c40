CREATE TABLE `badges` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`rule` text,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `moves` (
	`id` integer PRIMARY KEY NOT NULL,
	`moved` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `standings` (
	`board` text NOT NULL,
	`period` text NOT NULL,
	`score` integer NOT NULL,
	`subject_id` text NOT NULL,
	PRIMARY KEY(`board`, `period`, `score`, `subject_id`)
) WITHOUT ROWID;
