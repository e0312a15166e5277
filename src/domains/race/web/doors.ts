/** The doors of the race as its pages use them; held equal to the contracts by a test. */
import { doorsOf } from '#kernel/web/doors.ts';
import type * as acts from '../acts/contract.ts';
import type * as reads from '../doors/contract.ts';

export const raceDoors = doorsOf<typeof acts & typeof reads>()({
  listCycles: 'GET /api/race/cycles',
  readCycle: 'GET /api/race/cycles/:cycle',
  readResult: 'GET /api/race/cycles/:cycle/results/:version',
  downloadBundle: 'GET /api/race/cycles/:cycle/results/:version/bundle',
  readBoard: 'GET /api/race/cycles/:cycle/board',
  listAppeals: 'GET /api/race/cycles/:cycle/appeals',
  listNominations: 'GET /api/race/cycles/:cycle/nominations',
  readWorkspace: 'GET /api/race/cycles/:cycle/units/:unit',
  openCycle: 'POST /api/race/cycles',
  draftMethod: 'POST /api/race/cycles/:cycle/method',
  adjustWeights: 'POST /api/race/cycles/:cycle/weights',
  freezeMethod: 'POST /api/race/cycles/:cycle/freeze',
  openReporting: 'POST /api/race/cycles/:cycle/reporting',
  reportObservations: 'POST /api/race/cycles/:cycle/units/:unit/observations',
  submitUnit: 'POST /api/race/cycles/:cycle/units/:unit/submit',
  closeReporting: 'POST /api/race/cycles/:cycle/verification',
  verifyObservations: 'POST /api/race/cycles/:cycle/units/:unit/verify',
  returnObservations: 'POST /api/race/cycles/:cycle/units/:unit/return',
  computeResult: 'POST /api/race/cycles/:cycle/results',
  correctResult: 'POST /api/race/cycles/:cycle/corrections',
  openFeedback: 'POST /api/race/cycles/:cycle/feedback',
  raiseAppeal: 'POST /api/race/cycles/:cycle/units/:unit/appeals',
  answerAppeal: 'POST /api/race/cycles/:cycle/appeals/:appeal/answer',
  decideMeeting: 'POST /api/race/cycles/:cycle/meeting',
  announceResult: 'POST /api/race/cycles/:cycle/notice',
  publishResult: 'POST /api/race/cycles/:cycle/publication',
  openSelection: 'POST /api/race/cycles/:cycle/selection',
  nominateProject: 'POST /api/race/cycles/:cycle/units/:unit/nominations',
  decideNomination: 'POST /api/race/cycles/:cycle/nominations/:nomination/decision',
  reviewUnit: 'POST /api/race/cycles/:cycle/units/:unit/review',
});
