import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { Address } from '#kernel/web/address.ts';
import { withEvidence, withoutEvidence } from '#kernel/web/address.ts';
import { call } from '#kernel/web/call.ts';
import { DrawerFrame } from '#kernel/web/DrawerFrame.tsx';
import { Compared } from '#kernel/web/EvidenceChanges.tsx';
import { Phrase } from '#kernel/web/FigureValue.tsx';
import { spellDay, spellExactly, spellInstant, useAddress, useSpeech } from '#kernel/web/language.ts';
import { Original } from '#kernel/web/Original.tsx';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, figureQuestion, useMay, useSession } from '#kernel/web/queries.ts';
import { Pager } from '#kernel/web/RecordTable.tsx';
import { ui } from '#kernel/web/words.ts';
import type { FigureDefinition } from '#kernel/contract/evidence.ts';
import { unitOf, units, type UnitId } from '#kernel/contract/units.ts';
import type { Letter, SealedCitation } from '../../contract.ts';
import { CommandForm } from '../desk/CommandForm.tsx';
import { replyDoors } from '../doors.ts';
import { letterUi } from './words.ts';
import '#kernel/web/styles/desk.css';

const basisWords = { computed: ui.basisComputed, attested: ui.basisAttested, parameter: ui.basisParameter };

const isUnit = (id: string): id is UnitId => id in units;

/** A unit as values are spelled with it; one this page does not know is left out. */
function spokenUnit(id: string) {
  if (!isUnit(id)) return { money: false, printed: { zh: '', en: '' } };
  const { money = false, printed } = unitOf(id);
  return { money, printed };
}

/** What the figure means, as it is defined now; undefined until it is read. */
function useDefinition({ figure, params }: SealedCitation): FigureDefinition | undefined {
  const asked = useQuery(ask('readFigure', figureQuestion({ figure, params: JSON.stringify(params) })));
  return asked.isPlaceholderData ? undefined : asked.data?.definition;
}

/** `data-figure` of the mark of a citation on the sheet. */
export const markOf = (order: number): string => `cite-${order}`;

/** The address with the evidence of one citation open. */
export const withCitation = (address: Address, cite: number): Address => ({
  ...withoutEvidence(address),
  cite,
});

function Neighbours({ letter, order }: { letter: Letter; order: number }) {
  const { say } = useSpeech();
  const orders = letter.citations.map((citation) => citation.order);
  const at = orders.indexOf(order);
  const step = (to: number | undefined, label: typeof ui.next, mark: string) =>
    to === undefined ? (
      <span className="step" aria-hidden="true" />
    ) : (
      <Link
        to="."
        search={(previous: Address) => withCitation(previous, to)}
        state={true}
        replace
        resetScroll={false}
        className="step"
        aria-label={say(label)}
        title={say(label)}
      >
        {mark}
      </Link>
    );
  return (
    <p className="neighbours">
      {step(orders[at - 1], letterUi.previous, '‹')}
      <span className="tabular">{say(letterUi.ofMany(at + 1, orders.length))}</span>
      {step(orders[at + 1], letterUi.next, '›')}
    </p>
  );
}

function SealedRows({ letter, citation }: { letter: Letter; citation: SealedCitation }) {
  const { say, language } = useSpeech();
  const { rowPage } = useAddress();
  const navigate = useNavigate();
  const pageSize = 20;
  const rows = useQuery(
    ask(replyDoors.listSealedRows, {
      params: { letter: letter.code, order: String(citation.order) },
      query: { page: rowPage, pageSize },
    }),
  );
  const unit = spokenUnit(citation.unit);
  const register = useDefinition(citation)?.register?.id;
  return (
    <Answer of={rows} lines={6}>
      {({ view, total, rows: listed }) => (
        <section aria-labelledby="sealed-rows">
          <div className="section-head">
            <h3 id="sealed-rows">
              {say(view === 'counts' ? letterUi.sealedCounts : letterUi.sealedRows)}{' '}
              {total > 0 && (
                <span className="count">
                  {say(view === 'counts' ? ui.totalGroups(total) : ui.totalRows(total))}
                </span>
              )}
            </h3>
          </div>
          {view === 'counts' && <p className="quiet">{say(ui.countsNote)}</p>}
          {total === 0 ? (
            <p className="empty">{say(letterUi.noSealedRows)}</p>
          ) : (
            <div className="table-box" role="region" aria-label={say(letterUi.sealedRows)} tabIndex={0}>
              <table className="sealed-table">
                <caption className="unseen">{say(letterUi.sealedRows)}</caption>
                <thead>
                  <tr>
                    {view === 'rows' && <th scope="col">{say(letterUi.row)}</th>}
                    <th scope="col">{say(letterUi.name)}</th>
                    {listed.some(({ amount }) => amount !== null) && (
                      <th scope="col" className="number">
                        {say(letterUi.amount)}
                      </th>
                    )}
                  </tr>
                </thead>
                <tbody>
                  {listed.map((row, index) => (
                    <tr key={row.code ?? `line ${index}`}>
                      {view === 'rows' && (
                        <td className="tabular">
                          {row.code !== null && register !== undefined ? (
                            <Link
                              to="/records/$register/$code"
                              params={{ register, code: row.code }}
                              search={{}}
                              state={{ fromEvidence: true }}
                              className="row-link"
                            >
                              {row.code}
                            </Link>
                          ) : (
                            (row.code ?? '—')
                          )}
                        </td>
                      )}
                      <th scope="row" lang="zh-CN">
                        {row.title}
                      </th>
                      {listed.some(({ amount }) => amount !== null) && (
                        <td className="number">
                          {row.amount === null ? '' : spellExactly(row.amount, unit, language)}
                        </td>
                      )}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          <div className="rows-foot">
            <Pager
              page={rowPage ?? 1}
              pageSize={pageSize}
              total={total}
              go={(page) =>
                void navigate({
                  to: '.',
                  search: (previous: Address) => ({ ...previous, rowPage: page > 1 ? page : undefined }),
                  state: true,
                  replace: true,
                  resetScroll: false,
                })
              }
            />
          </div>
          <p className="digest">
            <span>{say(letterUi.rowsDigest)}</span> <code>{citation.rowsDigest}</code>
          </p>
        </section>
      )}
    </Answer>
  );
}

/** The citations that repeat this one: what became of it became of them. */
const repeatsOf = (letter: Letter, { figure, params }: SealedCitation): SealedCitation[] =>
  letter.citations.filter(
    (one) =>
      one.figure === figure &&
      JSON.stringify(one.params) === JSON.stringify(params) &&
      one.drift !== null &&
      one.drift.released === null,
  );

function Release({ letter, citation }: { letter: Letter; citation: SealedCitation }) {
  const { data } = useSession();
  return (
    <CommandForm
      draftName={`${data?.who?.name ?? ''} release ${letter.reply} ${citation.order}`}
      fields={() => [
        {
          name: 'note',
          label: letterUi.releaseNote,
          hint: letterUi.releaseHint,
          kind: 'area',
          rows: 3,
          required: true,
          atLeast: 5,
          max: 1000,
        },
      ]}
      submit={() => letterUi.release(repeatsOf(letter, citation).length)}
      send={async (values, key) => {
        for (const { order } of repeatsOf(letter, citation))
          await call(replyDoors.releaseDrift, {
            params: { reply: letter.reply },
            body: { citation: order, note: values['note'] ?? '' },
            key: `${key}-${order}`,
          });
      }}
      done={() => undefined}
    />
  );
}

/** Whether the reader sees changes before their release. */
function useInside(): boolean {
  const registers = useMay('register.read');
  const replies = useMay('reply.read');
  return registers && replies;
}

/** What the sealed figure would be now, beside what was sealed, and the rows that make the difference. */
function Drift({ letter, citation }: { letter: Letter; citation: SealedCitation }) {
  const { say, language } = useSpeech();
  const mayRelease = useMay('reply.dispatch');
  const inside = useInside();
  const { drift } = citation;
  const changes = useQuery({
    ...ask(replyDoors.compareSealed, { params: { letter: letter.code, order: String(citation.order) } }),
    enabled: drift !== null,
  });
  const definition = useDefinition(citation);
  if (!drift) return <p className="sealed-same">{say(inside ? letterUi.sameNow : letterUi.noneReleased)}</p>;
  // Staff see what it is now; the public what it was on the day the change was released.
  const then = inside || !drift.released ? null : drift.released.on;
  const is = drift.value === null ? null : say(drift.phrase);
  const heading =
    then === null
      ? is === null
        ? letterUi.nowNothing
        : letterUi.nowIs(is)
      : is === null
        ? letterUi.thenNothing(spellDay(then, language))
        : letterUi.thenIs(is, spellDay(then, language));
  return (
    <section className="drift" aria-labelledby="drift">
      <h3 id="drift">{say(heading)}</h3>
      <p>{say(letterUi.since(drift.added, drift.removed, drift.changed))}</p>
      {drift.released && (
        <p className="drift-note">
          {drift.released.note}{' '}
          <span className="quiet">{say(letterUi.releasedOn(spellDay(drift.released.on, language)))}</span>
        </p>
      )}
      <Answer of={changes} lines={3}>
        {(answer) => (
          <Compared
            opened
            changes={answer}
            labels={{ from: letterUi.sealedSide, to: then === null ? letterUi.nowSide : letterUi.thenSide }}
            unit={spokenUnit(citation.unit)}
            register={definition?.register?.id}
          />
        )}
      </Answer>
      {!drift.released && (
        <>
          <p className="drift-note">{say(letterUi.notReleased)}</p>
          {mayRelease && <Release letter={letter} citation={citation} />}
        </>
      )}
    </section>
  );
}

function Definition({ citation }: { citation: SealedCitation }) {
  const { say } = useSpeech();
  const definition = useDefinition(citation);
  if (!definition) return null;
  return (
    <div className="definition">
      <p>{say(definition.definition)}</p>
      <p className="quiet">{say(ui.labelled(ui.source, say(definition.source)))}</p>
    </div>
  );
}

function Evidence({ letter, citation }: { letter: Letter; citation: SealedCitation }) {
  const { say, language } = useSpeech();
  const unit = spokenUnit(citation.unit);
  const printed = language === 'zh' || citation.value === null ? citation.text : say(citation.phrase);
  return (
    <>
      <p className="evidence-value">
        <Phrase text={printed} />
        <span className="seal-mark drawer-seal" aria-hidden="true">
          印
        </span>
      </p>
      <p className="evidence-exact">
        <span className={`basis basis-${citation.basis}`}>{say(basisWords[citation.basis])}</span>
        {citation.value !== null && (unit.money || citation.qualifier !== 'none') && (
          <span>
            {say(ui.exactly)} {spellExactly(citation.value, unit, language)}
          </span>
        )}
        {citation.basis === 'computed' && <span>{say(ui.rowsCount(citation.rows))}</span>}
      </p>
      <dl className="sealed-clocks">
        <div>
          <dt>{say(ui.asOf)}</dt>
          <dd>{spellDay(citation.asOf, language)}</dd>
        </div>
        <div>
          <dt>{say(letterUi.knownAt)}</dt>
          <dd>
            {spellInstant(citation.knownAt)} {say(ui.beijing)}
          </dd>
        </div>
      </dl>
      <Definition citation={citation} />
      <Drift key={citation.order} letter={letter} citation={citation} />
      <SealedRows letter={letter} citation={citation} />
      <p className="live-link">
        <Link
          to="."
          search={(previous: Address) =>
            withEvidence(previous, {
              figure: citation.figure,
              params: citation.params,
              qualifier: citation.qualifier,
              citation: markOf(citation.order),
            })
          }
          state={{ evidence: true }}
          resetScroll={false}
          className="button"
        >
          {say(letterUi.liveValue)}
        </Link>
      </p>
    </>
  );
}

/** The evidence of one citation of a letter as it was sealed: value, both clocks, rows, digest; and what changed since. */
export default function SealedDrawer({ letter, order }: { letter: Letter; order: number }) {
  const { say } = useSpeech();
  const citation = letter.citations.find((one) => one.order === order);
  return (
    <DrawerFrame
      kicker={say(letterUi.sealedEvidence)}
      shown={markOf(order)}
      origin={markOf(order)}
      heading={
        citation ? (
          <>
            {say(citation.label)}
            <Original of={citation.label} />
          </>
        ) : (
          say(ui.evidence)
        )
      }
    >
      {citation ? (
        <>
          <Evidence letter={letter} citation={citation} />
          <Neighbours letter={letter} order={order} />
        </>
      ) : (
        <p className="empty">{say(letterUi.noSuchCitation)}</p>
      )}
    </DrawerFrame>
  );
}
