/** The one list of slices, in the order of their tiers. */
import { calendarRecords } from '#domains/calendar/contract.ts';
import { commitmentRecords } from '#domains/commitments/contract.ts';
import { consultationRecords } from '#domains/consultations/contract.ts';
import { directoryRecords } from '#domains/directory/contract.ts';
import { fundRecords } from '#domains/funds/contract.ts';
import { noticeRecords } from '#domains/notices/contract.ts';
import { platformRecords } from '#domains/platforms/contract.ts';
import { policyRecords } from '#domains/policies/contract.ts';
import { programmeRecords } from '#domains/programmes/contract.ts';
import { protectionRecords } from '#domains/protection/contract.ts';
import { raceRecords } from '#domains/race/contract.ts';
import { replyActionWords, replyRecords } from '#domains/replies/index.ts';
import { serviceRecords } from '#domains/services/contract.ts';
import { statementRecords } from '#domains/statements/contract.ts';
import { transferRecords } from '#domains/transfer/contract.ts';
import { calendarSetRules } from '#domains/calendar/index.ts';
import { commitmentActionWords, commitmentSetRules } from '#domains/commitments/index.ts';
import {
  consultationActionWords,
  consultationFigures,
  consultationSetRules,
} from '#domains/consultations/index.ts';
import { fundFigures } from '#domains/funds/index.ts';
import { noticeActionWords, noticeSetRules } from '#domains/notices/index.ts';
import { platformFigures } from '#domains/platforms/index.ts';
import { policyFigures } from '#domains/policies/index.ts';
import { programmeFigures } from '#domains/programmes/index.ts';
import { protectionFigures } from '#domains/protection/index.ts';
import { raceActionWords, raceFigures, raceSetRules } from '#domains/race/index.ts';
import { serviceFigures } from '#domains/services/index.ts';
import { statementActionWords } from '#domains/statements/index.ts';
import { transferActionWords, transferFigures, transferSetRules } from '#domains/transfer/index.ts';
import type { Figure } from '#kernel/figures/figure.ts';
import type { SetRule } from '#kernel/registers/actions.ts';
import type { RecordDescription } from '#kernel/contract/record.ts';
import type { Words } from '#kernel/contract/words.ts';
import { workActionWords } from '#kernel/jobs/action-words.ts';
import { accessActionWords } from '#kernel/access/action-names.ts';
import { registerActionWords } from '#kernel/registers/action-names.ts';
import { citationRecords } from '#kernel/figures/contract.ts';
import { parameterRecords } from '#kernel/parameters/contract.ts';

/** Every record description of the house. */
export const records: readonly RecordDescription[] = [
  ...parameterRecords,
  ...citationRecords,
  ...directoryRecords,
  ...policyRecords,
  ...calendarRecords,
  ...noticeRecords,
  ...commitmentRecords,
  ...statementRecords,
  ...fundRecords,
  ...serviceRecords,
  ...programmeRecords,
  ...raceRecords,
  ...consultationRecords,
  ...platformRecords,
  ...transferRecords,
  ...protectionRecords,
  ...replyRecords,
];

/** Every figure of the house. */
export const figureList: readonly Figure[] = [
  ...policyFigures,
  ...fundFigures,
  ...serviceFigures,
  ...programmeFigures,
  ...raceFigures,
  ...consultationFigures,
  ...platformFigures,
  ...transferFigures,
  ...protectionFigures,
];

/** Every rule over several rows. */
export const setRules: readonly SetRule[] = [
  ...calendarSetRules,
  ...noticeSetRules,
  ...commitmentSetRules,
  ...transferSetRules,
  ...raceSetRules,
  ...consultationSetRules,
];

/** What every action is called, in histories and in the log. */
export const actionWords: Readonly<Record<string, Words>> = {
  ...registerActionWords,
  ...accessActionWords,
  ...workActionWords,
  ...noticeActionWords,
  ...commitmentActionWords,
  ...consultationActionWords,
  ...statementActionWords,
  ...raceActionWords,
  ...transferActionWords,
  ...replyActionWords,
};
