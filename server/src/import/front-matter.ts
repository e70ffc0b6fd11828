/** The YAML between two `---` at the head of a Markdown file, and the text after it. */
import { parseDocument } from 'yaml';
import { ImportRefused } from './import-refused.ts';

export interface SourceFile {
  /** Path inside what was chosen, for messages. */
  path: string;
  fields: Readonly<Record<string, string>>;
  /** Markdown after the front matter, with `\n` line ends. */
  text: string;
}

/** @throws ImportRefused naming the file, when its front matter can't be read */
export function readFrontMatter(path: string, raw: string): SourceFile {
  const source = raw.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (!/^---[ \t]*\n/.test(source)) return { path, fields: {}, text: source };
  const end = /\n---[ \t]*(\n|$)/.exec(source);
  if (!end) throw new ImportRefused(`"${path}" begins with front matter that has no end: a line of "---" is missing.`);
  const yaml = source.slice(source.indexOf('\n') + 1, end.index + 1);
  return { path, fields: readFields(path, yaml), text: source.slice(end.index + end[0].length) };
}

function readFields(path: string, yaml: string): Record<string, string> {
  const document = parseDocument(yaml, { schema: 'failsafe', prettyErrors: false });
  const [error] = document.errors;
  if (error && !document.errors.some(({ message }) => message.includes('Missing closing'))) {
    throw new ImportRefused(`"${path}" has front matter that is no YAML: ${error.message}.`);
  }
  const entries: unknown = error ? readLines(yaml) : document.toJS();
  if (entries === null || entries === undefined) return {};
  if (typeof entries !== 'object' || Array.isArray(entries)) {
    throw new ImportRefused(`"${path}" has front matter without fields: write them as "name: value".`);
  }
  return Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/**
 * Text that runs over several lines without an indent, or whose closing quote was forgotten, is no YAML, but
 * site generators take it, and published plans hold it. A line that starts with a name and a colon starts a field.
 */
function readLines(yaml: string): Record<string, string> {
  const fields = new Map<string, string[]>();
  let value: string[] | undefined;
  for (const line of yaml.split('\n')) {
    const start = /^([A-Za-z_][\w-]*):(?:\s+(.*))?$/.exec(line);
    if (start?.[1]) {
      value = [start[2] ?? ''];
      fields.set(start[1], value);
    } else value?.push(line);
  }
  return Object.fromEntries([...fields].map(([name, lines]) => [name, unquote(lines.join('\n').trim())]));
}

function unquote(value: string): string {
  return value.replace(/^"/, '').replace(/"$/, '').trim();
}
