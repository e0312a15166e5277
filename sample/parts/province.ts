/** All sheets of a province, and the days its story turns on. */
import {
  answer,
  area,
  areaMeasure,
  coOwner,
  commitment,
  dateChange,
  workPlan,
  progress,
} from '#domains/commitments/contract.ts';
import {
  consultationAgreement,
  consultationDecision,
  consultationEvaluation,
  consultationLink,
  consultationMeeting,
  consultationParty,
  consultationReport,
  consultationSignatory,
  consultationTopic,
  jointProject,
  jointProjectParty,
} from '#domains/consultations/contract.ts';
import {
  jurisdiction,
  organisation,
  person,
  post,
  region,
  reportingUnit,
} from '#domains/directory/contract.ts';
import { budgetLine, jointFund, jointFundAgreement, payment } from '#domains/funds/contract.ts';
import { platform, platformAct } from '#domains/platforms/contract.ts';
import { noticeItem, noticeObjection, publicNotice } from '#domains/notices/contract.ts';
import { aspect, instrument, instrumentIssuer, measure } from '#domains/policies/contract.ts';
import { award, contribution, programme } from '#domains/programmes/contract.ts';
import { caseBatch, typicalCase } from '#domains/protection/contract.ts';
import {
  raceAppeal,
  raceCycle,
  raceEntry,
  raceItem,
  raceMethod,
  raceNomination,
  raceObservation,
  raceResult,
  raceReview,
  raceScheme,
  raceScore,
  raceStep,
  raceTier,
} from '#domains/race/contract.ts';
import { handling, series, suggestion, suggestionItem } from '#domains/replies/records.ts';
import { alliance, allianceMember, brokerCertificate } from '#domains/services/contract.ts';
import { request, statement } from '#domains/statements/contract.ts';
import {
  achievement,
  completer,
  contractItem,
  distribution,
  distributionShare,
  empowerment,
  pilotBatch,
  pilotInstitution,
  receipt,
  transferContract,
} from '#domains/transfer/contract.ts';
import { parameter } from '#kernel/parameters/contract.ts';
import { Sheet } from './sheet.ts';

/** The day of the letter: every figure is read as of it. */
export const letterDay = '2025-05-27';

export const openProvince = () => ({
  parameter: new Sheet(parameter),
  jurisdiction: new Sheet(jurisdiction),
  region: new Sheet(region),
  reportingUnit: new Sheet(reportingUnit),
  organisation: new Sheet(organisation),
  person: new Sheet(person),
  post: new Sheet(post),
  instrument: new Sheet(instrument),
  instrumentIssuer: new Sheet(instrumentIssuer),
  aspect: new Sheet(aspect),
  measure: new Sheet(measure),
  area: new Sheet(area),
  areaMeasure: new Sheet(areaMeasure),
  workPlan: new Sheet(workPlan),
  commitment: new Sheet(commitment),
  coOwner: new Sheet(coOwner),
  progress: new Sheet(progress),
  dateChange: new Sheet(dateChange),
  publicNotice: new Sheet(publicNotice),
  noticeItem: new Sheet(noticeItem),
  noticeObjection: new Sheet(noticeObjection),
  answer: new Sheet(answer),
  statement: new Sheet(statement),
  request: new Sheet(request),
  budgetLine: new Sheet(budgetLine),
  jointFund: new Sheet(jointFund),
  jointFundAgreement: new Sheet(jointFundAgreement),
  payment: new Sheet(payment),
  brokerCertificate: new Sheet(brokerCertificate),
  alliance: new Sheet(alliance),
  allianceMember: new Sheet(allianceMember),
  programme: new Sheet(programme),
  award: new Sheet(award),
  contribution: new Sheet(contribution),
  raceCycle: new Sheet(raceCycle),
  raceEntry: new Sheet(raceEntry),
  raceStep: new Sheet(raceStep),
  raceMethod: new Sheet(raceMethod),
  raceItem: new Sheet(raceItem),
  raceScheme: new Sheet(raceScheme),
  raceTier: new Sheet(raceTier),
  raceObservation: new Sheet(raceObservation),
  raceAppeal: new Sheet(raceAppeal),
  raceResult: new Sheet(raceResult),
  raceScore: new Sheet(raceScore),
  raceNomination: new Sheet(raceNomination),
  raceReview: new Sheet(raceReview),
  consultationAgreement: new Sheet(consultationAgreement),
  consultationParty: new Sheet(consultationParty),
  consultationSignatory: new Sheet(consultationSignatory),
  consultationTopic: new Sheet(consultationTopic),
  consultationMeeting: new Sheet(consultationMeeting),
  consultationDecision: new Sheet(consultationDecision),
  consultationLink: new Sheet(consultationLink),
  consultationReport: new Sheet(consultationReport),
  consultationEvaluation: new Sheet(consultationEvaluation),
  jointProject: new Sheet(jointProject),
  jointProjectParty: new Sheet(jointProjectParty),
  platform: new Sheet(platform),
  platformAct: new Sheet(platformAct),
  pilotBatch: new Sheet(pilotBatch),
  pilotInstitution: new Sheet(pilotInstitution),
  achievement: new Sheet(achievement),
  completer: new Sheet(completer),
  empowerment: new Sheet(empowerment),
  transferContract: new Sheet(transferContract),
  contractItem: new Sheet(contractItem),
  receipt: new Sheet(receipt),
  distribution: new Sheet(distribution),
  distributionShare: new Sheet(distributionShare),
  caseBatch: new Sheet(caseBatch),
  typicalCase: new Sheet(typicalCase),
  suggestion: new Sheet(suggestion),
  suggestionItem: new Sheet(suggestionItem),
  handling: new Sheet(handling),
  series: new Sheet(series),
});

export type Province = ReturnType<typeof openProvince>;

/** `7` → `007`. */
export const padded = (number: number, width: number): string => String(number).padStart(width, '0');

/** Whole numbers from 1 to `count`. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
