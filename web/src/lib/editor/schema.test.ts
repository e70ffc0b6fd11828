import { describe, expect, test } from 'vitest';
import { isKnownBody, schema } from './schema.ts';

describe('the text model', () => {
  test.each([
    ['https://example.org', true],
    ['mailto:a@example.org', true],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['  javascript:alert(1)', false],
  ])('a link to %s that somebody else’s client wrote can be followed: %s', (href, canFollow) => {
    const drawn = schema.marks.link.spec.toDOM?.(schema.marks.link.create({ href }), true);
    expect(drawn).toEqual(['a', canFollow ? { href, rel: 'noopener' } : {}, 0]);
  });

  test('[S13] a body with nodes or kinds that this code does not know is not opened', () => {
    const block = (kind: string, nodeName = 'block') => ({ nodeName, getAttribute: () => kind });
    expect(isKnownBody([block('paragraph'), block('quote')])).toBe(true);
    expect(isKnownBody([block('paragraph', 'table')])).toBe(false);
    expect(isKnownBody([block('hologram')])).toBe(false);
  });
});
