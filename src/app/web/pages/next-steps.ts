/** The next step of a record's matter, where its slice has a page for it. */
import { distributionUi } from '#domains/transfer/web/distribution-words.ts';

export const nextSteps: Readonly<
  Record<string, { label: { zh: string; en: string }; to: '/contracts/$code/distribute' } | undefined>
> = {
  'transfer.transfer-contract': { label: distributionUi.record, to: '/contracts/$code/distribute' },
};
