import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import type { Address } from '#kernel/web/address.ts';
import { spellDay, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import type { listLetters } from '../../contract.ts';
import { replyDoors } from '../doors.ts';
import { letterUi } from './words.ts';
import '#kernel/web/styles/lists.css';
import './letter.css';

type Line = z.output<(typeof listLetters)['answer']>[number];

function Search() {
  const { say } = useSpeech();
  const { q } = useAddress();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? '');
  const search = (event: FormEvent) => {
    event.preventDefault();
    void navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, q: typed.trim() === '' ? undefined : typed.trim() }),
      replace: true,
    });
  };
  return (
    <form className="list-search" role="search" onSubmit={search}>
      <input
        type="search"
        value={typed}
        aria-label={say(letterUi.search)}
        placeholder={say(letterUi.search)}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="button">
        {say(ui.search)}
      </button>
    </form>
  );
}

function Entry({ letter }: { letter: Line }) {
  const { say, language } = useSpeech();
  return (
    <li className="letter-entry">
      <h3>
        <Link to="/letters/$letter" params={{ letter: letter.code }} search={{}} lang="zh-CN">
          {letter.title}
        </Link>
        {letter.sample && <span className="chip">{say(ui.sampleChip)}</span>}
      </h3>
      <p className="letter-from" lang="zh-CN">
        {letter.issuer}
        {letter.number !== null && <>　{letter.number}</>}
      </p>
      <p className="letter-to">{say(letterUi.toDeputy(letter.deputy, letter.session))}</p>
      <p className="letter-marks">
        <span>{say(letterUi.signedOn(spellDay(letter.signedOn, language)))}</span>
        {letter.publishedOn === null && <span className="chip">{say(letterUi.unpublished)}</span>}
        <span>{say(letterUi.figures(letter.citations))}</span>
        {letter.citations > 0 && (
          <span data-drift={letter.drifted > 0 || undefined}>
            {say(letter.drifted > 0 ? letterUi.changedCount(letter.drifted) : letterUi.allSealed)}
          </span>
        )}
        {letter.promises > 0 && <span>{say(letterUi.promisesCount(letter.promises))}</span>}
      </p>
    </li>
  );
}

/** Letters of each year, newest first. */
function byYear(letters: readonly Line[]): [string, Line[]][] {
  const years = new Map<string, Line[]>();
  for (const letter of letters.toSorted((a, b) => (a.signedOn < b.signedOn ? 1 : -1))) {
    const year = letter.signedOn.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), letter]);
  }
  return [...years];
}

/** The letters open to the public. */
export function Letters() {
  const { say } = useSpeech();
  const { q } = useAddress();
  const letters = useQuery(ask(replyDoors.listLetters, { query: { q } }));
  useTitle(say(letterUi.title));
  return (
    <div className="page letters">
      <div className="page-head">
        <h1>
          {say(letterUi.title)}
          <Original of={letterUi.title} />
        </h1>
        <p className="page-line">{say(letterUi.line)}</p>
      </div>
      <Search key={q} />
      <Answer of={letters} lines={8}>
        {(all) => (
          <>
            {all.length === 0 && (
              <div className="empty">
                <p>{say(q === undefined ? letterUi.empty : letterUi.nothingFound(q))}</p>
                {q === undefined ? (
                  <p>{say(letterUi.emptyHelp)}</p>
                ) : (
                  <Link to="." search={(previous: Address) => ({ ...previous, q: undefined })}>
                    {say(letterUi.clear)}
                  </Link>
                )}
              </div>
            )}
            {byYear(all).map(([year, ofYear]) => (
              <section key={year} className="letters-year" aria-labelledby={`year-${year}`}>
                <h2 id={`year-${year}`}>
                  {say(ui.ofYear(Number(year)))}{' '}
                  <span className="count">{say(letterUi.total(ofYear.length))}</span>
                </h2>
                <ul>
                  {ofYear.map((letter) => (
                    <Entry key={letter.code} letter={letter} />
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
      </Answer>
    </div>
  );
}
