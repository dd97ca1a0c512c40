CREATE TABLE `crossings` (
	`workflow_id` text NOT NULL,
	`trigger` integer NOT NULL,
	`holds` integer NOT NULL,
	`turn` integer NOT NULL,
	`look_at` integer,
	PRIMARY KEY(`workflow_id`, `trigger`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `metrics` (
	`metric` text NOT NULL,
	`minute` integer NOT NULL,
	`value` real NOT NULL,
	PRIMARY KEY(`metric`, `minute`)
) WITHOUT ROWID;
