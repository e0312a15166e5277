/** Binds the doors of suggestions, replies and letters. */
import { nameDownload, type Service } from '#kernel/http/serve.ts';
import * as doors from './contract.ts';
import { addSection, assignSection, openReply, removeSection, saveSection, submitReply } from './drafting.ts';
import {
  archiveReply,
  deliverReply,
  giveFeedback,
  handleAgain,
  numberReply,
  publishReply,
} from './dispatch.ts';
import * as files from './download-doors.ts';
import { readLetterFile, renderDraft, writeFigures, writeRows } from './downloads.ts';
import { findCitable } from './citable.ts';
import { asPlatform, type Context } from '#kernel/audit/atomically.ts';
import type { ReplyHouse } from './house.ts';
import { compareSealed, listLetters, pageSealed, readLetter, releaseDrift } from './letters.ts';
import { readChecked, readSeries } from './pages.ts';
import { findPromises } from './promise-store.ts';
import { addPromise } from './promises.ts';
import { reviewReply, signReply } from './reviewing.ts';
import { compareSheets, readDesk, readReplyPage, readSuggestionPage, readVersions } from './pages.ts';
import {
  acceptSuggestion,
  enterSuggestion,
  giveOpinion,
  recordTalk,
  returnSuggestion,
} from './suggestions.ts';

/** Binds every door of this slice. */
export function bindReplyDoors(service: Service, house: ReplyHouse): void {
  const { figures } = house;

  service.bind(doors.listSuggestions, async ({ ctx, query }) => readDesk(ctx.db, ctx.actor, query));
  service.bind(doors.readSuggestion, async ({ ctx, params }) =>
    readSuggestionPage(ctx.db, ctx.actor, params.suggestion),
  );
  service.bind(doors.enterSuggestion, async ({ ctx, body, key }) =>
    enterSuggestion(ctx, house, { ...body, key }),
  );
  service.bind(doors.acceptSuggestion, async ({ ctx, params, body, key }) =>
    acceptSuggestion(ctx, house, params.suggestion, { ...body, key }),
  );
  service.bind(doors.returnSuggestion, async ({ ctx, params, body, key }) =>
    returnSuggestion(ctx, params.suggestion, { ...body, key }),
  );
  service.bind(doors.recordTalk, async ({ ctx, params, body, key }) =>
    recordTalk(ctx, house, params.suggestion, { ...body, key }),
  );
  service.bind(doors.giveOpinion, async ({ ctx, params, body, key }) =>
    giveOpinion(ctx, params.suggestion, { ...body, key }),
  );

  service.bind(doors.openReply, async ({ ctx, params, body, key }) =>
    openReply(ctx, house, params.suggestion, { ...body, key }),
  );
  service.bind(doors.readReply, async ({ ctx, params }) =>
    readReplyPage(ctx.db, ctx.actor, figures, params.reply),
  );
  service.bind(doors.saveSection, async ({ ctx, params, body, key }) =>
    saveSection(ctx, house, params, { ...body, key }),
  );
  service.bind(doors.addSection, async ({ ctx, params, body, key }) =>
    addSection(ctx, house, params.reply, { ...body, key }),
  );
  service.bind(doors.assignSection, async ({ ctx, params, body, key }) =>
    assignSection(ctx, params, { ...body, key }),
  );
  service.bind(doors.removeSection, async ({ ctx, params, body, key }) =>
    removeSection(ctx, params, { ...body, key }),
  );
  service.bind(doors.submitReply, async ({ ctx, params, body, key }) =>
    submitReply(ctx, params.reply, { ...body, key }),
  );
  service.bind(doors.listVersions, async ({ ctx, params }) => readVersions(ctx.db, ctx.actor, params.reply));
  service.bind(doors.compareVersions, async ({ ctx, params, query }) =>
    compareSheets(ctx.db, ctx.actor, figures, params.reply, query),
  );

  service.bind(doors.checkReply, async ({ ctx, params }) =>
    readChecked(ctx.db, ctx.actor, figures, params.reply),
  );
  service.bind(doors.findPromises, async ({ ctx, query }) => findPromises(ctx.db, query.q));
  service.bind(doors.addPromise, async ({ ctx, params, body, key }) =>
    addPromise(ctx, house, params.reply, { ...body, key }),
  );
  service.bind(doors.reviewReply, async ({ ctx, params, body, key }) =>
    reviewReply(ctx, house, params.reply, { ...body, key }),
  );
  service.bind(doors.signReply, async ({ ctx, params, body, key }) =>
    signReply(ctx, house, params.reply, { ...body, key }),
  );
  service.bind(doors.numberReply, async ({ ctx, params, body, key }) =>
    numberReply(ctx, house, params.reply, { ...body, key }),
  );
  service.bind(doors.deliverReply, async ({ ctx, params, body, key }) =>
    deliverReply(ctx, params.reply, { ...body, key }),
  );
  service.bind(doors.giveFeedback, async ({ ctx, params, body, key }) =>
    giveFeedback(ctx, params.reply, { ...body, key }),
  );
  service.bind(doors.handleAgain, async ({ ctx, params, body, key }) =>
    handleAgain(ctx, house, params.reply, { ...body, key }),
  );
  service.bind(doors.publishReply, async ({ ctx, params, key }) =>
    publishReply(ctx, house, params.reply, { key }),
  );
  service.bind(doors.archiveReply, async ({ ctx, params, key }) => archiveReply(ctx, params.reply, { key }));
  service.bind(doors.listSeries, async ({ ctx }) => readSeries(ctx.db));

  service.bind(doors.findCitable, async ({ ctx, query }) => findCitable(ctx.db, ctx.actor, figures, query));
  service.bind(doors.releaseDrift, async ({ ctx, params, body, key }) =>
    releaseDrift(ctx, house, params.reply, { ...body, key }),
  );
  // A letter is read by the platform: whether it is open to who asks, the letter itself says.
  const opened = (ctx: Context): Context => ({ ...ctx, db: asPlatform(ctx) });
  service.bind(doors.listLetters, async ({ ctx, query }) =>
    listLetters(asPlatform(ctx), ctx.actor, figures, query),
  );
  service.bind(doors.readLetter, async ({ ctx, params }) =>
    readLetter(asPlatform(ctx), ctx.actor, figures, params.letter),
  );
  service.bind(doors.listSealedRows, async ({ ctx, params, query }) =>
    pageSealed(opened(ctx), house, params, query),
  );
  service.bind(doors.compareSealed, async ({ ctx, params }) => compareSealed(opened(ctx), house, params));

  service.bind(files.downloadPdf, async ({ ctx, params, reply }) => {
    const { bytes, name } = await readLetterFile(opened(ctx), house, params.letter, 'pdf');
    nameDownload(reply, name);
    return bytes;
  });
  service.bind(files.downloadDocx, async ({ ctx, params, reply }) => {
    const { bytes, name } = await readLetterFile(opened(ctx), house, params.letter, 'docx');
    nameDownload(reply, name);
    return bytes;
  });
  service.bind(files.downloadFigures, async ({ ctx, params, reply }) => {
    nameDownload(reply, `${params.letter}-figures.csv`);
    return writeFigures(opened(ctx), house, params.letter);
  });
  service.bind(files.downloadRows, async ({ ctx, params, reply }) => {
    nameDownload(reply, `${params.letter}-rows.csv`);
    return writeRows(opened(ctx), house, params.letter);
  });
  service.bind(files.downloadDraft, async ({ ctx, params, reply }) => {
    const { bytes, name } = await renderDraft(ctx, house, params.reply);
    nameDownload(reply, name);
    return bytes;
  });
}
