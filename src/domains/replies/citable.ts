/** What can be cited: every figure with the parameters it makes sense to ask, on the reply's day. */
import type { z } from 'zod';
import type { Actor } from '#kernel/access/roles.ts';
import type { Qualifier } from '#kernel/contract/evidence.ts';
import { unitOf } from '#kernel/contract/units.ts';
import { readClock, type Db } from '#kernel/db/open.ts';
import type { Figure } from '#kernel/figures/figure.ts';
import { printPhrase } from '#kernel/figures/phrase.ts';
import { readFigureValue, yearsWithRows } from '#kernel/figures/read.ts';
import type { Figures } from '#kernel/figures/registry.ts';
import { readTitles } from '#kernel/registers/store.ts';
import { findDraft } from './cases.ts';
import type { findCitable as citableDoor } from './contract.ts';

type Citable = z.input<(typeof citableDoor)['answer']>[number];

const qualifiers: readonly Qualifier[] = ['none', 'over', 'about', 'odd'];

/** Questions read for one search, and answers shown. */
const asked = 80;
const shown = 30;
/** Batches offered of a figure asked by batch. */
const batches = [1, 2, 3];

/** One way to ask a figure. */
interface Question {
  figure: Figure;
  params: Record<string, unknown>;
  paramsLabel: string;
  /** How many nearer years of it are offered before this one. */
  behind: number;
}

const typedYear = /^(19[5-9]\d|20\d\d|21\d\d)年?$/;

/** Figures whose words hold every part of `q`, each with its value and the ways to print it. */
export async function findCitable(
  db: Db,
  actor: Actor,
  figures: Figures,
  { q, reply }: z.output<(typeof citableDoor)['query']>,
): Promise<Citable[]> {
  const asOf =
    reply === undefined ? (await readClock(db)).today : (await findDraft(db, actor, reply)).reply.asOf;
  const parts = q
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '');
  const years = parts.flatMap((part) => typedYear.exec(part)?.[1] ?? []).map(Number);
  const questions: Question[] = [];
  for (const figure of figures.all) {
    const words = [figure.id, figure.label.zh, figure.label.en, ...figure.says.all.flat()]
      .join(' ')
      .toLowerCase();
    const holds = ({ paramsLabel }: Pick<Question, 'paramsLabel'>): boolean => {
      const text = `${words} ${paramsLabel.toLowerCase()}`;
      return parts.every((part) => text.includes(part));
    };
    const yearless = await questionsOf(db, figure);
    const yearName = Object.keys(figure.params).find((name) => figure.params[name]?.kind === 'year');
    if (yearName === undefined) questions.push(...yearless.filter(holds));
    else {
      // Years are looked up only of figures whose other words fit.
      const fits = parts.every((part) => words.includes(part) || typedYear.test(part));
      for (const question of fits ? yearless : []) {
        const offered = years.length > 0 ? years : await yearsWithRows(db, question, yearName, asOf);
        questions.push(
          ...offered.map((year, behind) => inYear(question, yearName, year, behind)).filter(holds),
        );
      }
    }
  }
  // Every figure's nearest year comes before any figure's year further back.
  questions.sort((one, other) => one.behind - other.behind);
  const answers: Citable[] = [];
  for (const question of questions.slice(0, asked)) answers.push(await answerOf(db, question, asOf));
  // What its own name says stands first, then what has a value.
  const worth = ({ label, value }: Citable): number =>
    (parts.some((part) => label.zh.includes(part) || label.en.toLowerCase().includes(part)) ? 0 : 4) +
    (value === null ? 1 : Number(value) === 0 ? 2 : 0);
  return answers.toSorted((one, other) => worth(one) - worth(other)).slice(0, shown);
}

/** Ways to ask a figure, but for its year. */
async function questionsOf(db: Db, figure: Figure): Promise<Question[]> {
  let questions: Question[] = [{ figure, params: {}, paramsLabel: '', behind: 0 }];
  for (const [name, parameter] of Object.entries(figure.params)) {
    if (parameter.kind === 'year') continue;
    const choices: { value: unknown; label: string }[] = parameter.batch
      ? batches.map((value) => ({ value, label: `第${value}批` }))
      : parameter.to
        ? (await readTitles(db, parameter.to)).map(({ code, title }) => ({ value: code, label: title }))
        : [];
    questions = questions.flatMap((question) =>
      choices.map(({ value, label }) => ({
        ...question,
        params: { ...question.params, [name]: value },
        paramsLabel: labelWith(question, label),
      })),
    );
  }
  return questions;
}

const labelWith = ({ paramsLabel }: Question, label: string): string =>
  paramsLabel === '' ? label : `${paramsLabel} · ${label}`;

const inYear = (question: Question, name: string, year: number, behind: number): Question => ({
  ...question,
  params: { ...question.params, [name]: year },
  paramsLabel: labelWith(question, `${year}年`),
  behind,
});

async function answerOf(db: Db, { figure, params, paramsLabel }: Question, asOf: string): Promise<Citable> {
  const reading = await readFigureValue(db, { figure, params, asOf, knownAt: null, qualifier: 'none' });
  const { value } = reading;
  const phrases =
    value === null
      ? []
      : qualifiers.map((qualifier) => ({
          qualifier,
          text: printPhrase(value, qualifier, unitOf(figure.unit)).zh,
        }));
  return {
    figure: figure.id,
    label: figure.label,
    params,
    paramsLabel,
    area: figure.area,
    basis: figure.basis,
    value,
    missing: reading.missing,
    rows: reading.rows,
    phrases: phrases.filter(({ text }, index) => phrases.findIndex((one) => one.text === text) === index),
  };
}
