import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { ui } from '#kernel/web/words.ts';
import { ScopeLine } from './ScopeLine.tsx';
import '#kernel/web/styles/lists.css';

/** The registers, grouped by the slice of work they belong to. */
export function Registers() {
  const { say } = useSpeech();
  const registers = useQuery(ask('listRegisters', {}));
  useTitle(say(ui.registers));
  return (
    <div className="page">
      <div className="page-head">
        <h1>{say(ui.registers)}</h1>
        <p className="page-line">{say(ui.registersLine)}</p>
        <ScopeLine />
      </div>
      <Answer of={registers} lines={12}>
        {(list) => (
          <div className="slices">
            {[...Map.groupBy(list, (register) => say(register.slice))].map(([slice, members]) => (
              <section key={slice} className="slice">
                <h2>{slice}</h2>
                <ul>
                  {members.map((register) => (
                    <li key={register.id}>
                      <Link to="/registers/$register" params={{ register: register.id }} search={{}}>
                        {say(register.label)}
                      </Link>
                      {register.view === 'counts' && <span className="chip">{say(ui.evidenceCounts)}</span>}
                      <span className="slice-count">{register.count.toLocaleString('en-GB')}</span>
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        )}
      </Answer>
    </div>
  );
}
