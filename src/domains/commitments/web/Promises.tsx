import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import type { Words } from '#kernel/contract/words.ts';
import type { Address } from '#kernel/web/address.ts';
import { addressOf, type AnswerOfDoor } from '#kernel/web/call.ts';
import { areaNumeral, spellDay, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, useMay } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import type { CommitmentShape } from '../contract.ts';
import { AddPromise } from './AddPromise.tsx';
import { choose, outcomeKeys, readChosen, stateKeys, useChoose, type Chosen } from './choosing.ts';
import { promiseDoors } from './doors.ts';
import { PromiseItem } from './PromiseItem.tsx';
import { promiseUi } from './promise-words.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import './promises.css';

type Listing = AnswerOfDoor<typeof promiseDoors.listCommitments>;
type State = CommitmentShape['state'];

/** Kept, not kept, running: each count shows its promises alone. */
function Outcomes({ outcomes, chosen }: { outcomes: Listing['outcomes']; chosen: Chosen }) {
  const { say } = useSpeech();
  return (
    <ul className="promise-outcomes">
      {outcomeKeys.map((outcome) => (
        <li key={outcome} data-outcome={outcome}>
          <Link
            to="."
            search={choose({ outcome: chosen.outcome === outcome ? undefined : outcome, state: undefined })}
            resetScroll={false}
            aria-current={chosen.outcome === outcome || undefined}
          >
            <b>{outcomes[outcome]}</b>
            <span>{say(promiseUi.outcomes[outcome])}</span>
            <span className="quiet">{say(promiseUi.outcomeLines[outcome])}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The sentence below; each part of it shows those promises alone. */
function Summary({ counts, chosen }: { counts: Listing['counts']; chosen: Chosen }) {
  const { say, language } = useSpeech();
  const shown = chosen.state;
  const parts = stateKeys.filter((state) => state !== 'promised' || counts.promised > 0);
  const filterLink = (state: State | undefined) => choose({ state, outcome: undefined });
  return (
    <p className="promise-summary">
      <Link
        to="."
        search={filterLink(undefined)}
        resetScroll={false}
        aria-current={(shown === undefined && chosen.outcome === undefined) || undefined}
      >
        {say(promiseUi.summaryAll(counts.all))}
      </Link>
      {language === 'zh' ? '：' : ': '}
      {parts.map((state, index) => (
        <span key={state}>
          {index > 0 && (language === 'zh' ? '，' : ', ')}
          <Link
            to="."
            search={filterLink(shown === state ? undefined : state)}
            resetScroll={false}
            data-state={state}
            aria-current={shown === state || undefined}
          >
            {language === 'zh' ? (
              <>
                {say(promiseUi.states[state])} <b>{counts[state]}</b>
              </>
            ) : (
              <>
                <b>{counts[state]}</b> {say(promiseUi.states[state])}
              </>
            )}
          </Link>
        </span>
      ))}
      {language === 'zh' ? '。' : '.'}
    </p>
  );
}

const selects = [
  { side: 'area', listed: 'areas', label: promiseUi.sideArea },
  { side: 'owner', listed: 'owners', label: promiseUi.sideOwner },
  { side: 'source', listed: 'sources', label: promiseUi.source },
  { side: 'plan', listed: 'plans', label: promiseUi.sidePlan },
] as const;

/** Which promises are shown, by area, owner, source and plan; with how many each choice would show. */
function Choices({ sides, chosen }: { sides: Listing['sides']; chosen: Chosen }) {
  const { say, language } = useSpeech();
  const give = useChoose();
  const prefix = useId();
  const name = (label: Words, count: number) =>
    language === 'zh' ? `${label.zh}（${count}）` : `${label.en} (${count})`;
  const some = selects.some(({ side }) => chosen[side] !== undefined);
  return (
    <div className="promise-choices">
      {selects.map(({ side, listed, label }) => {
        const offered = sides[listed].filter(({ value, count }) => count > 0 || value === chosen[side]);
        return (
          offered.length > 0 && (
            <label key={side} htmlFor={`${prefix}-${side}`}>
              <span>{say(label)}</span>
              <select
                id={`${prefix}-${side}`}
                data-side={side}
                value={chosen[side] ?? ''}
                onChange={({ target }) => give({ [side]: target.value === '' ? undefined : target.value })}
              >
                <option value="">{say(promiseUi.showAll)}</option>
                {offered.map((one) => (
                  <option key={one.value} value={one.value}>
                    {name(one.label, one.count)}
                  </option>
                ))}
              </select>
            </label>
          )
        );
      })}
      {some && (
        <button
          type="button"
          className="plain-button"
          onClick={() => give({ area: undefined, owner: undefined, source: undefined, plan: undefined })}
        >
          {say(promiseUi.showAllSides)}
        </button>
      )}
    </div>
  );
}

/** The ledger as a workbook and on paper; and, for those who keep promises, one more. */
function Tools({ listing, chosen, mayAdd }: { listing: Listing; chosen: Chosen; mayAdd: boolean }) {
  const { say, language } = useSpeech();
  const { asOf, knownAt } = useAddress();
  const [adding, setAdding] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <>
      <div className="promise-tools">
        {mayAdd && (
          <button
            ref={trigger}
            type="button"
            className="button"
            data-act="add"
            aria-expanded={adding}
            onClick={() => setAdding(!adding)}
          >
            {say(promiseUi.add)}
          </button>
        )}
        <a
          className="button"
          href={addressOf(promiseDoors.downloadLedger, { query: { asOf, knownAt, ...chosen, language } })}
          download
        >
          {say(promiseUi.ledger)}
        </a>
        <button type="button" className="button" onClick={() => window.print()}>
          {say(promiseUi.print)}
        </button>
      </div>
      {mayAdd && adding && (
        <AddPromise
          today={listing.today}
          kinds={listing.sides.sources.filter(({ value }) => value !== 'none')}
          away={() => {
            trigger.current?.focus();
            setAdding(false);
          }}
        />
      )}
    </>
  );
}

function Ledger({ listing, chosen }: { listing: Listing; chosen: Chosen }) {
  const { say, language } = useSpeech();
  const { asOf, knownAt } = useAddress();
  const mayKeep = useMay('commitment.keep');
  const nothing = listing.sides.areas.length === 0;
  const now = listing.asOf === listing.today && knownAt === undefined;
  return (
    <>
      <Outcomes outcomes={listing.outcomes} chosen={chosen} />
      <Summary counts={listing.counts} chosen={chosen} />
      <Choices sides={listing.sides} chosen={chosen} />
      <p className="quiet judged">
        {say((now ? promiseUi.judgedToday : promiseUi.judgedOn)(spellDay(listing.asOf, language)))}
        {asOf !== undefined && !now && (
          <>
            {' · '}
            <Link to="." search={(previous: Address) => ({ ...previous, asOf: undefined })}>
              {say(promiseUi.backToToday)}
            </Link>
          </>
        )}
      </p>
      <Tools listing={listing} chosen={chosen} mayAdd={mayKeep && now} />
      {nothing && (
        <div className="empty">
          <p>{say(promiseUi.empty)}</p>
          <p>{say(promiseUi.emptyHelp)}</p>
        </div>
      )}
      {!nothing && listing.areas.length === 0 && <p className="empty">{say(promiseUi.emptyState)}</p>}
      {listing.areas.map((area) => (
        <section key={area.code} className="promise-area" aria-labelledby={`promises-${area.number}`}>
          <h2 id={`promises-${area.number}`}>
            <span className="area-number" aria-hidden="true">
              {areaNumeral(area.number, language)}
            </span>
            <span>
              {say(area.title)}
              <Original of={area.title} />
            </span>
          </h2>
          <ol className="promises">
            {area.commitments.map((promise) => (
              <PromiseItem
                key={promise.code}
                promise={promise}
                today={listing.today}
                mayAct={mayKeep && now}
              />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

/** What was promised, by area, and where each promise stands; those who keep them act on them here. */
export function Promises() {
  const { say } = useSpeech();
  const { asOf, knownAt, filters } = useAddress();
  const chosen = readChosen(filters);
  const listing = useQuery(ask(promiseDoors.listCommitments, { query: { asOf, knownAt, ...chosen } }));
  useTitle(say(promiseUi.title));
  return (
    <div className="page promises-page">
      <div className="page-head">
        <h1>
          {say(promiseUi.title)}
          <Original of={promiseUi.title} />
        </h1>
        <p className="page-line">{say(promiseUi.line)}</p>
      </div>
      <Answer of={listing} lines={12}>
        {(answer) => <Ledger listing={answer} chosen={chosen} />}
      </Answer>
    </div>
  );
}
