DROP INDEX `deliveries_open`;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `audience` text DEFAULT 'contact' NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `content` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `rank` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `line` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `pieces_sent` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_line` ON `deliveries` (`line`,`rank`,`seq`) WHERE line IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_open` ON `deliveries` (`send_after`) WHERE status IN ('queued', 'deferred', 'sending') AND line IS NULL;
