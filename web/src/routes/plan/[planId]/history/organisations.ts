/** Organisations as the history shows them: by name, with those who act for nobody among them. */
import { m } from '#lib/paraglide/messages.js';

/** By which its stripes are chosen. */
export const organisationId = (name: string | null) => `organisation ${name ?? ''}`;

export const organisationName = (name: string | null) => name ?? m.history_nobody();
