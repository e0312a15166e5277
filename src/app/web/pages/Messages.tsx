import { Link, useNavigate } from '@tanstack/react-router';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { MailChoice, Message } from '#kernel/inbox/contract.ts';
import type { Address } from '#kernel/web/address.ts';
import { call, CallFailed } from '#kernel/web/call.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { inboxDoors } from '#kernel/web/inbox/doors.ts';
import { inboxUi } from '#kernel/web/inbox/words.ts';
import { spellDay, spellInstant, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Answer, ProblemNote, Skeleton } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/work.css';

function useMarking() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids?: string[]; upTo?: string }) => call(inboxDoors.markMessages, { body }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: [inboxDoors.listMessages.at] });
      await queries.invalidateQueries({ queryKey: [inboxDoors.countMessages.at] });
      await queries.invalidateQueries({ queryKey: [inboxDoors.listWatched.at] });
    },
  });
}

function Line({ message, mark }: { message: Message; mark: (id: string) => void }) {
  const { say } = useSpeech();
  const unread = message.readAt === null;
  return (
    <li className="message" data-unread={unread || undefined}>
      <span className="message-dot" aria-hidden="true" />
      <span className="message-name">
        <Link to={message.link} onClick={() => unread && mark(message.id)}>
          {unread && <span className="unseen">{say(inboxUi.unread)}：</span>}
          {say(message.title)}
        </Link>
        <span className="quiet">{say(message.subject)}</span>
      </span>
      <time className="quiet tabular" dateTime={message.at}>
        {spellInstant(message.at).slice(11, 16)}
      </time>
    </li>
  );
}

function Days({ messages, mark }: { messages: readonly Message[]; mark: (id: string) => void }) {
  const { language } = useSpeech();
  const days = Map.groupBy(messages, ({ at }) => spellInstant(at).slice(0, 10));
  return [...days].map(([day, lines]) => (
    <section key={day} className="message-day" aria-label={spellDay(day, language)}>
      <h2>{spellDay(day, language)}</h2>
      <ul>
        {lines.map((message) => (
          <Line key={message.id} message={message} mark={mark} />
        ))}
      </ul>
    </section>
  ));
}

const choices = ['at-once', 'daily', 'none'] as const satisfies readonly MailChoice[];

function Preference({ kept }: { kept: { email: string | null; mail: MailChoice; language: 'zh' | 'en' } }) {
  const { say } = useSpeech();
  const id = useId();
  const queries = useQueryClient();
  const [email, setEmail] = useState(kept.email ?? '');
  const [mail, setMail] = useState(kept.mail);
  const [language, setLanguage] = useState(kept.language);
  const saving = useMutation({
    mutationFn: () =>
      call(inboxDoors.savePreference, {
        body: { email: email.trim() === '' ? null : email.trim(), mail, language },
      }),
    onSuccess: (answer) => queries.setQueryData(ask(inboxDoors.readPreference, {}).queryKey, answer),
  });
  const wanting = mail !== 'none' && email.trim() === '';
  const [tried, setTried] = useState(false);
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wanting) saving.mutate();
  };
  const fault =
    saving.error instanceof CallFailed
      ? saving.error.problem?.faults?.find(({ at }) => at.endsWith('/email'))
      : undefined;
  const told = tried && wanting ? inboxUi.emailNeeded : fault;
  return (
    <form className="told-form" onSubmit={save} noValidate>
      <p className="quiet">{say(inboxUi.onScreen)}</p>
      <div className="field">
        <label htmlFor={`${id}-email`}>{say(inboxUi.email)}</label>
        <input
          id={`${id}-email`}
          type="email"
          autoComplete="email"
          maxLength={254}
          value={email}
          aria-invalid={told !== undefined || undefined}
          aria-describedby={told === undefined ? undefined : `${id}-fault`}
          onChange={(event) => setEmail(event.target.value)}
        />
        {told !== undefined && (
          <p className="fault" id={`${id}-fault`}>
            {say(told)}
          </p>
        )}
      </div>
      <fieldset className="told-choices">
        <legend>{say(inboxUi.mail)}</legend>
        {choices.map((choice) => (
          <label key={choice}>
            <input
              type="radio"
              name={`${id}-mail`}
              checked={mail === choice}
              onChange={() => setMail(choice)}
            />
            {say(inboxUi.mails[choice])}
          </label>
        ))}
      </fieldset>
      <fieldset className="told-choices">
        <legend>{say(inboxUi.mailLanguage)}</legend>
        {(['zh', 'en'] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={`${id}-language`}
              checked={language === one}
              onChange={() => setLanguage(one)}
            />
            {say(inboxUi.languages[one])}
          </label>
        ))}
      </fieldset>
      {saving.error !== null && fault === undefined && (
        <ProblemNote failure={saving.error} title={inboxUi.notSaved} />
      )}
      <p className="told-save">
        <button type="submit" className="button" disabled={saving.isPending}>
          {say(saving.isPending ? inboxUi.saving : inboxUi.save)}
        </button>
        <span role="status">{saving.isSuccess && say(inboxUi.saved)}</span>
      </p>
    </form>
  );
}

function HowTold() {
  const { say } = useSpeech();
  const preference = useQuery(ask(inboxDoors.readPreference, {}));
  return (
    <aside className="work-side" aria-labelledby="how-told">
      <section>
        <h2 id="how-told">{say(inboxUi.how_told)}</h2>
        <Answer of={preference} lines={4}>
          {(kept) => <Preference kept={kept} />}
        </Answer>
      </section>
    </aside>
  );
}

function List() {
  const { say } = useSpeech();
  const { show } = useAddress();
  const navigate = useNavigate();
  const marking = useMarking();
  const unreadOnly = show === 'unread';
  useTitle(say(inboxUi.notices));
  const asked = useInfiniteQuery({
    queryKey: [inboxDoors.listMessages.at, unreadOnly],
    queryFn: ({ pageParam, signal }) =>
      call(inboxDoors.listMessages, {
        query: { unread: unreadOnly ? true : undefined, before: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.more ? page.messages.at(-1)?.id : undefined),
    staleTime: 3000,
  });
  const messages = asked.data?.pages.flatMap((page) => page.messages) ?? [];
  const unread = asked.data?.pages[0]?.unread ?? 0;
  const newest = messages[0]?.id;
  return (
    <div className="work-main">
      <div className="page-head">
        <h1>{say(inboxUi.notices)}</h1>
        <p className="page-line">{say(inboxUi.noticesLine)}</p>
      </div>
      <div className="message-tools">
        <nav className="tabs" aria-label={say(inboxUi.notices)}>
          {([undefined, 'unread'] as const).map((view) => (
            <button
              key={view ?? 'all'}
              type="button"
              className="tab plain-button"
              aria-current={show === view ? 'page' : undefined}
              onClick={() =>
                void navigate({
                  to: '.',
                  search: (previous: Address) => ({ ...previous, show: view }),
                  replace: true,
                })
              }
            >
              {say(view === undefined ? inboxUi.allNotices : inboxUi.unreadNotices)}
              {view === 'unread' && unread > 0 && <span className="count"> {unread}</span>}
            </button>
          ))}
        </nav>
        {unread > 0 && newest !== undefined && (
          <button
            type="button"
            className="button"
            disabled={marking.isPending}
            onClick={() => marking.mutate({ upTo: newest })}
          >
            {say(inboxUi.markAll)}
          </button>
        )}
      </div>
      {marking.error !== null && <ProblemNote failure={marking.error} title={inboxUi.notSaved} />}
      {asked.error !== null && <ProblemNote failure={asked.error} retry={asked.refetch} />}
      {asked.isPending && <Skeleton lines={8} />}
      {asked.data && messages.length === 0 && (
        <div className="empty">
          <p>
            <b>{say(unreadOnly ? inboxUi.noUnread : inboxUi.noNotices)}</b>
          </p>
          {!unreadOnly && <p>{say(inboxUi.noNoticesHelp)}</p>}
        </div>
      )}
      <Days messages={messages} mark={(id) => marking.mutate({ ids: [id] })} />
      {asked.hasNextPage && (
        <p className="message-more">
          <button
            type="button"
            className="button"
            disabled={asked.isFetchingNextPage}
            onClick={() => void asked.fetchNextPage()}
          >
            {say(inboxUi.older)}
          </button>
        </p>
      )}
    </div>
  );
}

/** What one was told, newest first, and how one wants to be told. */
export function Messages() {
  const { say } = useSpeech();
  return (
    <div className="page work-page">
      <Entitled to="work.own" title={say(inboxUi.notices)}>
        <div className="work-columns">
          <List />
          <HowTold />
        </div>
      </Entitled>
    </div>
  );
}
