CREATE TABLE `referral_codes` (
	`code` text PRIMARY KEY NOT NULL,
	`subject_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`clicks` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `referral_codes_subject` ON `referral_codes` (`subject_id`);--> statement-breakpoint
CREATE TABLE `referrals` (
	`n` integer PRIMARY KEY NOT NULL,
	`invitee_id` text NOT NULL,
	`referrer_id` text NOT NULL,
	`code` text NOT NULL,
	`at` integer NOT NULL,
	`status` text NOT NULL,
	`score` integer NOT NULL,
	`signals` text NOT NULL,
	`device` text,
	`ip` text,
	`phone` text,
	`email` text,
	`asked` text NOT NULL,
	`reason` text,
	`decided_at` integer,
	`decided_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `referrals_invitee` ON `referrals` (`invitee_id`);--> statement-breakpoint
CREATE INDEX `referrals_referrer` ON `referrals` (`referrer_id`,`at`);--> statement-breakpoint
CREATE INDEX `referrals_status` ON `referrals` (`status`);--> statement-breakpoint
CREATE INDEX `referrals_ip` ON `referrals` (`ip`,`at`,`referrer_id`) WHERE ip IS NOT NULL;--> statement-breakpoint
CREATE INDEX `referrals_device` ON `referrals` (`device`) WHERE device IS NOT NULL;--> statement-breakpoint
CREATE INDEX `referrals_phone` ON `referrals` (`phone`) WHERE phone IS NOT NULL;--> statement-breakpoint
CREATE INDEX `referrals_email` ON `referrals` (`email`) WHERE email IS NOT NULL;
