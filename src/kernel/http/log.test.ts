import fastify from 'fastify';
import { expect, test } from 'vitest';
import { describeError, loggerOptions, type LogForm } from './log.ts';

/** Lines a server writes of a bug, as the handler of errors has them written. */
async function linesOf(form: LogForm, error: unknown): Promise<string> {
  let written = '';
  const app = fastify(
    loggerOptions({
      form,
      level: 'warn',
      write: (text) => {
        written += text;
      },
    }),
  );
  app.log.error({ route: '/api/x', ...describeError(error) }, 'bug');
  await app.close();
  return written;
}

test.each(['text', 'json'] as const)('a bug is named in its line, its values are not (%s)', async (form) => {
  const line = await linesOf(form, new TypeError('示例张三'));
  expect(line).toContain(form === 'text' ? 'error=TypeError' : '"error":"TypeError"');
  expect(line).not.toContain('[object Object]');
  expect(line).not.toContain('示例张三');
  expect(line).toMatch(/log\.test\.ts/);
});

test('what is thrown and is no error is told by its type alone', async () => {
  expect(await linesOf('text', '示例张三')).toMatch(/error=string\n$/);
});
