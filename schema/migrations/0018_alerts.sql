CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`level` integer NOT NULL,
	`title` text NOT NULL,
	`detail` text,
	`drill` integer NOT NULL,
	`status` text NOT NULL,
	`raised_at` integer NOT NULL,
	`occurrences` integer NOT NULL,
	`suppressed` integer NOT NULL,
	`last_at` integer NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`resolved_at` integer,
	`resolved_by` text,
	`note` text,
	`contact_id` text,
	`workflow_id` text,
	`history` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `alerts_raised` ON `alerts` (`raised_at`);--> statement-breakpoint
CREATE TABLE `rotas` (
	`id` text PRIMARY KEY NOT NULL,
	`rota` text NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
