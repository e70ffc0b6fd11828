/** What was uploaded as text files: zips are opened, folders come as paths, and what a system hides in them is left out. */
import { TextDecoder } from 'node:util';
import { unzipSync } from 'fflate';
import { type ImportFile, maxFiles } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';

export interface UploadedFile {
  path: string;
  bytes: Uint8Array;
}

/** All files of a zip together, bytes. */
const maxOpenedBytes = 16 * 1024 * 1024;

/** @throws ImportRefused naming the file that is no zip, unpacks to too much, or is no text */
export function openFiles(files: readonly (UploadedFile | ImportFile)[]): ImportFile[] {
  return files.flatMap((file): ImportFile[] => {
    if (isHidden(file.path)) return [];
    if ('text' in file) return [file];
    return /\.zip$/i.test(file.path) ? openZip(file).map(decode) : [decode(file)];
  });
}

const isHidden = (path: string) => /(?:^|\/)(?:\.|__MACOSX\/)/.test(path);

function openZip({ path, bytes }: UploadedFile): UploadedFile[] {
  let [count, size] = [0, 0];
  try {
    const opened = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (name.endsWith('/') || isHidden(name)) return false;
        count++;
        size += originalSize;
        if (count > maxFiles) throw new ImportRefused(`"${path}" holds more than ${maxFiles} files.`);
        // No more is made than the zip says, whatever is in it.
        if (size > maxOpenedBytes) throw new ImportRefused(`"${path}" unpacks to more than 16 MB.`);
        return true;
      },
    });
    return Object.entries(opened).map(([name, content]) => ({ path: name.slice(-200), bytes: content }));
  } catch (error) {
    if (error instanceof ImportRefused) throw error;
    throw new ImportRefused(`"${path}" can't be opened: it is no zip, or a damaged one.`);
  }
}

function decode({ path, bytes }: UploadedFile): ImportFile {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    throw new ImportRefused(`"${path}" is not a text file. Save it as UTF-8 and try again.`);
  }
}
