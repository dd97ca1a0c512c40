DROP INDEX `deliveries_open`;--> statement-breakpoint
CREATE INDEX `deliveries_open` ON `deliveries` (`send_after`) WHERE status IN ('queued', 'sending') AND line IS NULL;
