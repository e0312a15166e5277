/** Words of accounts, of what each may do, of lent work and of sessions, both languages side by side. */
import { words, type Words } from '#kernel/contract/words.ts';

const several = (n: number, one: string, more: string): string => `${n} ${n === 1 ? one : more}`;

export const accessUi = {
  // the menu and the bands
  menuOf: (name: string) => words(`账号：${name}`, `Account: ${name}`),
  account: words('我的账号', 'My account'),
  accounts: words('账号与角色', 'Accounts and roles'),
  access: words('谁可以做什么', 'Who may do what'),
  acting: (name: string) => words(`您正在代 ${name} 办理`, `You are acting for ${name}`),
  actingLine: words('每一步都记明是您代办的。', 'Every step is recorded as done by you on their behalf.'),
  asMyself: words('恢复本人身份', 'Be myself again'),
  passwordGiven: words(
    '您的密码是系统管理员给的，知道的不止您一人。修改之后才能办理工作。',
    'Your password was given by an administrator, so you are not the only one who knows it. Change it before you work.',
  ),
  changeNow: words('修改密码', 'Change it now'),
  // a session that has run out
  endedTitle: words('登录已失效，请重新登录', 'Your session has ended: sign in again'),
  endedLine: (minutes: number) =>
    words(
      `${minutes} 分钟没有操作，登录会自动失效。您填写的内容都还在，登录后接着办。`,
      `A session ends after ${minutes} minutes without use. What you typed is still there; you go on where you were.`,
    ),
  goOn: words('登录并继续', 'Sign in and go on'),
  notNow: words('暂不登录', 'Not now'),
  other: words('换一个账号登录', 'Sign in with another account'),
  actingLost: words(
    '已登录，但原来的委托今天不再生效，没有替您继续。请关闭后以本人身份办理。',
    'You are signed in, but the work is no longer lent to you, so nothing was done in that name. Close this and go on as yourself.',
  ),
  // covered values
  reveal: words('查看原文', 'Show in full'),
  revealOf: (field: string) => words(`查看原文：${field}`, `Show in full: ${field}`),
  revealLine: words(
    '这是个人信息。查看会记入审计日志：谁、何时、看了谁的、理由。日志里没有原文。',
    'This is personal. The log keeps who looked at whose, when and why; it never holds the value itself.',
  ),
  revealReason: words('为什么需要看', 'Why you need it'),
  revealReasonHelp: words(
    '例如：核对 2025 年收益分配发放名单',
    'For example: checking the list of payments of 2025',
  ),
  revealDo: words('记录理由并查看', 'Record the reason and show it'),
  revealed: (seconds: number) =>
    words(
      `已记入审计日志。${seconds} 秒后自动遮盖。`,
      `Recorded in the log. Covered again in ${seconds} seconds.`,
    ),
  cover: words('现在遮盖', 'Cover it now'),
  notRevealed: words('没有显示', 'Not shown'),
  // who may do what
  accessLine: words(
    '每个角色看到多远、能做什么、个人信息怎样显示。这一页直接读自程序执行的规则，不另行编写。',
    'How far each role sees, what it may do, how personal values are shown. This page is read from the rules the platform runs by.',
  ),
  role: words('角色', 'Role'),
  roles: words('各角色', 'Roles'),
  yourRole: words('您的角色', 'Your role'),
  sees: words('看到的范围', 'Sees'),
  mayDo: words('可以做', 'May'),
  mayNot: words('不可以做', 'May not'),
  fields: words('字段怎样显示', 'How fields are shown'),
  sensitivities: {
    open: words('公开的字段', 'Public fields'),
    staff: words('内部字段', 'Internal fields'),
    personal: words('个人信息（姓名等）', 'Personal (names and the like)'),
    secret: words('身份证号等', 'Identity numbers'),
  },
  rules: {
    show: words('显示', 'shown'),
    mask: words('遮盖', 'covered'),
    hide: words('不显示', 'not shown'),
  },
  registers: words('登记册', 'Registers'),
  reach: {
    all: words('全部', 'all'),
    scope: words('范围内', 'within its scope'),
    public: words('同公众', 'as the public'),
    nothing: words('不可', 'none'),
  },
  reachOf: (reads: Words, writes: Words) =>
    words(`读 ${reads.zh}　写 ${writes.zh}`, `Reads ${reads.en}, writes ${writes.en}`),
  compare: words('所有角色对照', 'All roles side by side'),
  compareLine: words('● 可以　留空 不可以', '● may, empty: may not'),
  may: words('可以', 'may'),
  doors: words('接口', 'Doors'),
  doorsLine: (n: number) =>
    words(`全部 ${n} 个接口，各需哪项权限`, `All ${n} doors, and the permission each asks for`),
  print: words('打印', 'Print'),
  // accounts
  accountsLine: words(
    '系统管理员开户、停用，安全管理员授权，审计员监督：三者互不兼任，谁也不能办理自己的账号。',
    'One office opens and closes accounts, another grants roles, the auditor watches both. Nobody holds two of these, nor handles the own account.',
  ),
  accountsCount: (n: number) => words(`${n} 个账号`, several(n, 'account', 'accounts')),
  allAccounts: words('全部账号', 'All accounts'),
  find: words('按账号、姓名或单位查找', 'Find by account, name or organisation'),
  allRoles: words('全部角色', 'All roles'),
  withoutRole: words('未授权', 'No role yet'),
  closedOnly: words('已停用', 'Closed'),
  noneFound: words('没有符合条件的账号。', 'No account fits.'),
  name: words('账号', 'Account'),
  displayName: words('姓名或岗位', 'Name or post'),
  heldTo: words('范围', 'Held to'),
  seen: words('最近操作', 'Last seen'),
  seenNever: words('现无会话', 'No session'),
  created: words('开设', 'Opened'),
  handle: words('办理', 'Manage'),
  handleOf: (name: string) => words(`办理账号 ${name}`, `Manage the account ${name}`),
  ownAccount: words(
    '您自己的账号由另一位管理员办理。',
    'Your own account is handled by another administrator.',
  ),
  open: words('开设账号', 'Open an account'),
  openLine: words(
    '开设后得到一次性密码，只显示一次。账号须由安全管理员授权才能登录。',
    'You get a password that is shown once. The account cannot sign in until a role has been granted to it.',
  ),
  nameHelp: words(
    '2 至 40 个小写字母、数字、点、横线，以字母开头，例如 li.ming',
    '2 to 40 lower-case letters, digits, dots and hyphens, beginning with a letter, such as li.ming',
  ),
  displayNameHelp: words(
    '记入日志的名字，例如：李明（成果处）',
    'The name in the log, such as Li Ming (Achievements)',
  ),
  openDo: words('开设', 'Open it'),
  close: words('停用', 'Close'),
  closeLine: words(
    '立即退出其全部会话，委托和受托随之失效。记录和日志不受影响，可以恢复。',
    'Its sessions end at once, and with them what it lent or borrowed. Records and the log stay; it can be opened again.',
  ),
  reopen: words('恢复', 'Open again'),
  reopenLine: words(
    '恢复后用原密码登录，角色不变。',
    'It signs in with its password of before, its role unchanged.',
  ),
  reset: words('重置密码', 'Reset the password'),
  resetLine: words(
    '立即退出其全部会话，给出新的一次性密码，只显示一次。',
    'Its sessions end at once; a new password is given and shown once.',
  ),
  grant: words('授予角色', 'Grant a role'),
  grantLine: words(
    '一个账号只有一个角色，新角色取代原来的，下一次操作起生效。原有委托随之失效。',
    'An account has one role. A new one takes its place with the next request; what was lent or borrowed ends.',
  ),
  region: words('地区', 'Region'),
  organisation: words('单位', 'Organisation'),
  take: words('收回角色', 'Take the role'),
  takeLine: words(
    '收回后不能登录，现有会话立即结束。',
    'It can no longer sign in, and its sessions end at once.',
  ),
  reason: words('理由', 'Reason'),
  reasonHelp: words('记入审计日志', 'Kept in the log'),
  passwordTitle: (name: string) => words(`${name} 的一次性密码`, `Password of ${name}, shown once`),
  passwordLine: words(
    '请当面或电话告知本人。离开这一页后任何人都不能再看到；首次登录须先修改。',
    'Tell the person in private. Nobody can see it again once you leave this page; it must be changed at the first sign-in.',
  ),
  passwordNext: words('下一步：请安全管理员授予角色。', 'Next: have a security administrator grant a role.'),
  noPassword: words(
    '这一步先前已办成，密码当时已显示过。没有记下的话，请重置密码。',
    'This had been done before, and the password shown then. Reset it if it was not written down.',
  ),
  copy: words('复制密码', 'Copy the password'),
  copied: words('已复制', 'Copied'),
  put: words('我已记下，收起', 'I have it, put it away'),
  done: (what: string, name: string) => words(`已办理：${what} ${name}`, `Done: ${what}, ${name}`),
  // one's own account
  ownLine: words(
    '您是谁、能看到什么、密码和委托。',
    'Who you are, what you see, your password and lent work.',
  ),
  who: words('我是谁', 'Who I am'),
  whatIMay: words('我可以做什么', 'What I may do'),
  seeAll: words('谁可以做什么 ›', 'Who may do what ›'),
  scopeOf: (level: string, place: string | null) =>
    place === null ? words(level, level) : words(`${level}：${place}`, `${level}: ${place}`),
  inRegion: (region: string) =>
    words(`您看到的是本地区（${region}）的记录。`, `You see the records of your region, ${region}.`),
  inOrganisation: (organisation: string) =>
    words(
      `您看到的是本单位（${organisation}）的记录。`,
      `You see the records of your organisation, ${organisation}.`,
    ),
  passwordHead: words('修改密码', 'Change the password'),
  passwordRules: (characters: number) =>
    words(
      `至少 ${characters} 个字符，不能是常见密码，也不能与原密码相同。不必凑大小写和符号，可用一句只有您知道的话。改后您在别处的登录会退出。`,
      `At least ${characters} characters, no common password, and not the one of before. No need for capitals or signs: a sentence only you know will do. You are signed out everywhere else.`,
    ),
  oldPassword: words('原密码', 'Present password'),
  newPassword: words('新密码', 'New password'),
  again: words('再输一次新密码', 'The new one again'),
  unlike: words('两次输入的新密码不一样。', 'The two new passwords differ.'),
  tooShort: (characters: number) =>
    words(`新密码至少 ${characters} 个字符。`, `A new password has at least ${characters} characters.`),
  showPasswords: words('显示密码', 'Show the passwords'),
  passwordChanged: words('密码已修改。', 'The password has been changed.'),
  notChanged: words('密码没有修改', 'The password was not changed'),
  lending: words('委托他人代办', 'Lending my work'),
  lendingLine: (days: number) =>
    words(
      `出差、休假时把您的工作交给一位同事，最长 ${days} 天。签发、改密码、查看个人信息原文不随委托出借；每一步都记明由谁代办。`,
      `While away, have a colleague do your work, for ${days} days at most. Signing, passwords and personal values are never lent; every step is recorded with who did it.`,
    ),
  lendingNot: words(
    '系统管理员、安全管理员、审计员相互监督，工作不出借也不借入。',
    'Administrators and auditors watch one another: their work is neither lent nor borrowed.',
  ),
  lendingActing: words(
    '代他人办理时不能改密码、再委托。请先恢复本人身份。',
    'While you act for another, passwords are not changed and work is not lent on. Be yourself again first.',
  ),
  lend: words('新的委托', 'Lend my work'),
  borrower: words('交给谁（账号）', 'To whom (account)'),
  borrowerHelp: words('对方的登录账号，例如 li.ming', 'The name they sign in with, such as li.ming'),
  from: words('从', 'From'),
  to: words('到（含当天）', 'To (that day included)'),
  lendDo: words('委托', 'Lend'),
  lent: words('我委托的', 'Lent by me'),
  borrowed: words('委托给我的', 'Lent to me'),
  noLent: words('没有委托给别人的工作。', 'You have lent nothing.'),
  noBorrowed: words('没有人把工作委托给您。', 'Nobody has lent you work.'),
  days: (from: string, to: string) => words(`${from} 至 ${to}`, `${from} to ${to}`),
  holds: words('今天生效', 'Holds today'),
  endedMark: words('已收回', 'Taken back'),
  notToday: words('今天不生效', 'Not today'),
  takeBack: words('收回', 'Take back'),
  takeBackOf: (name: string) => words(`收回给 ${name} 的委托`, `Take back what was lent to ${name}`),
  giveBack: words('退还', 'Give back'),
  giveBackOf: (name: string) => words(`退还 ${name} 的委托`, `Give back the work of ${name}`),
  actFor: (name: string) => words(`代 ${name} 办理`, `Act for ${name}`),
  notDone: words('没有办成', 'Not done'),
};
