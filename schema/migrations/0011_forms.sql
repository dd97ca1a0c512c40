CREATE TABLE `refusals` (
	`seq` integer PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`at` integer NOT NULL,
	`status` integer NOT NULL,
	`why` text NOT NULL,
	`method` text NOT NULL,
	`size` integer NOT NULL,
	`headers` text NOT NULL
);
