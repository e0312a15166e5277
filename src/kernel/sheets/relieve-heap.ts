import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What the heap may grow by between two looks, bytes. */
const growthLooked = 32 * 1024 * 1024;

let collect: (() => void) | null = null;

/**
 * For work over very many rows, to be called after each batch. Left to itself the engine lets the remains of rows pile
 * up to four times what lives before it looks; the server shares its machine with the database.
 */
export function watchHeap(): () => void {
  let lived = getHeapStatistics().used_heap_size;
  return () => {
    if (getHeapStatistics().used_heap_size - lived < growthLooked) return;
    if (collect === null) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void;
    }
    collect();
    lived = getHeapStatistics().used_heap_size;
  };
}
