import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { WorkItem } from '#kernel/inbox/contract.ts';
import { spellDay, useSpeech } from '../language.ts';
import { usePopover } from '../popover.ts';
import { ui } from '../words.ts';
import { inboxUi } from './words.ts';

/** Working days from which an item is shown as pressing; a matter of display alone. */
const pressingFrom = 3;

/** Due within a few working days, and not late. */
export const isSoon = ({ late, workingDaysLeft }: WorkItem): boolean =>
  !late && workingDaysLeft !== null && workingDaysLeft <= pressingFrom;

/** The life of a case as points: behind, here, ahead. */
function LifeDots({ life }: { life: WorkItem['life'] }) {
  const { say } = useSpeech();
  const at = life.findIndex(({ state }) => state === 'now');
  const here = life[at];
  if (!here) return <span className="dots" />;
  const words = say(inboxUi.step(at + 1, life.length, here.label));
  return (
    <span className="dots" title={words}>
      <span className="unseen">{words}</span>
      {life.map(({ label, state }, index) => (
        <span key={`${label.zh} ${index}`} className="dot" data-state={state} aria-hidden="true" />
      ))}
    </span>
  );
}

/** How far the last day lies ahead; opened, by which rule it was reckoned. */
function DueNote({ item }: { item: WorkItem }) {
  const { say, language } = useSpeech();
  const id = useId();
  const { open, toggle, box, trigger } = usePopover();
  if (item.dueOn === null) return <span className="due quiet">{say(inboxUi.noDay)}</span>;
  const left = item.workingDaysLeft ?? 0;
  const said = say(item.late ? inboxUi.late(Math.abs(left)) : inboxUi.left(left));
  const tone = item.late ? 'late' : isSoon(item) ? 'soon' : 'calm';
  return (
    <div className="due" data-tone={tone} ref={box}>
      <button
        type="button"
        className="due-button"
        ref={trigger}
        aria-expanded={open}
        aria-controls={id}
        title={say(ui.labelled(inboxUi.due, spellDay(item.dueOn, language)))}
        onClick={toggle}
      >
        {said}
      </button>
      <div className="due-panel" id={id} hidden={!open}>
        <p>
          {say(inboxUi.due)}：<b>{spellDay(item.dueOn, language)}</b>
        </p>
        {item.clock && (
          <>
            <p className="quiet">{say(item.clock.label)}</p>
            <p className="quiet">{say(inboxUi.how)}</p>
            <ol>
              {item.clock.reckoning.map((step) => (
                <li key={step.zh}>{say(step)}</li>
              ))}
            </ol>
          </>
        )}
      </div>
    </div>
  );
}

function Item({ item, mine, first }: { item: WorkItem; mine: boolean; first: boolean }) {
  const { say } = useSpeech();
  return (
    <li className="work-item" data-late={item.late || undefined}>
      <span className="work-kind">
        <span className="quiet">{say(item.subject)}</span>
        <span>{say(item.step)}</span>
      </span>
      <span className="work-name">
        <b lang={item.title.zh === item.title.en ? 'zh-CN' : undefined}>{say(item.title)}</b>
        <span className="quiet">
          {!mine && (
            <>
              {say(inboxUi.heldBy)} {say(item.holder)}
              {item.note && ' · '}
            </>
          )}
          {item.note && say(item.note)}
          {item.sample && <span className="chip work-chip">{say(ui.sampleChip)}</span>}
        </span>
      </span>
      <LifeDots life={item.life} />
      <DueNote item={item} />
      <Link
        to={item.link}
        className={mine && first ? 'button primary work-do' : 'button work-do'}
        aria-label={say(inboxUi.doing(item.action, item.title))}
      >
        {say(item.action)}
      </Link>
    </li>
  );
}

/** Items in their order, each with its one action; the row itself leads there too. */
export function WorkList({ items, mine = false }: { items: readonly WorkItem[]; mine?: boolean }) {
  return (
    <ul className="work-list">
      {items.map((item, index) => (
        <Item key={item.id} item={item} mine={mine} first={index === 0} />
      ))}
    </ul>
  );
}

/** Items by who holds them: the one with the most late ones first. */
export function HolderList({ items }: { items: readonly WorkItem[] }) {
  const { say } = useSpeech();
  const groups = [...Map.groupBy(items, ({ holder }) => holder.zh).values()]
    .map((held) => ({ held, late: held.filter(({ late }) => late).length }))
    .toSorted((one, other) => other.late - one.late || other.held.length - one.held.length);
  return groups.map(({ held, late }) => {
    const [first] = held;
    if (!first) return null;
    return (
      <details key={first.holder.zh} className="holder">
        <summary>
          <b>{say(first.holder)}</b>{' '}
          <span className={late > 0 ? 'holder-late' : 'quiet'}>
            {say(inboxUi.holding(held.length, late))}
          </span>
        </summary>
        <WorkList items={held} />
      </details>
    );
  });
}
