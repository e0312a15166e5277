/** The service market: technology brokers, their certificates, and alliances. */
import { choice, code, date, optional, record, reference, text } from '#kernel/contract/record.ts';
import { words } from '#kernel/contract/words.ts';

/** Certificates of technology brokers (技术经纪人). One person may hold several. */
export const brokerCertificate = record({
  id: 'services.broker-certificate',
  belongs: [{ organisation: 'organisation' }],
  keptBy: 'organisation',
  label: words('技术经纪人证书', "Technology brokers' certificates"),
  title: 'code',
  publicView: { as: 'counts', by: 'organisation' },
  fields: {
    code: code(words('证书编号', 'Certificate number'), { sensitivity: 'personal' }),
    person: reference(words('持证人', 'Holder'), 'directory.person', { sensitivity: 'personal' }),
    organisation: reference(words('所在单位', 'Organisation'), 'directory.organisation'),
    level: choice(words('等级', 'Level'), {
      junior: words('初级技术经纪人', 'Junior broker'),
      intermediate: words('中级技术经纪人', 'Intermediate broker'),
      senior: words('高级技术经理人', 'Senior technology manager'),
    }),
    certifiedOn: date(words('发证日期', 'Certified on')),
    revokedOn: optional(date(words('注销日期', 'Revoked on'))),
  },
  life: [
    { on: 'certifiedOn', state: words('发证', 'Certified') },
    { on: 'revokedOn', state: words('注销', 'Revoked'), onlyWhenReached: true },
  ],
  inOrder: [['certifiedOn', 'revokedOn']],
});

/** Alliances of service providers. */
export const alliance = record({
  id: 'services.alliance',
  belongs: 'everyone',
  label: words('联盟', 'Alliances'),
  title: 'name',
  fields: {
    code: code(words('联盟编号', 'Alliance number')),
    name: text(words('名称', 'Name')),
    foundedOn: optional(date(words('成立日期', 'Founded on'))),
    endedOn: optional(date(words('解散日期', 'Dissolved on'))),
  },
  life: [
    { on: 'foundedOn', state: words('成立', 'Founded') },
    { on: 'endedOn', state: words('解散', 'Dissolved'), onlyWhenReached: true },
  ],
});

/** Membership of an alliance: council members and ordinary members are counted apart, each at its own time. */
export const allianceMember = record({
  id: 'services.alliance-member',
  belongs: [{ organisation: 'organisation' }],
  label: words('联盟成员', 'Alliance members'),
  key: ['alliance', 'organisation', 'role', 'from'],
  title: 'organisation',
  fields: {
    alliance: reference(words('联盟', 'Alliance'), 'services.alliance'),
    organisation: reference(words('单位', 'Organisation'), 'directory.organisation'),
    role: choice(words('身份', 'Role'), {
      council: words('理事单位', 'Council member'),
      ordinary: words('会员单位', 'Ordinary member'),
    }),
    from: date(words('起始日期', 'From')),
    until: optional(
      date(words('终止日期', 'Until'), { note: words('自该日起不再是', 'no longer from that day') }),
    ),
  },
  life: [
    { on: 'from', state: words('加入', 'Joined') },
    { on: 'until', state: words('退出', 'Left') },
  ],
  inOrder: [['from', 'until']],
});

export const serviceRecords = [brokerCertificate, alliance, allianceMember] as const;
