import { useEffect } from 'react';
import { useSpeech } from './language.ts';
import { useJurisdiction } from './queries.ts';
import { ui } from './words.ts';

/** Names the page in the window's title, before the jurisdiction and the product. */
export function useTitle(page: string | undefined): void {
  const { say } = useSpeech();
  const { data } = useJurisdiction();
  const title = [page, data && say(data.jurisdiction.name), say(ui.brand)]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
