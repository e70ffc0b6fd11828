CREATE TABLE `change_note` (
	`id` text PRIMARY KEY NOT NULL,
	`plan` text NOT NULL,
	`seq` integer NOT NULL,
	`actor` text NOT NULL,
	`on_behalf_of` text,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`answers` text,
	`resolved` text,
	`replaced_by` text,
	FOREIGN KEY (`plan`) REFERENCES `plan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `change_note_plan_idx` ON `change_note` (`plan`,`seq`);--> statement-breakpoint
CREATE TABLE `element_look` (
	`plan` text NOT NULL,
	`actor` text NOT NULL,
	`element` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`plan`, `actor`, `element`),
	FOREIGN KEY (`plan`) REFERENCES `plan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `look` (
	`plan` text NOT NULL,
	`actor` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`plan`, `actor`),
	FOREIGN KEY (`plan`) REFERENCES `plan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `version` (
	`id` text PRIMARY KEY NOT NULL,
	`plan` text NOT NULL,
	`seq` integer NOT NULL,
	`actor` text NOT NULL,
	`on_behalf_of` text,
	`at` integer NOT NULL,
	`plan_at` integer NOT NULL,
	`name` text NOT NULL,
	`note` text NOT NULL,
	`is_protected` integer NOT NULL,
	`changed` text,
	`removed` text,
	FOREIGN KEY (`plan`) REFERENCES `plan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `version_plan_idx` ON `version` (`plan`,`seq`);