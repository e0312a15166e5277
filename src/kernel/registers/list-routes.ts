/** Binds the doors of lists besides their pages. */
import {
  keepListSetting,
  readListSetting,
  removeView as removeDoor,
  saveView as saveDoor,
  sumRecords,
} from '#kernel/contract/lists.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import { readKnown } from '#kernel/db/open.ts';
import { knownAtOf, type Call, type Service } from '#kernel/http/serve.ts';
import { isHidden, readerOf } from './listing.ts';
import { refuseUnknownRegister, type Registers } from './registry.ts';
import { sumListed } from './sums.ts';
import { keepSetting, readViews, removeView, saveView } from './views.ts';

/** The account that asks; the command line keeps no views. */
function accountOf({ ctx }: Call<unknown, unknown, unknown>): string {
  const { account } = ctx.actor;
  if (account !== undefined) return account;
  throw new Refusal('not-signed-in', {
    zh: '视图与列的设置按账号保存。请先登录。',
    en: 'Views and columns are kept for an account. Sign in first.',
  });
}

export function bindListDoors(
  service: Service,
  { registers, parseFilters }: { registers: Registers; parseFilters: (text: string) => unknown },
): void {
  /** The register's own id, when it exists to who asks. */
  const registerOf = (call: Call<{ register: string }, unknown, unknown>): string => {
    const description = registers.find(call.params.register);
    if (isHidden(description, readerOf(call.ctx, registers).audience))
      throw refuseUnknownRegister(description.id);
    return description.id;
  };

  service.bind(sumRecords, async (call) => {
    const description = registers.find(call.params.register);
    const knownAt = knownAtOf(call);
    return readKnown(call.ctx.db, knownAt, async (db) =>
      sumListed(
        { ...readerOf(call.ctx, registers, knownAt === null ? 'register' : 'past'), db },
        description,
        { search: call.query.search, filters: parseFilters(call.query.filters) as Record<string, unknown> },
        call.query.whole,
      ),
    );
  });

  service.bind(readListSetting, async (call) => readViews(call.ctx.db, accountOf(call), registerOf(call)));
  service.bind(keepListSetting, async (call) =>
    keepSetting(call.ctx.db, accountOf(call), registerOf(call), call.body),
  );
  service.bind(saveDoor, async (call) => saveView(call.ctx.db, accountOf(call), registerOf(call), call.body));
  service.bind(removeDoor, async (call) => {
    await removeView(call.ctx.db, accountOf(call), registerOf(call), call.params.view);
    return { removed: call.params.view };
  });
}
