/** Parsing what a request brings, at the edge: ids, JSON bodies, text that a person typed. */
import type { Context } from 'hono';
import * as v from 'valibot';
import { Problem } from './problem.ts';

/** JSON bodies are a few fields; more is no request of ours, bytes. */
const maxJsonBytes = 64 * 1024;

/** Marks that make text read otherwise than it is written (UAX 9), and halves of characters. */
const reordering = /[\u202A-\u202E\u2066-\u2069\p{Cs}]/u;
/** Anything but spaces, formats, and letters that show nothing. */
const visible = /[^\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * A line that a person typed: trimmed, of 1 to `max` characters as people count them, no control characters.
 * @param what what it is, to start the sentence that refuses it: "Your name"
 */
export function lineOfText(what: string, max: number) {
  return v.pipe(
    v.string(`${what} must be text.`),
    v.check((text) => !/\p{Cc}/u.test(text), `${what} can't hold control characters such as tabs or line breaks.`),
    v.transform((text) => text.normalize('NFC').trim()),
    v.check((text) => !reordering.test(text), `${what} can't hold signs that turn the order of letters around.`),
    v.check((text) => visible.test(text), `${what} can't be empty.`),
    v.check((text) => text.length <= max, `${what} can be at most ${max} characters long.`),
  );
}

/** As `lineOfText`, but of several lines, and it may be empty. */
export function textOf(what: string, max: number) {
  return v.pipe(
    v.string(`${what} must be text.`),
    v.transform((text) => text.normalize('NFC').replace(/\r\n?/g, '\n').trim()),
    v.check((text) => !/[^\P{Cc}\n\t]/u.test(text), `${what} can't hold control characters.`),
    v.check((text) => !reordering.test(text), `${what} can't hold signs that turn the order of letters around.`),
    v.transform((text) => (visible.test(text) ? text : '')),
    v.check((text) => text.length <= max, `${what} can be at most ${max} characters long.`),
  );
}

/** A seq in a query. */
export function seqText(name: string) {
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, `"${name}" must be the number of a change, 0 or more.`),
    v.transform(Number),
  );
}

const wholeNumber = (least: number) => {
  const sentence = `"seq" must be the number of a change, ${least} or more.`;
  return v.pipe(v.number(sentence), v.safeInteger(sentence), v.minValue(least, sentence));
};

/** The seq of a change in a JSON body. */
export const seqNumber = wholeNumber(1);
/** The same, or 0 for what was before the first. */
export const seqOrZero = wholeNumber(0);

/** A time in a query, as ISO 8601. */
export function timeText(name: string) {
  const sentence = `"${name}" must be a time such as 2026-05-04T10:00:00Z.`;
  return v.pipe(
    v.string(sentence),
    v.check((text) => !Number.isNaN(Date.parse(text)), sentence),
    v.transform((text) => new Date(text).toISOString()),
  );
}

/** @throws Problem 400 with the first thing that is wrong, 413 when the body is too large */
export async function readJson<T extends v.GenericSchema>(c: Context, schema: T): Promise<v.InferOutput<T>> {
  return checkInput(schema, parseJson(await readText(c)));
}

/** As `readJson`; a request without a body says what `{}` says. */
export async function readOptionalJson<T extends v.GenericSchema>(c: Context, schema: T): Promise<v.InferOutput<T>> {
  const text = await readText(c);
  return checkInput(schema, text === '' ? {} : parseJson(text));
}

async function readText(c: Context): Promise<string> {
  const declared = Number(c.req.header('content-length') ?? 0);
  if (declared > maxJsonBytes) throw new Problem(413, `The request is too large: at most ${maxJsonBytes} bytes.`);
  const text = await c.req.text();
  if (text.length > maxJsonBytes) throw new Problem(413, `The request is too large: at most ${maxJsonBytes} bytes.`);
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'The request must be JSON.');
  }
}

/** @throws Problem 400 with the first thing that is wrong */
export function checkInput<T extends v.GenericSchema>(schema: T, raw: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, raw);
  if (!result.success) throw new Problem(400, sentenceOf(result.issues[0]));
  return result.output;
}

/** What the validator says by itself where a schema has no sentence for it is no sentence for people. */
function sentenceOf({ message, path }: v.BaseIssue<unknown>): string {
  if (message.startsWith('Invalid key:')) return `"${String(path?.at(-1)?.key)}" is missing.`;
  if (message.startsWith('Invalid type: Expected Object')) return 'The request must be a JSON object.';
  return message;
}
