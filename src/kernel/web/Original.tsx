import type { Words } from '#kernel/contract/words.ts';
import { useSpeech } from './language.ts';

/** The Chinese of an official term, beside its English. */
export function Original({ of }: { of: Words }) {
  const { language } = useSpeech();
  if (language === 'zh') return null;
  return (
    <span className="original" lang="zh-CN">
      {of.zh}
    </span>
  );
}
