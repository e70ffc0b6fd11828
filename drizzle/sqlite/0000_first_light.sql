CREATE TABLE `actor` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`organisation` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `checkpoint` (
	`plan` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`update` blob NOT NULL,
	FOREIGN KEY (`plan`) REFERENCES `plan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `client` (
	`plan` text NOT NULL,
	`client` integer NOT NULL,
	`actor` text NOT NULL,
	PRIMARY KEY(`plan`, `client`),
	FOREIGN KEY (`plan`) REFERENCES `plan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `log` (
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
CREATE TABLE `plan` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `session` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`actor` text NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`actor`) REFERENCES `actor`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `session_expires_idx` ON `session` (`expires_at`);--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
