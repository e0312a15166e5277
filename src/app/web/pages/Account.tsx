import { Link } from '@tanstack/react-router';
import { usePolicy } from '#kernel/web/access-queries.ts';
import { accessUi } from '#kernel/web/access-words.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { useSession } from '#kernel/web/queries.ts';
import { useTitle } from '#kernel/web/title.ts';
import { Lending } from './Lending.tsx';
import { OwnPassword } from './OwnPassword.tsx';
import { useOrganisationTitles, useRegionTitles } from './titles.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/record.css';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/access.css';

type Who = NonNullable<NonNullable<ReturnType<typeof useSession>['data']>['who']>;

function WhoIAm({ who }: { who: Who }) {
  const { say } = useSpeech();
  const policy = usePolicy();
  const region = useRegionTitles([who.region]);
  const organisation = useOrganisationTitles([who.organisation]);
  return (
    <section aria-labelledby="who">
      <h2 id="who">{say(accessUi.who)}</h2>
      <Answer of={policy} lines={4}>
        {({ roles, permissions }) => {
          const role = roles.find(({ id }) => id === who.role);
          const place =
            who.region === null
              ? who.organisation === null
                ? null
                : organisation(who.organisation)
              : region(who.region);
          const mine = permissions.filter(({ id }) => id !== 'public' && who.permissions.includes(id));
          return (
            <>
              <dl className="facts">
                <div>
                  <dt>{say(accessUi.displayName)}</dt>
                  <dd>{who.name}</dd>
                </div>
                <div>
                  <dt>{say(accessUi.name)}</dt>
                  <dd>{who.lentTo ?? who.account}</dd>
                </div>
                {role && (
                  <>
                    <div>
                      <dt>{say(accessUi.role)}</dt>
                      <dd>
                        {say(role.label)}
                        <span className="block quiet">{say(role.purpose)}</span>
                      </dd>
                    </div>
                    <div>
                      <dt>{say(accessUi.sees)}</dt>
                      <dd>{say(accessUi.scopeOf(say(role.level.label), place))}</dd>
                    </div>
                  </>
                )}
              </dl>
              <h3>{say(accessUi.whatIMay)}</h3>
              <ul className="may-list">
                {mine.map(({ id, label }) => (
                  <li key={id}>{say(label)}</li>
                ))}
              </ul>
              <p>
                <Link to="/access" search={{}} hash={who.role}>
                  {say(accessUi.seeAll)}
                </Link>
              </p>
            </>
          );
        }}
      </Answer>
    </section>
  );
}

function Opened({ who }: { who: Who }) {
  const { say } = useSpeech();
  return (
    <>
      <div className="page-head">
        <h1>{say(accessUi.account)}</h1>
        <p className="page-line">{say(accessUi.ownLine)}</p>
      </div>
      <div className="own-account">
        {who.passwordGiven && (
          <p className="note" role="status">
            {say(accessUi.passwordGiven)}
          </p>
        )}
        {who.passwordGiven && <OwnPassword who={who} />}
        <WhoIAm who={who} />
        {!who.passwordGiven && <Lending who={who} />}
        {!who.passwordGiven && who.lentTo === null && <OwnPassword who={who} />}
      </div>
    </>
  );
}

/** One's own account: who one is, what one sees and may do, the password, and the work lent to and by others. */
export function Account() {
  const { say } = useSpeech();
  const { data } = useSession();
  useTitle(say(accessUi.account));
  return (
    <div className="page narrow">
      <Entitled to="work.own" title={say(accessUi.account)}>
        {data?.who && <Opened who={data.who} />}
      </Entitled>
    </div>
  );
}
