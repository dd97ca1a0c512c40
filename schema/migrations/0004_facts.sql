ALTER TABLE `subjects` ADD `facts` text DEFAULT '{}' NOT NULL;
