import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { formatMoney, parseMoney, spellMoney } from '#kernel/contract/money.ts';
import type { Words } from '#kernel/contract/words.ts';
import { parseObject } from '#kernel/web/address.ts';
import { call, CallFailed, newKey, type AnswerOfDoor } from '#kernel/web/call.ts';
import { cleanDay, cleanMoney } from '#kernel/web/clean.ts';
import { deskUi } from '#kernel/web/desk-words.ts';
import { dropDraft, keepDraft, readDraft } from '#kernel/web/drafts.ts';
import { Entitled } from '#kernel/web/Entitled.tsx';
import { useSpeech } from '#kernel/web/language.ts';
import { Answer } from '#kernel/web/Problem.tsx';
import { ask, forgetAnswers, useSession } from '#kernel/web/queries.ts';
import { recordUi } from '#kernel/web/record-words.ts';
import { ReferenceInput } from '#kernel/web/ReferenceInput.tsx';
import { useTitle } from '#kernel/web/title.ts';
import { DayInput, NumberInput } from '#kernel/web/TypedInputs.tsx';
import { ui } from '#kernel/web/words.ts';
import { distributionDoors } from './doors.ts';
import { distributionUi } from './distribution-words.ts';
import { divide } from './shares.ts';
import '#kernel/web/styles/lists.css';
import '#kernel/web/styles/desk.css';
import '#kernel/web/styles/many.css';

type Known = AnswerOfDoor<typeof distributionDoors.readDistributing>;
type Recipient = keyof typeof distributionUi.recipients;

interface Share {
  recipient: Recipient;
  person: string;
  ratio: string;
  amount: string;
}

interface Content {
  code: string;
  decidedOn: string;
  paidOn: string;
  gross: string;
  costs: string;
  shares: Share[];
}

const firstShares: Share[] = [
  { recipient: 'team', person: '', ratio: '', amount: '' },
  { recipient: 'institution', person: '', ratio: '', amount: '' },
];

const isRecipient = (text: unknown): text is Recipient =>
  typeof text === 'string' && text in distributionUi.recipients;

/** Shares of a draft; whom they name is not in it. */
function readShares(text: string | undefined): Share[] {
  const { shares } = parseObject(text);
  if (!Array.isArray(shares)) return firstShares;
  return shares.flatMap((share: unknown): Share[] => {
    const { recipient, ratio, amount } = { ...(share as Record<string, unknown>) };
    return isRecipient(recipient) && typeof ratio === 'string' && typeof amount === 'string'
      ? [{ recipient, ratio, amount, person: '' }]
      : [];
  });
}

/** What was typed, kept for this tab, without persons. */
function useContent(name: string, known: Known) {
  const [restored] = useState(() => readDraft(name));
  const [key, setKey] = useState(() => restored?.key ?? newKey());
  const [content, setContent] = useState<Content>(() => ({
    code: restored?.values.code ?? known.suggested,
    decidedOn: restored?.values.decidedOn ?? known.today,
    paidOn: restored?.values.paidOn ?? '',
    gross: restored?.values.gross ?? '',
    costs: restored?.values.costs ?? '0',
    shares: readShares(restored?.values.shares),
  }));
  const change = (part: Partial<Content>) => {
    const next = { ...content, ...part };
    const renewed = newKey();
    setContent(next);
    setKey(renewed);
    const { shares, ...texts } = next;
    const kept = shares.map(({ recipient, ratio, amount }) => ({ recipient, ratio, amount }));
    keepDraft(name, {
      values: { ...texts, shares: JSON.stringify({ shares: kept }) },
      reason: '',
      key: renewed,
    });
  };
  return { content, change, key, renew: () => setKey(newKey()), restored: restored !== null };
}

const fenOf = (text: string): bigint | null => parseMoney((cleanMoney(text) ?? text).trim());

function SoFar({ known }: { known: Known }) {
  const { say } = useSpeech();
  const facts = [
    [distributionUi.amount, known.amount],
    [distributionUi.received, known.received],
    [distributionUi.paid, known.paid],
    [distributionUi.decided, known.decided],
  ] as const;
  return (
    <dl className="bulk-counts" aria-label={say(distributionUi.soFar)}>
      {facts.map(([label, yuan]) => (
        <div key={label.zh}>
          <dt>{say(label)}</dt>
          <dd>{spellMoney(yuan)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Field({
  name,
  label,
  help,
  faults,
  required = true,
  children,
}: {
  name: string;
  label: Words;
  help?: Words;
  faults: readonly Words[];
  required?: boolean;
  children: (attributes: {
    id: string;
    'aria-invalid': true | undefined;
    'aria-required': true | undefined;
    'aria-describedby': string | undefined;
  }) => React.ReactNode;
}) {
  const { say } = useSpeech();
  const id = `share-${name}`;
  const described = faults.length > 0 || help !== undefined;
  return (
    <div className="field" data-faulty={faults.length > 0 || undefined}>
      <label className="field-label" htmlFor={id}>
        {say(label)}
        {required && (
          <span className="required" aria-hidden="true">
            *
          </span>
        )}
      </label>
      {children({
        id,
        'aria-invalid': faults.length > 0 || undefined,
        'aria-required': required || undefined,
        'aria-describedby': described ? `${id}-help` : undefined,
      })}
      {described && (
        <div className="field-help" id={`${id}-help`}>
          {faults.map((fault) => (
            <p key={fault.zh} className="fault">
              {say(fault)}
            </p>
          ))}
          {help && <p className="hint">{say(help)}</p>}
        </div>
      )}
    </div>
  );
}

function Balance({ net, shares }: { net: bigint | null; shares: readonly Share[] }) {
  const { say } = useSpeech();
  if (net === null) return null;
  const sum = shares.reduce((total, { amount }) => total + (fenOf(amount) ?? 0n), 0n);
  const off = net - sum;
  return (
    <p className="balance tabular" role="status" data-exact={off === 0n || undefined}>
      {say(ui.labelled(distributionUi.net, spellMoney(formatMoney(net))))}
      {' · '}
      {say(
        off === 0n
          ? distributionUi.exact
          : off > 0n
            ? distributionUi.short(spellMoney(formatMoney(off)))
            : distributionUi.over(spellMoney(formatMoney(-off))),
      )}
    </p>
  );
}

function DistributionForm({ known, draftName }: { known: Known; draftName: string }) {
  const { say } = useSpeech();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { content, change: keep, key, renew, restored } = useContent(draftName, known);
  const [hint, setHint] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { shares } = content;
  const [gross, costs] = [fenOf(content.gross), fenOf(content.costs)];
  const net = gross === null || costs === null || gross < costs ? null : gross - costs;
  const saving = useMutation({
    mutationFn: async () => {
      const { code } = await call(distributionDoors.recordDistribution, {
        params: { code: known.code },
        body: {
          code: content.code.trim(),
          decidedOn: cleanDay(content.decidedOn) ?? content.decidedOn.trim(),
          paidOn: content.paidOn.trim() === '' ? null : (cleanDay(content.paidOn) ?? content.paidOn.trim()),
          gross: cleanMoney(content.gross) ?? content.gross.trim(),
          costs: cleanMoney(content.costs) ?? content.costs.trim(),
          shares: shares.map(({ recipient, person, amount }) => ({
            recipient,
            person: recipient === 'researcher' && person.trim() !== '' ? person.trim() : null,
            amount: cleanMoney(amount) ?? amount.trim(),
          })),
        },
        key,
      });
      dropDraft(draftName);
      await forgetAnswers(queries);
      await navigate({
        to: '/records/$register/$code',
        params: { register: 'transfer.distribution', code },
        search: { knownAt: undefined },
        state: { written: 'added' },
        replace: true,
      });
    },
    onError: (failure) => {
      if (failure instanceof CallFailed && failure.problem && failure.problem.code !== 'key-running') renew();
    },
  });
  // What was found wrong is no longer said of what has been changed since.
  const change = (part: Partial<Content>) => {
    if (saving.error !== null) saving.reset();
    keep(part);
  };
  const failed = saving.error !== null && !saving.isPending;
  const problem = failed && saving.error instanceof CallFailed ? saving.error.problem : null;
  const faults = problem?.faults ?? [];
  useEffect(() => {
    if (failed) box.current?.focus();
  }, [failed, saving.error]);
  const of = (place: string) => faults.filter(({ at }) => at === `/body/${place}`);
  const setShare = (at: number, part: Partial<Share>) =>
    change({ shares: shares.map((share, one) => (one === at ? { ...share, ...part } : share)) });
  const propose = () => {
    const amounts =
      net === null
        ? null
        : divide(
            net,
            shares.map(({ ratio }) => ratio),
          );
    setHint(amounts === null);
    if (amounts)
      change({ shares: shares.map((share, at) => ({ ...share, amount: formatMoney(amounts[at] ?? 0n) })) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.isPending) saving.mutate();
  };
  const day = (name: 'decidedOn' | 'paidOn', label: Words, help?: Words) => (
    <Field
      name={name}
      label={label}
      faults={of(name)}
      required={name === 'decidedOn'}
      {...(help ? { help } : {})}
    >
      {(attributes) => (
        <DayInput value={content[name]} give={(value) => change({ [name]: value })} attributes={attributes} />
      )}
    </Field>
  );
  const amount = (name: 'gross' | 'costs', label: Words) => (
    <Field name={name} label={label} faults={of(name)}>
      {(attributes) => (
        <NumberInput
          money
          value={content[name]}
          give={(value) => change({ [name]: value })}
          attributes={attributes}
        />
      )}
    </Field>
  );
  return (
    <form className="record-form" onSubmit={submit} noValidate aria-busy={saving.isPending}>
      {failed && (
        <div className="problem form-problem" role="alert" tabIndex={-1} ref={box}>
          <p className="problem-what">
            <b>{say(deskUi.notSaved)}</b>
          </p>
          {faults.length === 0 && <p>{say(problem ?? deskUi.unknownOutcome)}</p>}
          <ul>
            {faults.map((fault) => (
              <li key={`${fault.at} ${fault.zh}`}>
                <button
                  type="button"
                  className="plain-button jump"
                  onClick={() =>
                    document
                      .getElementById(`share-${fault.at.replace('/body/', '').replaceAll('/', '-')}`)
                      ?.focus()
                  }
                >
                  {say(fault)}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {restored && !failed && <p className="note">{say(deskUi.draftBack)}</p>}
      <Field name="code" label={distributionUi.code} faults={of('code')}>
        {(attributes) => (
          <input
            {...attributes}
            type="text"
            value={content.code}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => change({ code: event.target.value })}
          />
        )}
      </Field>
      {day('decidedOn', distributionUi.decidedOn)}
      {day('paidOn', distributionUi.paidOn, distributionUi.paidHelp)}
      {amount('gross', distributionUi.gross)}
      {amount('costs', distributionUi.costs)}
      <fieldset className="field-group" id="share-shares" tabIndex={-1}>
        <legend>{say(distributionUi.shares)}</legend>
        <Balance net={net} shares={shares} />
        {of('shares').map((fault) => (
          <p key={fault.zh} className="fault">
            {say(fault)}
          </p>
        ))}
        <ol className="shares">
          {shares.map((share, at) => (
            <li key={at} aria-label={say(distributionUi.share(at + 1))}>
              <Field
                name={`shares-${at}-recipient`}
                label={distributionUi.recipient}
                faults={of(`shares/${at}/recipient`)}
              >
                {(attributes) => (
                  <select
                    {...attributes}
                    value={share.recipient}
                    onChange={(event) =>
                      isRecipient(event.target.value) && setShare(at, { recipient: event.target.value })
                    }
                  >
                    {Object.entries(distributionUi.recipients).map(([value, label]) => (
                      <option key={value} value={value}>
                        {say(label)}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
              {share.recipient === 'researcher' && (
                <Field
                  name={`shares-${at}-person`}
                  label={distributionUi.person}
                  help={distributionUi.personHelp}
                  required={false}
                  faults={of(`shares/${at}/person`)}
                >
                  {(attributes) => (
                    <ReferenceInput
                      to="directory.person"
                      value={share.person}
                      give={(person) => setShare(at, { person })}
                      attributes={attributes}
                    />
                  )}
                </Field>
              )}
              <Field name={`shares-${at}-ratio`} label={distributionUi.ratio} required={false} faults={[]}>
                {(attributes) => (
                  <input
                    {...attributes}
                    type="text"
                    inputMode="decimal"
                    autoComplete="off"
                    className="ratio"
                    value={share.ratio}
                    onChange={(event) => setShare(at, { ratio: event.target.value })}
                  />
                )}
              </Field>
              <Field
                name={`shares-${at}-amount`}
                label={distributionUi.shareAmount}
                faults={of(`shares/${at}/amount`)}
              >
                {(attributes) => (
                  <NumberInput
                    money
                    value={share.amount}
                    give={(value) => setShare(at, { amount: value })}
                    attributes={attributes}
                  />
                )}
              </Field>
              {shares.length > 1 && (
                <button
                  type="button"
                  className="plain-button"
                  onClick={() => change({ shares: shares.filter((_, one) => one !== at) })}
                >
                  {say(distributionUi.removeShare(at + 1))}
                </button>
              )}
            </li>
          ))}
        </ol>
        <div className="form-end">
          <button
            type="button"
            className="button"
            onClick={() =>
              change({ shares: [...shares, { recipient: 'researcher', person: '', ratio: '', amount: '' }] })
            }
          >
            {say(distributionUi.addShare)}
          </button>
          <button type="button" className="button" onClick={propose}>
            {say(distributionUi.propose)}
          </button>
        </div>
        <p className={hint ? 'fault' : 'hint'} role="status">
          {say(hint ? distributionUi.proposeMissing : distributionUi.proposeHelp)}
        </p>
      </fieldset>
      <div className="form-end">
        <button type="submit" className="button primary" disabled={saving.isPending}>
          {say(saving.isPending ? deskUi.saving : distributionUi.save)}
        </button>
        <Link
          to="/records/$register/$code"
          params={{ register: 'transfer.transfer-contract', code: known.code }}
          search={{}}
          className="plain-link"
          onClick={() => dropDraft(draftName)}
        >
          {say(deskUi.discard)}
        </Link>
        <p className="quiet draft-kept">{say(recordUi.draftKeptPartly)}</p>
      </div>
    </form>
  );
}

function Page({ code }: { code: string }) {
  const { say } = useSpeech();
  const { data: session } = useSession();
  const known = useQuery(ask(distributionDoors.readDistributing, { params: { code } }));
  useTitle(known.data && say(distributionUi.title(known.data.title)));
  return (
    <Answer of={known} lines={12}>
      {(answer) => (
        <>
          <p className="crumbs">
            <Link
              to="/records/$register/$code"
              params={{ register: 'transfer.transfer-contract', code }}
              search={{}}
            >
              {answer.title}
            </Link>
          </p>
          <div className="page-head">
            <h1>{say(distributionUi.title(answer.title))}</h1>
            <p className="page-line">{say(distributionUi.line)}</p>
          </div>
          <SoFar known={answer} />
          <DistributionForm known={answer} draftName={`${session?.who?.name ?? ''} distribute ${code}`} />
        </>
      )}
    </Answer>
  );
}

/** Income of a contract shared: one distribution with all of its shares. */
export function Distribute() {
  const { say } = useSpeech();
  const { code } = useParams({ from: '/contracts/$code/distribute' });
  return (
    <div className="page form-page" key={code}>
      <Entitled to="register.write" title={say(distributionUi.record)}>
        <Page code={code} />
      </Entitled>
    </div>
  );
}
