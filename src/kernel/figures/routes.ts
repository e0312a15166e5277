/** Binds the doors of figures. */
import {
  compareFigure,
  exportFigureRows,
  listFigureRows,
  listFigures,
  readFigure,
  readTrend,
  type Qualifier,
} from '#kernel/contract/evidence.ts';
import { readKnown, type Db, type KnownAt } from '#kernel/db/open.ts';
import { knownAtOf, type Call, type Service } from '#kernel/http/serve.ts';
import { publishedReaderOf, type Reader } from '#kernel/registers/listing.ts';
import { exportListing } from '#kernel/registers/export.ts';
import type { Registers } from '#kernel/registers/registry.ts';
import {
  compareMoments,
  foldFigure,
  listEvidence,
  readFigureValue,
  trendPoints,
  type FigureQuestion,
} from './read.ts';
import { defineFigure, readParams, type Figures } from './registry.ts';

/** What the figure doors need of the house. */
export interface FigureDoors {
  figures: Figures;
  registers: Registers;
  /** Parameters as they come in an address. */
  parseParams: (text: string) => unknown;
  /** The day asked for, or the jurisdiction's own. */
  chooseDay: (db: Db, asOf: string | undefined) => Promise<string>;
}

interface FigureQuery {
  asOf?: string;
  knownAt?: string;
  params: string;
  qualifier: Qualifier;
}

/** Listing of everything behind a figure, for an export; more is refused by the statement's own time limit. */
const exportLimit = 1_000_000;

export function bindFigureDoors(service: Service, doors: FigureDoors): void {
  const questionOf = async (
    call: Call<{ figure: string }, FigureQuery, unknown>,
  ): Promise<FigureQuestion> => {
    const figure = doors.figures.find(call.params.figure);
    return {
      figure,
      params: readParams(figure, doors.parseParams(call.query.params)),
      asOf: await doors.chooseDay(call.ctx.db, call.query.asOf),
      knownAt: knownAtOf(call),
      qualifier: call.query.qualifier,
    };
  };
  const readerOf = (call: Call<unknown, unknown, unknown>, db: Db, knownAt: KnownAt): Reader =>
    publishedReaderOf({ ...call.ctx, db }, doors.registers, knownAt === null ? 'register' : 'past');

  service.bind(listFigures, async () => doors.figures.all.map(defineFigure));

  service.bind(readFigure, async (call) => {
    const question = await questionOf(call);
    const reading = await readKnown(call.ctx.db, question.knownAt, (db) => readFigureValue(db, question));
    return { definition: defineFigure(question.figure), reading };
  });

  service.bind(listFigureRows, async (call) => {
    const question = await questionOf(call);
    const { page, pageSize, sort, descending } = call.query;
    return readKnown(call.ctx.db, question.knownAt, async (db) => {
      const reading = await readFigureValue(db, question);
      const listing = await listEvidence(readerOf(call, db, question.knownAt), question, {
        page,
        pageSize,
        sort,
        descending,
      });
      return { ...listing, page, pageSize, reading };
    });
  });

  service.bind(exportFigureRows, async (call) => {
    const question = await questionOf(call);
    call.reply.header(
      'content-disposition',
      `attachment; filename="${question.figure.id}_${question.asOf}.csv"`,
    );
    return readKnown(call.ctx.db, question.knownAt, async (db) =>
      exportListing(
        await listEvidence(readerOf(call, db, question.knownAt), question, {
          page: 1,
          pageSize: exportLimit,
        }),
        call.query.language,
      ),
    );
  });

  service.bind(readTrend, async (call) => {
    const question = await questionOf(call);
    return readKnown(call.ctx.db, question.knownAt, async (db) => {
      const points: { at: string; value: string | null }[] = [];
      for (const { at, params, asOf } of trendPoints(question.figure, question.params, question.asOf)) {
        points.push({ at, value: (await foldFigure(db, { figure: question.figure, params, asOf })).value });
      }
      return { over: defineFigure(question.figure).trendOver, points };
    });
  });

  service.bind(compareFigure, async (call) => {
    const to = await questionOf(call);
    const from: FigureQuestion = {
      ...to,
      asOf: call.query.fromAsOf ?? to.asOf,
      knownAt: knownAtOf({ ctx: call.ctx, query: { knownAt: call.query.fromKnownAt } }),
    };
    return call.ctx.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (transaction) => compareMoments(readerOf(call, transaction, null), from, to));
  });
}
