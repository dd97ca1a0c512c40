ALTER TABLE `jobs` ADD `matched` integer DEFAULT 0 NOT NULL;
