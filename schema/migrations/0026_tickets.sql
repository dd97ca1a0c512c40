ALTER TABLE `tasks` ADD `answer_by` integer;--> statement-breakpoint
ALTER TABLE `tasks` ADD `first_answered_at` integer;
