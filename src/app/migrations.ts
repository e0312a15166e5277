import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const sources = join(import.meta.dirname, '..');

/** Every migration file of the kernel and the slices, in time order. */
export function migrationFiles(): string[] {
  const folders = [
    join(sources, 'kernel/db/migrations'),
    ...readdirSync(join(sources, 'domains')).map((slice) => join(sources, 'domains', slice, 'migrations')),
  ];
  return (
    folders
      // A slice that only computes has no tables.
      .filter((folder) => existsSync(folder))
      .flatMap((folder) =>
        readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
          .map((entry) => join(folder, entry.name)),
      )
      .sort((one, other) => (basename(one) < basename(other) ? -1 : 1))
  );
}

/** The same with their names and the digests the database keeps of them. */
export const migrationDigests = (): { path: string; name: string; digest: string }[] =>
  migrationFiles().map((path) => ({
    path,
    name: basename(path, '.sql'),
    digest: createHash('sha256').update(readFileSync(path)).digest('hex'),
  }));
