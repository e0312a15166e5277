import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FigureDefinition, FigureReading } from '#kernel/contract/evidence.ts';
import { FigureValue } from '#kernel/web/FigureValue.tsx';
import { areaNumeral, useAddress, useSpeech } from '#kernel/web/language.ts';
import { MomentPicker } from '#kernel/web/MomentPicker.tsx';
import { Answer, ProblemNote, Skeleton } from '#kernel/web/Problem.tsx';
import { ask, homeAt } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import '#kernel/web/styles/lists.css';

const basisWords = { computed: ui.basisComputed, attested: ui.basisAttested, parameter: ui.basisParameter };

/** Readings as the letter cites them, then (for figures it does not cite and that ask nothing) as they stand alone. */
function useReadings(definitions: FigureDefinition[], cited: FigureReading[]) {
  const { asOf, knownAt } = useAddress();
  const alone = definitions.filter(
    ({ id, params }) => params.length === 0 && !cited.some((reading) => reading.figure === id),
  );
  const answers = useQueries({
    queries: alone.map(({ id }) => ask('readFigure', { params: { figure: id }, query: { asOf, knownAt } })),
  });
  return [...cited, ...answers.flatMap(({ data }) => (data ? [data.reading] : []))];
}

function Line({ definition, readings }: { definition: FigureDefinition; readings: FigureReading[] }) {
  const { say } = useSpeech();
  return (
    <li className="figure-line">
      <div className="figure-line-name">
        <h3>{say(definition.label)}</h3>
        <p>{say(definition.definition)}</p>
        <p className="quiet">
          <span className={`basis basis-${definition.basis}`}>{say(basisWords[definition.basis])}</span>
          {say(ui.labelled(ui.source, say(definition.source)))}
        </p>
      </div>
      <div className="figure-line-value">
        {readings.map((reading) => (
          <div key={JSON.stringify(reading.params)}>
            <FigureValue reading={reading} label={definition.label} size="lead" />
            {Object.values(reading.params).length > 0 && (
              <span className="figure-line-params">
                {Object.values(reading.params).map(String).join(' ')}
              </span>
            )}
          </div>
        ))}
      </div>
    </li>
  );
}

function ByArea({
  definitions,
  cited,
  titles,
}: {
  definitions: FigureDefinition[];
  cited: FigureReading[];
  titles: Map<number, string>;
}) {
  const { say, language } = useSpeech();
  const [wanted, want] = useState('');
  const readings = useReadings(definitions, cited);
  const text = wanted.trim().toLowerCase();
  const shown = definitions.filter(({ label, id }) =>
    `${label.zh} ${label.en} ${id}`.toLowerCase().includes(text),
  );
  const areas = [...new Set(shown.map(({ area }) => area))].sort((a, b) => a - b);
  return (
    <>
      <div className="list-search">
        <input
          type="search"
          value={wanted}
          placeholder={say(ui.filterFigures)}
          aria-label={say(ui.filterFigures)}
          onChange={(event) => want(event.target.value)}
        />
        <span className="count" role="status">
          {shown.length} / {definitions.length}
        </span>
      </div>
      {shown.length === 0 && <p className="empty">{say(ui.nothingFound)}</p>}
      {areas.map((area) => (
        <section key={area} className="figure-area">
          <h2 className="area-title">
            <span className="area-number" aria-hidden="true">
              {areaNumeral(area, language)}
            </span>
            {titles.get(area) ?? say(ui.areaName(area))}
          </h2>
          <ul className="figure-lines">
            {shown
              .filter((definition) => definition.area === area)
              .map((definition) => (
                <Line
                  key={definition.id}
                  definition={definition}
                  readings={readings.filter(({ figure }) => figure === definition.id)}
                />
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Every figure the platform stands behind, with its definition and its value now. */
export function Figures() {
  const { say } = useSpeech();
  const { asOf, knownAt } = useAddress();
  const definitions = useQuery(ask('listFigures', {}));
  const home = useQuery(homeAt({ asOf, knownAt }));
  useTitle(say(ui.figures));
  return (
    <div className="page">
      <div className="page-head">
        <h1>{say(ui.figures)}</h1>
        <p className="page-line">{say(ui.figuresLine)}</p>
        {home.data && (
          <div className="moments">
            <MomentPicker asOf={home.data.asOf} />
          </div>
        )}
      </div>
      {home.error !== null && !home.data && <ProblemNote failure={home.error} retry={home.refetch} />}
      <Answer of={definitions} lines={12}>
        {(list) =>
          home.data ? (
            <ByArea
              definitions={list}
              cited={home.data.areas
                .flatMap((area) => area.results.map(({ reading }) => reading))
                .filter(
                  (reading, index, all) =>
                    all.findIndex(
                      (other) =>
                        other.figure === reading.figure &&
                        JSON.stringify(other.params) === JSON.stringify(reading.params),
                    ) === index,
                )}
              titles={new Map(home.data.areas.map((area) => [area.number, say(area.title)]))}
            />
          ) : (
            <Skeleton lines={12} />
          )
        }
      </Answer>
    </div>
  );
}
