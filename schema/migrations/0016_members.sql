CREATE INDEX `subjects_stage` ON `subjects` (`stage`) WHERE kind = 'contact';
