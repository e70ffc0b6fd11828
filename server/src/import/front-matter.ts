/** The YAML between two `---` at the head of a Markdown file, and the text after it. */
import type { Token } from 'markdown-it';
import { isAlias, isMap, isScalar, type Node, parseDocument } from 'yaml';
import { ImportRefused } from './import-refused.ts';
import { parseMarkdown } from './markdown-tokens.ts';

export interface SourceFile {
  /** Path inside what was chosen, for messages. */
  path: string;
  fields: Readonly<Record<string, string>>;
  /** Markdown after the front matter, with `\n` line ends. */
  text: string;
}

/** Fields that say how a site shows the file; they are no part of what it says. */
const siteFields = ['layout', 'permalink', 'slug'];

/** @throws ImportRefused naming the file, when its front matter can't be read */
export function readFrontMatter(path: string, raw: string): SourceFile {
  const source = raw.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  // A line of "---" alone divides a text, too.
  if (!/^---[ \t]*\n[A-Za-z_][\w-]*:(\s|$)/.test(source)) return { path, fields: {}, text: source };
  const end = /\n(?:---|\.\.\.)[ \t]*(\n|$)/.exec(source);
  if (!end) throw new ImportRefused(`"${path}" begins with front matter that has no end: a line of "---" is missing.`);
  const yaml = source.slice(source.indexOf('\n') + 1, end.index + 1);
  return { path, fields: readFields(path, yaml), text: source.slice(end.index + end[0].length) };
}

/** The fields that nothing was made of, as text ("author: Ada"), so that none of their words are lost. */
export function readOtherFields({ fields }: SourceFile, used: readonly string[]): Token[] {
  const others = Object.entries(fields).filter(
    ([name, value]) => value !== '' && ![...siteFields, ...used].includes(name),
  );
  return others.flatMap(([name, value]) => parseMarkdown(`${name}: ${value}`));
}

function readFields(path: string, yaml: string): Record<string, string> {
  const document = parseDocument(yaml, { schema: 'failsafe', prettyErrors: false });
  const [error] = document.errors;
  if (error && document.errors.some(({ message }) => message.includes('Missing closing'))) return readLines(yaml);
  if (error || !isMap<Node, Node | null>(document.contents)) {
    throw new ImportRefused(`"${path}" has front matter that is no YAML: ${error?.message ?? 'it has no fields'}.`);
  }
  const written = (node: Node | null | undefined): string => {
    if (isAlias(node)) {
      const meant = node.resolve(document);
      if (!meant)
        throw new ImportRefused(
          `"${path}" has front matter that refers to "*${node.source}", which it does not define.`,
        );
      return written(meant);
    }
    if (isScalar(node)) return String(node.value ?? '');
    // Lists and the like stay as they are written, and so does every alias in them.
    return node?.range ? yaml.slice(node.range[0], node.range[1]).trim() : '';
  };
  return Object.fromEntries(document.contents.items.map(({ key, value }) => [written(key), written(value)]));
}

/**
 * Text that runs over several lines without an indent, or whose closing quote was forgotten, is no YAML, but
 * site generators take it, and published plans hold it. A line that starts with a name and a colon starts a field.
 */
function readLines(yaml: string): Record<string, string> {
  const fields = new Map<string, string[]>();
  let value: string[] | undefined;
  for (const line of yaml.split('\n')) {
    const [start, name] = /^([A-Za-z_][\w-]*):(?=\s|$)/.exec(line) ?? [];
    if (start !== undefined && name !== undefined) {
      value = [line.slice(start.length)];
      fields.set(name, value);
    } else value?.push(line);
  }
  return Object.fromEntries([...fields].map(([name, lines]) => [name, unquote(lines.join('\n').trim())]));
}

function unquote(value: string): string {
  return value.replace(/^"/, '').replace(/"$/, '').trim();
}
