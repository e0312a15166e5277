import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ownDoors } from './access-doors.ts';
import { useDelegations } from './access-queries.ts';
import { accessUi } from './access-words.ts';
import { call } from './call.ts';
import { useSpeech } from './language.ts';
import { useSession } from './queries.ts';

function Acting({ lender }: { lender: string }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const delegations = useDelegations();
  const name = delegations.data?.find((one) => one.lender.account === lender)?.lender.name ?? lender;
  const back = useMutation({
    mutationFn: async () => {
      await call(ownDoors.actFor, { body: { delegation: null } });
      await navigate({ to: '/account', search: {} });
      await queries.resetQueries();
    },
  });
  return (
    <div className="standing-band" data-standing="acting" role="status">
      <p>
        <b>{say(accessUi.acting(name))}</b> <span className="at-length">{say(accessUi.actingLine)}</span>
      </p>
      <button type="button" className="button" disabled={back.isPending} onClick={() => back.mutate()}>
        {say(accessUi.asMyself)}
      </button>
      {back.error !== null && <p role="alert">{say(accessUi.notDone)}</p>}
    </div>
  );
}

/** Above every page: for whom the reader acts, and that his password must be changed first. */
export function StandingBand() {
  const { say } = useSpeech();
  const { data } = useSession();
  const path = useLocation({ select: (location) => location.pathname });
  const who = data?.who ?? null;
  if (who === null) return null;
  if (who.lentTo !== null) return <Acting lender={who.account} />;
  if (!who.passwordGiven || path === '/account') return null;
  return (
    <div className="standing-band" data-standing="password" role="status">
      <p>{say(accessUi.passwordGiven)}</p>
      <Link to="/account" search={{}} className="button">
        {say(accessUi.changeNow)}
      </Link>
    </div>
  );
}
