/** The doors of consultations as the pages use them; held equal to the contract by a test. */
import { doorsOf } from '#kernel/web/doors.ts';
import type * as contract from '../doors/contract.ts';

export const consultationDoors = doorsOf<typeof contract>()({
  listConsultations: 'GET /api/consultations',
  listConsultationWork: 'GET /api/consultation-work',
  readConsultation: 'GET /api/consultations/:code',
  readConsultationWork: 'GET /api/consultations/:code/work',
  proposeAgreement: 'POST /api/consultations',
  proposeTopic: 'POST /api/consultations/:code/topics',
  decideTopic: 'POST /api/consultations/:code/topic-decision',
  signAgreement: 'POST /api/consultations/:code/signature',
  holdMeeting: 'POST /api/consultations/:code/meetings',
  commitDecisions: 'POST /api/consultations/:code/commitments',
  submitReport: 'POST /api/consultations/:code/reports',
  evaluateAgreement: 'POST /api/consultations/:code/evaluation',
  renewAgreement: 'POST /api/consultations/:code/renewal',
  endAgreement: 'POST /api/consultations/:code/end',
});
