import { useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { FigureDefinition, FigureReading } from '#kernel/contract/evidence.ts';
import { parseObject, type Address } from './address.ts';
import { DrawerFrame } from './DrawerFrame.tsx';
import { EvidenceChanges } from './EvidenceChanges.tsx';
import { EvidenceRows } from './EvidenceRows.tsx';
import { exactValue, Phrase } from './FigureValue.tsx';
import { spellInstant, useAddress, useSpeech } from './language.ts';
import { WatchButton } from './inbox/WatchButton.tsx';
import { MomentPicker } from './MomentPicker.tsx';
import { Original } from './Original.tsx';
import { Answer } from './Problem.tsx';
import { ask, figureQuestion, useMayReadPast, type FigureAsked } from './queries.ts';
import { Trend } from './Trend.tsx';
import { ui } from './words.ts';

const basisWords = { computed: ui.basisComputed, attested: ui.basisAttested, parameter: ui.basisParameter };

function ParameterLine({ definition }: { definition: FigureDefinition }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const given = parseObject(useAddress().params);
  const shown = definition.params.filter((param) => given[param.name] !== undefined);
  const turn = (name: string, value: unknown) =>
    void navigate({
      to: '.',
      search: (previous: Address) => ({
        ...previous,
        params: JSON.stringify({ ...given, [name]: value }),
        rowPage: undefined,
      }),
      state: true,
      replace: true,
      resetScroll: false,
    });
  return shown.map(({ name, label, kind }) => {
    const value = given[name];
    const stepped = kind === 'year' && typeof value === 'number';
    return (
      <div key={name} className="parameter" role="group" aria-label={say(label)}>
        <span className="moment-label">{say(label)}</span>
        {stepped && (
          <button
            type="button"
            className="step"
            aria-label={say(ui.previousYear)}
            onClick={() => turn(name, value - 1)}
          >
            ‹
          </button>
        )}
        <b aria-live="polite">{String(value)}</b>
        {stepped && (
          <button
            type="button"
            className="step"
            aria-label={say(ui.nextYear)}
            onClick={() => turn(name, value + 1)}
          >
            ›
          </button>
        )}
      </div>
    );
  });
}

function Evidence({
  asked,
  definition,
  reading,
}: {
  asked: FigureAsked;
  definition: FigureDefinition;
  reading: FigureReading;
}) {
  const { say, language } = useSpeech();
  const mayReadPast = useMayReadPast();
  const question = figureQuestion(asked);
  const trend = useQuery(ask('readTrend', question));
  const phrase = reading.value === null ? say(ui.noValue) : say(reading.phrase);
  const year = parseObject(asked.params)['year'];
  return (
    <>
      <p className="evidence-value" aria-live="polite">
        <Phrase text={phrase} />
      </p>
      <p className="evidence-exact">
        <span className={`basis basis-${reading.basis}`}>{say(basisWords[reading.basis])}</span>
        {reading.value !== null && (definition.unit.money || reading.qualifier !== 'none') && (
          <span>
            {say(ui.exactly)} {exactValue(reading, language)}
          </span>
        )}
        {reading.basis === 'computed' && <span>{say(ui.rowsCount(reading.rows))}</span>}
      </p>
      {reading.missing && <p className="missing">{say(reading.missing)}</p>}
      <div className="moments">
        <MomentPicker asOf={reading.asOf} />
        <ParameterLine definition={definition} />
        <WatchButton kind="figure" subject={subjectOf(reading)} />
      </div>
      {!mayReadPast && asked.knownAt !== undefined && reading.knownAt !== null && (
        <p className="quiet">
          {say(ui.knownAt)} {spellInstant(reading.knownAt)}
        </p>
      )}
      <div className="definition">
        <p>{say(definition.definition)}</p>
        <p className="quiet">{say(ui.labelled(ui.source, say(definition.source)))}</p>
      </div>
      <section aria-labelledby="evidence-trend">
        <div className="section-head">
          <h3 id="evidence-trend">{say(ui.trend)}</h3>
        </div>
        <Answer of={trend} lines={4}>
          {({ over, points }) => (
            <Trend
              definition={definition}
              points={points}
              over={over}
              year={typeof year === 'number' ? String(year) : undefined}
            />
          )}
        </Answer>
      </section>
      <EvidenceRows asked={asked} definition={definition} />
      <EvidenceChanges asked={asked} asOf={reading.asOf} definition={definition} />
    </>
  );
}

/** A figure with its parameters, as it is watched. */
const subjectOf = ({ figure, params }: Pick<FigureReading, 'figure' | 'params'>): string =>
  Object.keys(params).length === 0 ? figure : `${figure} ${JSON.stringify(params)}`;

/** The evidence of the figure in the address: what it means, what it is, and the records behind it. */
export default function EvidenceDrawer() {
  const { say } = useSpeech();
  const { figure = '', params, qualifier, citation, asOf, knownAt } = useAddress();
  const asked = { figure, params, qualifier, asOf, knownAt };
  const read = useQuery(ask('readFigure', figureQuestion(asked)));
  return (
    <DrawerFrame
      kicker={say(ui.evidence)}
      shown={figure}
      origin={citation ?? figure}
      heading={
        <>
          {read.data ? say(read.data.definition.label) : say(ui.evidence)}
          {read.data && <Original of={read.data.definition.label} />}
        </>
      }
    >
      <Answer of={read} lines={9}>
        {({ definition, reading }) => (
          <Evidence key={definition.id} asked={asked} definition={definition} reading={reading} />
        )}
      </Answer>
    </DrawerFrame>
  );
}
