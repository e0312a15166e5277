/** Binds the doors of actions over many rows: bulk changes, merges, and undoing them. */
import * as bulk from '#kernel/contract/bulk.ts';
import * as merge from '#kernel/contract/merge.ts';
import type { Context } from '#kernel/audit/atomically.ts';
import type { BulkSelection } from '#kernel/contract/bulk.ts';
import { Refusal } from '#kernel/contract/refusal.ts';
import type { Service } from '#kernel/http/serve.ts';
import type { House } from './actions.ts';
import { previewBulk, requireFew, runBulk } from './bulk.ts';
import { countReferring, findLikely, listDoneMerges } from './likely.ts';
import { listRows } from './listing.ts';
import { mergeRecords, previewMerge, type Holders } from './merge.ts';
import { undoAction } from './undo.ts';
import { readerWithin } from './versions.ts';

export interface ManyDoors {
  house: House;
  parseFilters: (text: string) => unknown;
  holders: Holders;
}

export function bindManyDoors(service: Service, { house, parseFilters, holders }: ManyDoors): void {
  const { registers } = house;

  /** The keys chosen, as the list they were chosen in has them now. */
  const chosenCodes = async (
    ctx: Context,
    register: string,
    selection: BulkSelection,
  ): Promise<readonly string[]> => {
    if ('codes' in selection) return selection.codes;
    const filters = parseFilters(selection.query.filters);
    const search = selection.query.search?.trim();
    const listing = await listRows(
      readerWithin(ctx, registers),
      { description: registers.find(register) },
      {
        page: 1,
        pageSize: bulk.largestSelection + 1,
        ...(search === undefined || search === '' ? {} : { search }),
        filters: filters !== null && typeof filters === 'object' ? { ...filters } : {},
      },
    );
    const codes = listing.rows.flatMap(({ code }) => (code === null ? [] : [code]));
    requireFew(codes);
    return codes;
  };

  service.bind(bulk.previewBulk, async ({ ctx, params: { register }, body: { selection, change } }) =>
    previewBulk(ctx, house, { register, codes: await chosenCodes(ctx, register, selection), change }),
  );

  service.bind(bulk.runBulk, async ({ ctx, params: { register }, body, key }) => {
    const { action, answer } = await runBulk(ctx, house, {
      register,
      choose: async (inner) => chosenCodes(inner, register, body.selection),
      change: body.change,
      reason: body.reason,
      digest: body.digest,
      previewedAt: body.at,
      key,
      input: { register, ...body },
    });
    return { action, register, ...answer };
  });

  service.bind(bulk.undoAction, async ({ ctx, params, body, key }) => {
    const { action, answer } = await undoAction(ctx, house, { action: params.action, ...body, key });
    return { action, ...answer };
  });

  service.bind(merge.listLikely, async ({ ctx, query }) => {
    const mergeable = registers.ordered.filter((description) => description.mergeable !== null);
    const register = query.register ?? mergeable[0]?.id ?? null;
    const answer = {
      registers: mergeable.map(({ id, label }) => ({ id, label })),
      register,
      columns: [],
      groups: [],
    };
    if (register === null) return answer;
    const description = registers.find(register);
    if (description.mergeable === null) {
      throw new Refusal('broken-rule', {
        zh: `“${description.label.zh}”的记录不能合并。`,
        en: `Records of ${description.label.en} cannot be merged.`,
      });
    }
    const reader = readerWithin(ctx, registers);
    const likely = await findLikely(reader, description);
    const codes = [...new Set(likely.flatMap((group) => group.codes))];
    if (codes.length === 0) return answer;
    const listing = await listRows(reader, { description }, { page: 1, pageSize: codes.length, codes });
    const referred = await countReferring(reader, description, codes);
    const rowOf = new Map(listing.rows.map((row) => [row.code, row]));
    return {
      ...answer,
      columns: listing.columns,
      groups: likely.map((group) => ({
        alike: group.alike,
        rows: group.codes.flatMap((code) => rowOf.get(code) ?? []),
        referred: Object.fromEntries(group.codes.map((code) => [code, referred.get(code) ?? 0])),
      })),
    };
  });

  service.bind(merge.previewMerge, async ({ ctx, body }) => previewMerge(ctx, house, holders, body));

  service.bind(merge.mergeRecords, async ({ ctx, body, key }) => {
    const { action, answer } = await mergeRecords(ctx, house, holders, { ...body, key });
    return { action, register: body.register, ...answer };
  });

  service.bind(merge.listMerges, async ({ ctx }) =>
    (await listDoneMerges(ctx.db)).map(({ content, ...done }) => ({
      ...done,
      ...content,
      label: registers.find(done.register).label,
    })),
  );
}
