import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { withEvidence, type Address } from '#kernel/web/address.ts';
import { useAddress, useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useCited } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/lists.css';

function Results({ q }: { q: string }) {
  const { say } = useSpeech();
  const cited = useCited();
  const found = useQuery(ask('searchRecords', { query: { q } }));
  return (
    <Answer of={found} lines={8}>
      {({ figures, records }) => (
        <>
          <p className="count" role="status">
            {figures.length + records.length === 0
              ? say(ui.searchNothing(q))
              : say(ui.resultsCount(figures.length + records.length))}
          </p>
          {figures.length > 0 && (
            <section>
              <h2>{say(ui.searchFigures)}</h2>
              <ul className="found">
                {figures.map(({ id, label }) => (
                  <li key={id}>
                    <Link
                      to="."
                      search={(previous: Address) => withEvidence(previous, cited(id))}
                      state={{ evidence: true }}
                      resetScroll={false}
                      data-figure={id}
                    >
                      {say(label)}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {records.length > 0 && (
            <section>
              <h2>{say(ui.searchRecords)}</h2>
              <ul className="found">
                {records.map(({ register, label, code, title }) => (
                  <li key={`${register} ${code}`}>
                    <Link to="/records/$register/$code" params={{ register, code }} search={{}}>
                      {title}
                    </Link>
                    <span className="quiet">
                      {say(label)} · {code}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </Answer>
  );
}

/** Finding by number, name or figure; the words are in the address. */
export function Search() {
  const { say } = useSpeech();
  const { q } = useAddress();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(q ?? '');
  useTitle(say(ui.searchTitle));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, q: typed.trim() || undefined }),
    });
  };
  return (
    <div className="page narrow">
      <div className="page-head">
        <h1>{say(ui.searchTitle)}</h1>
      </div>
      <form role="search" className="list-search" onSubmit={submit}>
        <input
          type="search"
          value={typed}
          maxLength={100}
          placeholder={say(ui.searchHint)}
          aria-label={say(ui.searchHint)}
          onChange={(event) => setTyped(event.target.value)}
        />
        <button type="submit" className="button primary">
          {say(ui.search)}
        </button>
      </form>
      {q === undefined ? <p className="empty">{say(ui.searchEmpty)}</p> : <Results key={q} q={q} />}
    </div>
  );
}
