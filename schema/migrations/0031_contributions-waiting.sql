CREATE INDEX `contributions_waiting` ON `contributions` (`at`) WHERE status = 'waiting';
