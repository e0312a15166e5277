/** The refusal of a computation. */
import { Refusal, type Fault } from '#kernel/contract/refusal.ts';

/** Refuses a computation with its faults. */
export const refuse = (faults: Fault[]): Refusal =>
  new Refusal(
    'invalid-input',
    {
      zh: `不能测算，共 ${faults.length} 处问题：${faults[0]?.at ?? ''} ${faults[0]?.zh ?? ''}`,
      en: `The index cannot be computed; ${faults.length} faults: ${faults[0]?.at ?? ''} ${faults[0]?.en ?? ''}`,
    },
    faults,
  );
