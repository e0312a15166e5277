/** What the actions on accounts, lent work and covered values are called in the log. */
import { words, type Words } from '#kernel/contract/words.ts';

export const accessActionWords: Readonly<Record<string, Words>> = {
  'account.open': words('开设账号', 'Account opened'),
  'account.close': words('停用账号', 'Account closed'),
  'account.reopen': words('恢复账号', 'Account opened again'),
  'account.reset-password': words('重置密码', 'Password reset'),
  'account.change-password': words('修改密码', 'Password changed'),
  'account.grant': words('授予或收回角色', 'Role granted or taken'),
  'delegation.make': words('委托他人代办', 'Work lent'),
  'delegation.end': words('收回委托', 'Lent work taken back'),
  'personal.reveal': words('查看个人信息原文', 'Personal value seen in full'),
};
