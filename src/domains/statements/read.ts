/** Requests for statements as those entitled read them. */
import type { Actor } from '#kernel/access/roles.ts';
import { unitOf } from '#kernel/contract/units.ts';
import type { Db } from '#kernel/db/open.ts';
import { printPhrase } from '#kernel/figures/phrase.ts';
import { readFigureValue } from '#kernel/figures/read.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import { mayAnswer } from './actions.ts';
import type { RequestShape } from './contract.ts';
import { judgeRequest } from './rules.ts';
import { readRequests, type RequestsAsked } from './store.ts';

/**
 * Requests as `actor` reads them on `today`: waiting ones first, the nearest day on top. Whom they may be shown to is
 * the caller's to say, by `askedOf`.
 */
export async function listRequests(
  db: Db,
  figures: Figures,
  asked: RequestsAsked & { today: string; actor: Actor },
): Promise<RequestShape[]> {
  const requests: RequestShape[] = [];
  for (const row of await readRequests(db, asked)) {
    const figure = figures.find(row.figure);
    const unit = unitOf(figure.unit);
    requests.push({
      code: row.code,
      figure: row.figure,
      label: figure.label,
      unit: { printed: unit.printed, money: unit.money === true },
      year: row.year,
      question: row.question,
      askedOf: { code: row.askedOf, name: row.askedOfName },
      askedBy: row.askedBy,
      reply: row.reply,
      askedOn: row.askedOn,
      dueOn: row.dueOn,
      ...judgeRequest(row, asked.today),
      answeredOn: row.answeredOn,
      statement:
        row.statement === null
          ? null
          : {
              code: row.statement,
              value: row.statedValue ?? '',
              phrase: printPhrase(row.statedValue ?? '0', 'none', unit),
              document: row.statedDocument ?? '',
              signer: row.statedSigner ?? '',
              statedOn: row.statedOn ?? '',
              withdrawnOn: row.withdrawnOn,
            },
      declinedOn: row.declinedOn,
      declineReason: row.declineReason,
      reading: await readFigureValue(db, {
        figure,
        params: { year: row.year },
        asOf: asked.today,
        knownAt: null,
        qualifier: 'none',
      }),
      mayAnswer: mayAnswer(asked.actor, row),
    });
  }
  return requests;
}
