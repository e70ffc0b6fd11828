/** markdown-it's tokens, made by readers of other formats, so that one writer of blocks serves all of them. */
import MarkdownIt, { type Token } from 'markdown-it';

const { Token: MadeToken } = MarkdownIt;

export type { Token };

export function openToken(type: string, tag = '', attributes: Readonly<Record<string, string>> = {}): Token {
  const token = new MadeToken(`${type}_open`, tag, 1);
  for (const [name, value] of Object.entries(attributes)) token.attrSet(name, value);
  return token;
}

export function closeToken(type: string, tag = ''): Token {
  return new MadeToken(`${type}_close`, tag, -1);
}

/** Text inside a paragraph, a heading or a cell. */
export function inlineToken(children: Token[]): Token {
  const token = new MadeToken('inline', '', 0);
  token.children = children;
  return token;
}

export function textToken(content: string): Token {
  const token = new MadeToken('text', '', 0);
  token.content = content;
  return token;
}

export function breakToken(): Token {
  return new MadeToken('hardbreak', 'br', 0);
}

/** Words whose lines stay as they are. */
export function literalToken(content: string): Token {
  const token = new MadeToken('code_block', 'code', 0);
  token.content = content;
  return token;
}
