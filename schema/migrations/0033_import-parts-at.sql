ALTER TABLE `import_parts` ADD `at` integer DEFAULT 0 NOT NULL;
