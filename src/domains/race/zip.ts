/** A bundle as one ZIP: the same bytes whenever it is asked for. */
import { strToU8, zipSync } from 'fflate';
import type { BundleFile } from './files.ts';

/** A ZIP cannot be without a time; a bundle is of no time but its own. */
const noTime = '1980-01-01T00:00:00';

export const zipOf = (files: readonly BundleFile[]): Uint8Array =>
  zipSync(Object.fromEntries(files.map(({ name, content }) => [name, strToU8(content)])), {
    level: 6,
    mtime: noTime,
  });
