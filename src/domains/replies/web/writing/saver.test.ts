import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CallFailed } from '#kernel/web/call.ts';
import type { Block } from '../../contract.ts';
import { createSaver, type Command, type Kept } from './saver.ts';

const sheet = (text: string): Block[] => [{ level: 0, inlines: [text] }];

const refusal = (code: string, status: number): CallFailed =>
  new CallFailed({ type: '', title: '', status, detail: '', zh: '', en: '', code }, status);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(restored: Kept | null = null) {
  const sent: Command[] = [];
  const kept: (Kept | null)[] = [];
  const answers: ((failure?: CallFailed) => void)[] = [];
  const saver = createSaver({
    version: 3,
    content: sheet('原文'),
    restored,
    send: (command) => {
      sent.push(command);
      return new Promise((resolve, reject) => {
        answers.push((failure) => (failure ? reject(failure) : resolve()));
      });
    },
    keep: (what) => kept.push(what),
    onSaved: () => undefined,
  });
  const answer = async (failure?: CallFailed) => {
    answers.shift()?.(failure);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { saver, sent, kept, answer };
}

test('typing is saved once it pauses, and the next save builds on it', async () => {
  const { saver, sent, kept, answer } = open();
  saver.change(sheet('原文一'));
  await vi.advanceTimersByTimeAsync(600);
  saver.change(sheet('原文一二'));
  await vi.advanceTimersByTimeAsync(999);
  expect(sent).toEqual([]);
  expect(kept.at(-1)).toMatchObject({ content: sheet('原文一二'), sent: null });
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toMatchObject([{ version: 3, content: sheet('原文一二') }]);
  await answer();
  expect(saver.state()).toEqual({ status: 'saved', version: 4, failure: null });
  expect(kept.at(-1)).toBeNull();
});

test('what is typed during a save goes with the next one', async () => {
  const { saver, sent, answer } = open();
  saver.change(sheet('甲'));
  void saver.flush();
  saver.change(sheet('甲乙'));
  await answer();
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(({ version, content }) => [version, content])).toEqual([
    [3, sheet('甲')],
    [4, sheet('甲乙')],
  ]);
  expect(sent[0]?.key).not.toBe(sent[1]?.key);
});

test('an unanswered save is sent again under its key before anything newer', async () => {
  const { saver, sent, kept, answer } = open();
  saver.change(sheet('甲'));
  void saver.flush();
  await answer(new CallFailed(null, 0));
  expect(saver.state().status).toBe('offline');
  saver.change(sheet('甲乙'));
  expect(kept.at(-1)).toMatchObject({ content: sheet('甲乙'), sent: { content: sheet('甲') } });
  await vi.advanceTimersByTimeAsync(4000);
  await answer();
  await vi.advanceTimersByTimeAsync(1000);
  await answer();
  expect(sent.map(({ content }) => content)).toEqual([sheet('甲'), sheet('甲'), sheet('甲乙')]);
  expect(sent[1]?.key).toBe(sent[0]?.key);
  expect(sent[2]?.version).toBe(4);
  expect(saver.state().status).toBe('saved');
});

test('another writer’s version stops saving until both are one', async () => {
  const { saver, sent, kept, answer } = open();
  saver.change(sheet('我的'));
  void saver.flush();
  await answer(refusal('changed-meanwhile', 409));
  expect(saver.state().status).toBe('conflict');
  saver.change(sheet('我的又改'));
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toHaveLength(1);
  expect(kept.at(-1)).toMatchObject({ content: sheet('我的又改') });
  saver.settle(7, sheet('对方的'), sheet('两人的'));
  expect(sent[1]).toMatchObject({ version: 7, content: sheet('两人的') });
  await answer();
  expect(saver.state()).toMatchObject({ status: 'saved', version: 8 });
});

test('a refusal keeps the text and is tried again with the next change', async () => {
  const { saver, sent, kept, answer } = open();
  saver.change(sheet('甲'));
  void saver.flush();
  await answer(refusal('not-signed-in', 401));
  expect(saver.state().status).toBe('refused');
  expect(kept.at(-1)).toMatchObject({ content: sheet('甲') });
  saver.change(sheet('甲乙'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toHaveLength(2);
});

test('what a reload brought back is saved, the unanswered command first', async () => {
  const command = { version: 3, content: sheet('甲'), key: 'k' };
  const { saver, sent, answer } = open({ version: 3, content: sheet('甲乙'), sent: command });
  expect(saver.content()).toEqual(sheet('甲乙'));
  saver.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual([command]);
  await answer();
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent[1]).toMatchObject({ version: 4, content: sheet('甲乙') });
});

test('another session’s text is taken over only where nothing waits here', () => {
  const { saver } = open();
  expect(saver.follow(3, sheet('同版'))).toBe(false);
  expect(saver.follow(4, sheet('对方的'))).toBe(true);
  expect(saver.content()).toEqual(sheet('对方的'));
  saver.change(sheet('我在写'));
  expect(saver.follow(5, sheet('又一版'))).toBe(false);
});
