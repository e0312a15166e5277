/**
 * Who may do what, in one table: for each role how far it sees, what it may do, and how the fields of a record are
 * shown to it. Read by the code, by the page “who may do what”, and by the tests.
 */
import type { Permission, StaffRole } from '#kernel/contract/endpoint.ts';
import type { Keeper, Sensitivity } from '#kernel/contract/record.ts';
import type { Words } from '#kernel/contract/words.ts';
import type { Level } from '#kernel/db/scoped.ts';

export type Role = 'public' | StaffRole | 'operator';

/** A field is shown, shown with all but a few characters covered, or not there at all. */
export type FieldRule = 'show' | 'mask' | 'hide';

export type FieldRules = Readonly<Record<Sensitivity, FieldRule>>;

export interface RolePolicy {
  readonly label: Words;
  /** What the role is for. */
  readonly purpose: Words;
  readonly level: Level;
  readonly permissions: readonly Permission[];
  readonly fields: FieldRules;
}

const words = (zh: string, en: string): Words => ({ zh, en });

const openOnly: FieldRules = { open: 'show', staff: 'hide', personal: 'hide', secret: 'hide' };
const covered: FieldRules = { open: 'show', staff: 'show', personal: 'mask', secret: 'hide' };
const working: FieldRules = { open: 'show', staff: 'show', personal: 'show', secret: 'mask' };

const account: readonly Permission[] = ['public', 'work.own', 'account.own'];
const staff: readonly Permission[] = [...account, 'past.read', 'register.read', 'reply.read'];

export const policy: Readonly<Record<Role, RolePolicy>> = {
  public: {
    label: words('公众', 'The public'),
    purpose: words('未登录，看公开内容', 'Not signed in; reads what is public'),
    level: 'public',
    permissions: ['public'],
    fields: openOnly,
  },
  officer: {
    label: words('承办处室经办人', 'Officer of a division'),
    purpose: words('登记、更正、起草答复', 'Enters and corrects records, drafts replies'),
    level: 'all',
    permissions: [
      ...staff,
      'register.write',
      'register.merge',
      'personal.reveal',
      'reply.draft',
      'reply.contribute',
      'statement.ask',
      'commitment.keep',
      'notice.publish',
      'notice.answer',
      'race.run',
      'consultation.keep',
      'consultation.report',
    ],
    fields: working,
  },
  division: {
    label: words('承办处室负责人', 'Head of a division'),
    purpose: words('审核答复，管理承诺', 'Reviews replies, keeps promises'),
    level: 'all',
    permissions: [
      ...staff,
      'reply.review',
      'commitment.keep',
      'notice.answer',
      'race.run',
      'consultation.keep',
    ],
    fields: working,
  },
  office: {
    label: words('办公室', 'The office'),
    purpose: words('交办、审核、编号、送达、公开', 'Hands over, reviews, numbers, delivers, publishes'),
    level: 'all',
    permissions: [
      ...staff,
      'register.write',
      'personal.reveal',
      'suggestion.handle',
      'reply.review',
      'reply.dispatch',
      'reply.feedback',
    ],
    fields: working,
  },
  secrecy: {
    label: words('保密审查员', 'Secrecy reviewer'),
    purpose: words('决定哪些内容可以公开', 'Decides what may be opened'),
    level: 'all',
    permissions: [...staff, 'reply.review'],
    fields: covered,
  },
  signer: {
    label: words('签发人', 'Signer'),
    purpose: words('签发答复', 'Signs replies'),
    level: 'all',
    permissions: [...staff, 'reply.sign'],
    fields: covered,
  },
  bureau: {
    label: words('市州科技局', 'City bureau'),
    purpose: words('只看、只管本地区的记录', 'Sees and keeps the records of its own region alone'),
    level: 'region',
    permissions: [
      ...account,
      'past.read',
      'register.read',
      'register.write',
      'statement.answer',
      'race.report',
      'consultation.report',
    ],
    fields: { ...covered, personal: 'show' },
  },
  institution: {
    label: words('单位科研管理员', 'Research office of an institution'),
    purpose: words('只看、只管本单位的记录', 'Sees and keeps the records of its own organisation alone'),
    level: 'organisation',
    permissions: [...account, 'past.read', 'register.read', 'register.write', 'personal.reveal'],
    fields: working,
  },
  partner: {
    label: words('会办单位经办人', 'Co-handling unit'),
    purpose: words('只看分给本单位的件，写本单位的部分', 'Sees the cases of its unit alone, writes its part'),
    level: 'case',
    permissions: [...account, 'reply.read', 'reply.contribute', 'statement.answer'],
    fields: openOnly,
  },
  deputy: {
    label: words('代表', 'Deputy'),
    purpose: words('看本人建议的办理，反馈意见', 'Follows the own suggestions and says what came of them'),
    level: 'own',
    permissions: [...account, 'reply.read', 'reply.feedback'],
    fields: openOnly,
  },
  auditor: {
    label: words('审计员（审计管理员）', 'Auditor'),
    purpose: words('看全部记录和日志，不写业务', 'Reads every record and the log, writes no business'),
    level: 'all',
    permissions: [...staff, 'audit.read', 'account.read'],
    fields: covered,
  },
  administrator: {
    label: words('系统管理员', 'System administrator'),
    purpose: words(
      '开设、停用账号；不授权，不碰业务',
      'Opens and closes accounts; grants no role, touches no business',
    ),
    level: 'own',
    permissions: [...account, 'account.read', 'account.manage'],
    fields: openOnly,
  },
  security: {
    label: words('安全管理员', 'Security administrator'),
    purpose: words(
      '授予和收回角色；不开户，不碰业务',
      'Grants and takes roles; opens no account, touches no business',
    ),
    level: 'own',
    permissions: [...account, 'account.read', 'account.grant'],
    fields: openOnly,
  },
  operator: {
    label: words('命令行', 'Command line'),
    purpose: words('本机上的维护命令', 'Commands on the machine itself'),
    level: 'all',
    permissions: [
      ...staff,
      'register.write',
      'register.merge',
      'audit.read',
      'account.read',
      'account.manage',
      'account.grant',
    ],
    fields: working,
  },
};

/** The three offices that watch one another: nobody holds two of them, none touches business, none is lent. */
export const separated: readonly Role[] = ['administrator', 'security', 'auditor'];

/** What is not lent with a delegation: a signature is its owner's, and a lent right is not lent on. */
export const undelegable: readonly Permission[] = ['reply.sign', 'account.own', 'personal.reveal'];

/** Levels that keep a register whose lowest keeper is given. */
export const keepers: Readonly<Record<Keeper, readonly Level[]>> = {
  whole: ['all'],
  region: ['all', 'region'],
  organisation: ['all', 'region', 'organisation'],
};

/** What a role must be held to when it is granted. */
export const needsOf = (role: StaffRole): { region: boolean; organisation: boolean } => ({
  region: policy[role].level === 'region',
  organisation: policy[role].level === 'organisation' || policy[role].level === 'case',
});

export const levelWords: Readonly<Record<Level, Words>> = {
  all: words('全部', 'everything'),
  region: words('本地区', 'its region'),
  organisation: words('本单位', 'its organisation'),
  case: words('公开内容和本单位承办的件', 'what is public and the cases of its unit'),
  own: words('公开内容和本人的件', 'what is public and its own cases'),
  public: words('公开内容', 'what is public'),
};

export const permissionWords: Readonly<Record<Permission, Words>> = {
  public: words('查阅公开内容', 'Read what is public'),
  'work.own': words('用自己的工作台、通知和关注', 'Use one’s own workbench, notices and watches'),
  'account.own': words('改自己的密码，委托他人代办', 'Change one’s password, lend one’s work to another'),
  'account.read': words('查看账号与角色', 'Read accounts and their roles'),
  'account.manage': words('开设、停用账号，重置密码', 'Open and close accounts, reset passwords'),
  'account.grant': words('授予、收回角色', 'Grant and take roles'),
  'past.read': words('查询过去所知', 'Ask what was known in the past'),
  'register.read': words('查阅登记册（在范围内）', 'Read the registers, within the scope'),
  'register.write': words(
    '登记、更正、撤回、导入（在范围内）',
    'Add, correct, withdraw, import, within the scope',
  ),
  'register.merge': words('合并重复的单位和人员', 'Make two records of the same one'),
  'personal.reveal': words(
    '说明理由后查看个人信息原文',
    'See personal values in full, for a reason that is kept',
  ),
  'audit.read': words('查阅审计日志', 'Read the log'),
  'reply.read': words('查看办理（在范围内）', 'Read cases, within the scope'),
  'suggestion.handle': words('登记、交办、签收、退回建议', 'Enter, hand over, accept, return suggestions'),
  'reply.draft': words('起草答复', 'Draft replies'),
  'reply.contribute': words('撰写本单位的部分', 'Write the own unit’s part'),
  'reply.review': words('审核答复', 'Review replies'),
  'reply.sign': words('签发答复', 'Sign replies'),
  'reply.dispatch': words('编号、送达、公开、归档', 'Number, deliver, publish, archive'),
  'reply.feedback': words('登记或提出反馈', 'Give or enter feedback'),
  'statement.ask': words('请其他部门出具证明', 'Ask another department for a statement'),
  'statement.answer': words('出具证明', 'Give a statement'),
  'commitment.keep': words('报告进展，变更期限', 'Report progress, move dates'),
  'notice.publish': words('发布、撤回公示', 'Publish and withdraw public notices'),
  'notice.answer': words('登记、受理、答复公示异议', 'Record, accept and answer objections to notices'),
  'race.run': words('组织赛马：方法、核验、测算、发布、立项', 'Run the race, from its method to its awards'),
  'race.report': words(
    '填报本地区赛马数据，申诉，推荐项目',
    'Report, contest and nominate for the own region',
  ),
  'consultation.keep': words('办理会商议定书', 'Keep agreements with the regions'),
  'consultation.report': words('提会商议题，报半年进展', 'Propose topics, report each half year'),
};
