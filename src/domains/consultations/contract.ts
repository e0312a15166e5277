/** Consultations between the department and the regions (厅市会商). */
import { code, date, optional, record, reference, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** Consultation agreements (会商议定书). */
export const consultationAgreement = record({
  id: 'consultations.consultation-agreement',
  belongs: 'everyone',
  label: words('会商议定书', 'Consultation agreements'),
  title: 'title',
  fields: {
    code: code(words('议定书编号', 'Agreement number')),
    title: text(words('标题', 'Title'), { max: 300 }),
    signedOn: optional(
      date(words('签订日期', 'Signed on'), { note: words('未签订不填', 'empty while not signed') }),
    ),
    endsOn: optional(
      date(words('届满日期', 'Expires on'), { note: words('最后一个有效日', 'the last day in force') }),
    ),
    endedOn: optional(
      date(words('提前终止日期', 'Ended early on'), {
        note: words('自该日起失效', 'no longer in force from that day'),
      }),
    ),
  },
  life: [
    { on: 'signedOn', state: words('签订', 'Signed') },
    { on: 'endsOn', state: words('届满', 'Expires') },
    { on: 'endedOn', state: words('提前终止', 'Ended early'), onlyWhenReached: true },
  ],
  inOrder: [
    ['signedOn', 'endsOn'],
    ['signedOn', 'endedOn'],
  ],
});

/** Regions that are party to an agreement; an agreement may have several. */
export const consultationParty = record({
  id: 'consultations.consultation-party',
  belongs: [{ region: 'reportingUnit.region' }],
  label: words('会商地区', 'Parties to consultations'),
  key: ['agreement', 'reportingUnit'],
  title: 'reportingUnit',
  fields: {
    agreement: reference(words('议定书', 'Agreement'), 'consultations.consultation-agreement'),
    reportingUnit: reference(words('地区', 'Region'), 'directory.reporting-unit'),
  },
});

export const consultationRecords = [consultationAgreement, consultationParty] as const;
