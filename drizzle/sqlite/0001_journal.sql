CREATE TABLE `journal` (
	`plan` text NOT NULL,
	`seq` integer NOT NULL,
	`actor` text NOT NULL,
	`on_behalf_of` text,
	`session` text NOT NULL,
	`at` integer NOT NULL,
	`intent` text,
	`update` blob NOT NULL,
	PRIMARY KEY(`plan`, `seq`),
	FOREIGN KEY (`plan`) REFERENCES `plan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `checkpoint` ADD `known` blob;--> statement-breakpoint
ALTER TABLE `log` ADD `boundary` integer;