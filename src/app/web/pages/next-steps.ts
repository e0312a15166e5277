/** The next step of a record's matter, where its slice has a page for it. */
import { distributionUi } from '#domains/transfer/web/distribution-words.ts';

/** Registers of which two records may be made one. */
export const mergeable: readonly string[] = ['directory.organisation', 'directory.person'];

export const nextSteps: Readonly<
  Record<string, { label: { zh: string; en: string }; to: '/contracts/$code/distribute' } | undefined>
> = {
  'transfer.transfer-contract': { label: distributionUi.record, to: '/contracts/$code/distribute' },
};
