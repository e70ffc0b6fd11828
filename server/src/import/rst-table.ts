/** A table of reStructuredText, drawn with "===" or as a grid, as rows of cells. */

export interface RstTable {
  rows: string[][];
  /** The line after the table. */
  end: number;
}

/** @returns null when no table begins at `index` */
export function readRstTable(lines: readonly string[], index: number): RstTable | null {
  const line = lines[index] as string;
  if (/^=+(?: +=+)+$/.test(line)) return readSimple(lines, index);
  if (/^\+(?:[-=]+\+)+$/.test(line)) return readGrid(lines, index);
  return null;
}

/** Columns stand below the "=" of the first line; a row without a first cell goes on with the one above it. */
function readSimple(lines: readonly string[], index: number): RstTable | null {
  const border = /^[=-]+(?: +[=-]+)*$/;
  const starts = [...(lines[index] as string).matchAll(/=+/g)].map((column) => column.index);
  let last = -1;
  for (let at = index + 1; at < lines.length; at++) {
    const line = lines[at] as string;
    if (!/^=/.test(line) || !border.test(line)) continue;
    last = at;
    if ((lines[at + 1] ?? '') === '') break;
  }
  if (last === -1) return null;
  const rows: string[][] = [];
  let isNew = true;
  for (const line of lines.slice(index + 1, last)) {
    if (line === '' || border.test(line)) {
      isNew = true;
      continue;
    }
    // Words that run over the edge of a column are not cut.
    const isDivided = starts.every((start) => start === 0 || (line[start - 1] ?? ' ') === ' ');
    const cells = isDivided ? starts.map((start, column) => line.slice(start, starts[column + 1]).trim()) : [line];
    if (isNew || cells[0] !== '' || !continueRow(rows.at(-1), cells)) rows.push(cells);
    isNew = false;
  }
  return { rows, end: last + 1 };
}

/** Cells stand between "|"; lines of a row that do not divide alike keep their words as they are. */
function readGrid(lines: readonly string[], index: number): RstTable {
  const rows: string[][] = [];
  let row: string[] | null = null;
  let end = index;
  for (; end < lines.length; end++) {
    const line = lines[end] as string;
    if (!/^[+|]/.test(line)) break;
    if (line.startsWith('+') && !line.includes(' ')) {
      row = null;
      continue;
    }
    const cells = line
      .replace(/^[+|]/, '')
      .replace(/[+|]$/, '')
      .split('|')
      .map((cell) => cell.trim());
    if (continueRow(row, cells)) continue;
    row = cells;
    rows.push(row);
  }
  return { rows, end };
}

/** Puts what stands on the next line of a row below its cells, where there are as many. */
function continueRow(row: string[] | null | undefined, cells: readonly string[]): boolean {
  if (row?.length !== cells.length) return false;
  for (const [column, cell] of cells.entries()) row[column] = `${row[column]} ${cell}`.trim();
  return true;
}
