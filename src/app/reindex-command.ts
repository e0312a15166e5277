/** `kechuang reindex`: writes all tokens of the search anew. */
import { forgetTokens, indexAll } from '#kernel/registers/search-index.ts';
import { dataFolder, joinHouse } from './database.ts';
import { registers } from './house.ts';

export async function reindexCommand(
  tell: (line: string) => void,
): Promise<{ output: { rows: number }; exit: number }> {
  const open = await joinHouse({ folder: dataFolder(), connections: 2, onProgress: tell });
  try {
    await forgetTokens(open.db, registers);
    return { output: { rows: await indexAll(open.db, registers) }, exit: 0 };
  } finally {
    await open.close();
  }
}
