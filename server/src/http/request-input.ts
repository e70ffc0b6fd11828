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
  if (!result.success) throw new Problem(400, result.issues[0].message);
  return result.output;
}
