CREATE TABLE `history_checkpoint` (
	`plan` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`bytes` blob NOT NULL,
	FOREIGN KEY (`plan`) REFERENCES `plan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `journal` ADD `restored` blob;--> statement-breakpoint
ALTER TABLE `log` ADD `restored` blob;