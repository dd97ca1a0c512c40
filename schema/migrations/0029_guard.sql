CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`key_id` text NOT NULL,
	`key_name` text NOT NULL,
	`role` text NOT NULL,
	`operation` text NOT NULL,
	`resource` text NOT NULL,
	`resource_id` text,
	`contact_id` text,
	`request_id` text NOT NULL,
	`status` integer,
	`request` text,
	`before` text,
	`after` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `audit_resource` ON `audit` (`resource`,`resource_id`);--> statement-breakpoint
CREATE INDEX `audit_contact` ON `audit` (`contact_id`) WHERE contact_id IS NOT NULL;--> statement-breakpoint
ALTER TABLE `keys` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `keys` ADD `last_used_at` integer;--> statement-breakpoint
ALTER TABLE `keys` ADD `per_minute` integer;
