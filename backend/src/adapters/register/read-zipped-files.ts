import { once } from 'node:events';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { AppError } from '../../domain/errors.ts';

/**
 * Reads the members of a zip archive with one ending, in archive order, each as a stream: nothing is unpacked to disk.
 *
 * A member must be read to its end before the next is asked for.
 *
 * @param ending lower case, with the dot
 * @throws AppError `invalid_input` when the archive is damaged or holds no such member
 */
export async function* readZippedFiles(
  path: string,
  ending: string,
): AsyncGenerator<{ readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }> {
  const zip = await openArchive(path);
  let found = 0;
  try {
    for (let left = zip.entryCount; left > 0; left -= 1) {
      const entry = await readNextEntry(zip);
      if (!entry.fileName.toLowerCase().endsWith(ending)) continue;
      found += 1;
      yield { name: entry.fileName, bytes: readEntry(zip, entry) };
    }
  } finally {
    zip.close();
  }
  if (found === 0) throw new AppError('invalid_input', `${path} holds no ${ending} file.`);
}

async function openArchive(path: string): Promise<yauzl.ZipFile> {
  const options: yauzl.Options = { lazyEntries: true, autoClose: false };
  try {
    return await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(path, options);
  } catch (error) {
    throw toArchiveError(error);
  }
}

async function readNextEntry(zip: yauzl.ZipFile): Promise<yauzl.Entry> {
  try {
    const arrived = once(zip, 'entry');
    zip.readEntry();
    const [entry] = await arrived;
    return entry;
  } catch (error) {
    throw toArchiveError(error);
  }
}

async function* readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncGenerator<Uint8Array> {
  try {
    const openStream = promisify<yauzl.Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip));
    for await (const block of await openStream(entry)) {
      yield typeof block === 'string' ? Buffer.from(block) : block;
    }
  } catch (error) {
    throw toArchiveError(error);
  }
}

function toArchiveError(error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError(
    'invalid_input',
    `The zip archive is damaged: ${reason}. Download it again.`,
    {},
    { cause: error },
  );
}
