import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FigureDefinition } from '#kernel/contract/evidence.ts';
import type { Address } from './address.ts';
import { addressOf } from './call.ts';
import { chooseColumns } from './columns.ts';
import { useAddress, useSpeech } from './language.ts';
import { Answer } from './Problem.tsx';
import { ask, figureQuestion, type FigureAsked } from './queries.ts';
import { Pager, RecordTable } from './RecordTable.tsx';
import { ui } from './words.ts';

/** How many columns the drawer has room for. */
const columnsShown = 5;

/** The records a figure is the count or sum of: the same query as its value. */
export function EvidenceRows({ asked, definition }: { asked: FigureAsked; definition: FigureDefinition }) {
  const { say, language } = useSpeech();
  const { rowSort, rowDesc, rowPage } = useAddress();
  const navigate = useNavigate();
  const [wide, widen] = useState(false);
  const question = figureQuestion(asked);
  const rows = useQuery(
    ask('listFigureRows', {
      params: question.params,
      query: { ...question.query, page: rowPage, pageSize: 20, sort: rowSort, descending: rowDesc },
    }),
  );
  const turn = (change: Partial<Address>) =>
    void navigate({
      to: '.',
      search: (previous: Address) => ({ ...previous, ...change }),
      state: true,
      replace: true,
      resetScroll: false,
    });
  const exported = addressOf('exportFigureRows', {
    params: question.params,
    query: { ...question.query, language },
  });
  return (
    <Answer of={rows} lines={8}>
      {(answer) => (
        <section className="evidence-rows" aria-labelledby="evidence-rows">
          <div className="section-head">
            <h3 id="evidence-rows">
              {say(answer.view === 'counts' ? ui.evidenceCounts : ui.evidenceRows)}{' '}
              <span className="count">
                {say(answer.view === 'counts' ? ui.totalGroups(answer.total) : ui.totalRows(answer.total))}
              </span>
            </h3>
            {answer.total > 0 && (
              <span className="section-tools">
                {(wide ||
                  chooseColumns(answer.columns, answer.rows, columnsShown).length <
                    answer.columns.length) && (
                  <button
                    type="button"
                    className="plain-button"
                    aria-pressed={wide}
                    onClick={() => widen(!wide)}
                  >
                    {say(wide ? ui.fewerColumns : ui.allColumns)}
                  </button>
                )}
                <a className="plain-button" href={exported} download>
                  {say(ui.exportCsv)}
                </a>
              </span>
            )}
          </div>
          {answer.view === 'counts' && <p className="quiet">{say(ui.countsNote)}</p>}
          {answer.owing && (
            <p className="note">
              {answer.owing
                .map(({ name, count }) =>
                  say(
                    ui.owed(
                      answer.columns.find((column) => column.name === name)?.label ?? ui.toFollow,
                      count,
                    ),
                  ),
                )
                .join(say({ zh: '；', en: '; ' }))}
            </p>
          )}
          {answer.total === 0 ? (
            <p className="empty">{say(ui.noRows)}</p>
          ) : (
            <RecordTable
              caption={say(ui.labelled(definition.label, say(ui.evidenceRows)))}
              columns={wide ? answer.columns : chooseColumns(answer.columns, answer.rows, columnsShown)}
              rows={answer.rows}
              register={definition.register?.id}
              order={{
                sort: rowSort,
                descending: rowDesc ?? false,
                choose: (sort, descending) =>
                  turn({ rowSort: sort, rowDesc: descending || undefined, rowPage: undefined }),
              }}
            />
          )}
          <div className="rows-foot">
            <Pager
              page={answer.page}
              pageSize={answer.pageSize}
              total={answer.total}
              go={(page) => turn({ rowPage: page > 1 ? page : undefined })}
            />
            {definition.register && (
              <Link
                to="/registers/$register"
                params={{ register: definition.register.id }}
                search={{}}
                className="plain-link"
              >
                {say(ui.labelled(ui.wholeRegister, say(definition.register.label)))}
              </Link>
            )}
          </div>
        </section>
      )}
    </Answer>
  );
}
