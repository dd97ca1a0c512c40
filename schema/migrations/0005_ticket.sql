ALTER TABLE `deliveries` ADD `ticket` text;
