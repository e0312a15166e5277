/** Whose word about addresses and TLS is taken: the proxies named in `KECHUANG_TRUST_PROXY`. */
import { isIP } from 'node:net';
import { Refusal } from '#kernel/contract/refusal.ts';

/** Names Fastify knows for ranges of addresses. */
const ranges = new Set(['loopback', 'linklocal', 'uniquelocal']);

function isNetwork(text: string): boolean {
  const [address = '', length, more] = text.split('/');
  if (ranges.has(text)) return true;
  const kind = isIP(address);
  if (kind === 0 || more !== undefined) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (kind === 4 ? 32 : 128));
}

/**
 * Addresses of trusted proxies, from a list such as `127.0.0.1, 10.1.0.0/16`; false when none is named. Refuses what is
 * no address, and ranges that take in everyone: any caller could then choose his own address.
 */
export function readTrustedProxies(setting: string | undefined): string[] | false {
  const networks = (setting ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const wrong = networks.filter((text) => !isNetwork(text) || /\/0+$/.test(text));
  if (wrong.length > 0) {
    throw new Refusal('invalid-input', {
      zh: `KECHUANG_TRUST_PROXY 应为反向代理的地址或网段（逗号分隔，如 127.0.0.1,10.1.0.0/16），不能是所有地址；有误的是：${wrong.join('、')}。`,
      en: `KECHUANG_TRUST_PROXY lists the addresses or networks of your proxies (as 127.0.0.1,10.1.0.0/16), never all addresses; wrong: ${wrong.join(', ')}.`,
    });
  }
  return networks.length > 0 ? networks : false;
}
