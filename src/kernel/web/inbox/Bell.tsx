import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '../language.ts';
import { usePresence } from '../presence.ts';
import { ask, useMay } from '../queries.ts';
import { inboxDoors } from './doors.ts';
import { inboxUi } from './words.ts';

/** Milliseconds between two looks; what was read here is looked at again at once. */
const lookEvery = 20_000;

/** The bell of the header: how many notices are unread, and the way to them. */
export function Bell() {
  const { say } = useSpeech();
  const may = useMay('work.own');
  const here = usePresence();
  const { data } = useQuery({
    ...ask(inboxDoors.countMessages, {}),
    enabled: may,
    // Looking by itself would keep a session alive that nobody uses.
    refetchInterval: here ? lookEvery : false,
    refetchOnWindowFocus: true,
    staleTime: 5000,
  });
  if (!may) return null;
  const unread = data?.unread ?? 0;
  return (
    <Link
      to="/messages"
      search={{}}
      className="bell icon-button"
      aria-label={say(inboxUi.noticesUnread(unread))}
      title={say(inboxUi.notices)}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path d="M10 2.5a5 5 0 0 0-5 5v3.2L3.5 13.5h13L15 10.7V7.5a5 5 0 0 0-5-5M8 16a2 2 0 0 0 4 0" />
      </svg>
      {unread > 0 && (
        <span className="bell-count" aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}
