/** A CSV file as rows of named cells. */
import { CsvError, parse } from 'csv-parse/sync';
import type { ImportFile } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';

export interface CsvTable {
  path: string;
  /** As the first row writes them. */
  columns: string[];
  /** As many cells as columns, or what a row has. */
  rows: string[][];
}

const maxRows = 20_000;
/** Of one row, characters. */
const maxRowCharacters = 100_000;

/** @throws ImportRefused saying in which line the file stops being a table */
export function readCsv({ path, text }: ImportFile): CsvTable {
  let rows: string[][];
  try {
    rows = parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: maxRowCharacters,
      to: maxRows + 2,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ImportRefused(`"${path}" is no table: ${reasonOf(error)}`);
  }
  const [columns = [], ...others] = rows;
  if (others.length > maxRows) throw new ImportRefused(`"${path}" has more than ${maxRows} rows.`);
  return { path, columns: columns.map((column) => column.trim()), rows: others };
}

function reasonOf({ code, lines }: CsvError): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quotation mark is opened and never closed.';
    case 'CSV_MAX_RECORD_SIZE':
      return `row ${lines} is longer than ${maxRowCharacters} characters.`;
    default:
      return `line ${lines} has a quotation mark in the wrong place.`;
  }
}
