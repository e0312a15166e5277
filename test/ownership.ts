/**
 * Whose each row of the sample is, said once more and in other words than the product's: plain SQL by hand, for an
 * administrator. A register that is not here has no place in the matrix, and the matrix says so.
 */

const ofOrganisation = (table: string, field: string, classified = 'false'): string => `
  select x.code, x.${field} as organisation, o.region, coalesce(${classified}, false) as classified, null as account
  from register.${table} x left join register.organisation o on o.code = x.${field}`;

const through = (table: string, field: string, owner: string): string => `
  select x.code, p.organisation, p.region, p.classified, p.account
  from register.${table} x join (${owner}) p on p.code = x.${field}`;

const achievement = ofOrganisation('achievement', 'organisation', 'x.classified');
const contract = ofOrganisation('transfer_contract', 'seller', 'x.classified');
const distribution = through('distribution', 'contract', contract);
const award = ofOrganisation('award', 'organisation');
const platform = `
  select x.code, x.host as organisation, coalesce(o.region, '') as host_region, x.region, x.classified, null as account
  from register.platform x left join register.organisation o on o.code = x.host`;
const byUnit = (table: string): string => `
  select x.code, null as organisation, u.region, false as classified, null as account
  from register.${table} x join register.reporting_unit u on u.code = x.reporting_unit`;
/** Of one unit alone, whatever region it lies in. */
const own = (table: string, field: string): string => `
  select x.code, x.${field} as organisation, null as region, false as classified, null as account from register.${table} x`;
const commitment = own('commitment', 'owner');
const suggestion = `
  select s.code, h.organisation, null as region, false as classified, s.deputy_account as account
  from register.suggestion s left join register.handling h on h.suggestion = s.code`;
const reply = through('reply', 'suggestion', suggestion);

/** `everyone`: common to all; else a query of `code, organisation, region, classified, account`. */
export const ownership: Readonly<Record<string, string>> = {
  'parameters.parameter': 'everyone',
  'figures.citation': 'everyone',
  'directory.jurisdiction': 'everyone',
  'directory.region': 'everyone',
  'directory.reporting-unit': 'everyone',
  'directory.organisation': 'everyone',
  'directory.person': ofOrganisation('person', 'organisation'),
  'directory.post': ofOrganisation('post', 'organisation'),
  'policies.instrument': 'everyone',
  'policies.instrument-issuer': 'everyone',
  'policies.aspect': 'everyone',
  'policies.measure': 'everyone',
  'calendar.notice': 'everyone',
  'calendar.day': 'everyone',
  'notices.public-notice': 'everyone',
  'notices.notice-item': 'everyone',
  // The department's own: who objects is nobody else's to know.
  'notices.notice-objection': `select code, null as organisation, null as region, false as classified, null as account from register.notice_objection`,
  'commitments.area': 'everyone',
  'commitments.area-measure': 'everyone',
  'commitments.work-plan': 'everyone',
  'commitments.commitment': commitment,
  'commitments.co-owner': `${own('co_owner', 'organisation')} union all ${through('co_owner', 'commitment', commitment)}`,
  'commitments.progress': through('progress', 'commitment', commitment),
  'commitments.date-change': through('date_change', 'commitment', commitment),
  'commitments.answer': through('answer', 'commitment', commitment),
  'statements.statement': 'everyone',
  'statements.request': own('request', 'asked_of'),
  'funds.budget-line': `select x.code, null as organisation, x.region, false as classified, null as account from register.budget_line x`,
  'funds.joint-fund': 'everyone',
  'funds.joint-fund-agreement': 'everyone',
  'funds.payment': ofOrganisation('payment', 'payee', 'x.classified'),
  'services.broker-certificate': ofOrganisation('broker_certificate', 'organisation'),
  'services.alliance': 'everyone',
  'services.alliance-member': ofOrganisation('alliance_member', 'organisation'),
  'programmes.programme': 'everyone',
  'programmes.award': award,
  'programmes.contribution': through('contribution', 'award', award),
  'race.race-cycle': 'everyone',
  'race.race-entry': byUnit('race_entry'),
  'race.race-step': 'everyone',
  'race.race-method': 'everyone',
  'race.race-item': 'everyone',
  'race.race-scheme': 'everyone',
  'race.race-tier': 'everyone',
  'race.race-observation': byUnit('race_observation'),
  'race.race-appeal': byUnit('race_appeal'),
  // The department's own until they are published, which the race's own doors tell.
  'race.race-result': `select code, null as organisation, null as region, false as classified, null as account from register.race_result`,
  'race.race-score': `select code, null as organisation, null as region, false as classified, null as account from register.race_score`,
  'race.race-nomination': byUnit('race_nomination'),
  'race.race-review': byUnit('race_review'),
  'consultations.consultation-agreement': 'everyone',
  'consultations.consultation-party': byUnit('consultation_party'),
  'consultations.consultation-signatory': 'everyone',
  'consultations.consultation-topic': byUnit('consultation_topic'),
  'consultations.consultation-meeting': 'everyone',
  'consultations.consultation-decision': 'everyone',
  'consultations.consultation-link': 'everyone',
  'consultations.consultation-report': byUnit('consultation_report'),
  'consultations.consultation-evaluation': 'everyone',
  'consultations.joint-project': 'everyone',
  'consultations.joint-project-party': byUnit('joint_project_party'),
  'platforms.platform': `
    select code, organisation, region, classified, account from (${platform}) p
    union all select code, organisation, nullif(host_region, ''), classified, account from (${platform}) p`,
  'platforms.platform-act': `
    select a.code, p.organisation, p.region, p.classified, p.account from register.platform_act a join (${platform}) p on p.code = a.platform
    union all
    select a.code, p.organisation, nullif(p.host_region, ''), p.classified, p.account from register.platform_act a join (${platform}) p on p.code = a.platform`,
  'transfer.pilot-batch': 'everyone',
  'transfer.pilot-institution': ofOrganisation('pilot_institution', 'organisation'),
  'transfer.achievement': achievement,
  'transfer.completer': through('completer', 'achievement', achievement),
  'transfer.empowerment': through('empowerment', 'achievement', achievement),
  'transfer.transfer-contract': contract,
  'transfer.contract-item': through('contract_item', 'contract', contract),
  'transfer.receipt': through('receipt', 'contract', contract),
  'transfer.distribution': distribution,
  'transfer.distribution-share': through('distribution_share', 'distribution', distribution),
  'protection.case-batch': 'everyone',
  'protection.typical-case': 'everyone',
  'replies.suggestion': suggestion,
  'replies.suggestion-item': through('suggestion_item', 'suggestion', suggestion),
  'replies.handling': own('handling', 'organisation'),
  'replies.talk': through('talk', 'suggestion', suggestion),
  'replies.reply': reply,
  'replies.review': through('review', 'reply', reply),
  'replies.section': through('section', 'reply', reply),
  'replies.series': 'everyone',
  'replies.number': through('number', 'reply', reply),
  'replies.override': through('override', 'reply', reply),
  'replies.drift-release': through('drift_release', 'reply', reply),
  'replies.draft-promise': through('draft_promise', 'reply', reply),
};

export interface Owned {
  code: string;
  organisation: string | null;
  region: string | null;
  classified: boolean;
  account: string | null;
}
