/** Places of a text that say the same thing: tied where they agree, told of one another where they differ. Pure. */
import type { CheckEntry } from './contract.ts';
import { sameTopic, topicText, type Topic } from './judge.ts';
import type { Quantity } from './quantities.ts';
import { placeOf, type Scene } from './scene.ts';

const placeIn = ({ line, column, text }: CheckEntry): { line: number; column: number; text: string } => ({
  line,
  column,
  text,
});

/** Places of one thing that are told of one another; a text that says it more often is no letter. */
const placesTied = 60;

/** Places that state the same figure are tied; those that state it otherwise are told of one another. */
export function tieFigures(entries: CheckEntry[]): void {
  const byFigure = new Map<string, CheckEntry[]>();
  for (const entry of entries) {
    if (entry.figure === null) continue;
    const key = `${entry.figure} ${JSON.stringify(entry.params)} ${entry.value}`;
    byFigure.set(key, [...(byFigure.get(key) ?? []), entry]);
  }
  for (const all of byFigure.values()) {
    const group = all.slice(0, placesTied);
    for (const entry of group) {
      for (const other of group) {
        if (other === entry) continue;
        const alike =
          other.verdict === entry.verdict && (other.verdict === 'holds' || other.stated === entry.stated);
        (alike ? entry.tiedWith : entry.inconsistentWith).push(placeIn(other));
      }
    }
  }
}

export function topicOf(scene: Scene, index: number, quantity: Quantity): Topic {
  const place = placeOf(scene.chars, scene.numbers, index);
  const sentence = scene.masked.slice(place.sentence, quantity.start);
  const year = /((?:19|20)\d{2})年[^年]*$/.exec(sentence);
  return {
    before: topicText(scene.masked.slice(place.clause, quantity.start)),
    behind: topicText(scene.masked.slice(quantity.end, place.ownEnd)).slice(0, 6),
    measure: quantity.measure,
    year: year ? Number(year[1]) : null,
  };
}

/** Numbers no figure decides, that speak of the same thing and differ. */
export function tieTopics(entries: CheckEntry[], topics: readonly (Topic | null)[]): void {
  const open = entries.flatMap((entry, i) => {
    const topic = topics[i];
    return topic && topic.before.length >= 6 ? [{ entry, topic }] : [];
  });
  const byEnd = new Map<string, { entry: CheckEntry; topic: Topic }[]>();
  for (const one of open) {
    const key = `${one.topic.measure} ${one.topic.before.slice(-6)}`;
    byEnd.set(key, [...(byEnd.get(key) ?? []), one]);
  }
  for (const all of byEnd.values()) {
    const group = all.slice(0, placesTied);
    for (const one of group) {
      for (const other of group) {
        if (one === other || !sameTopic(one.topic, other.topic)) continue;
        if (one.entry.stated === other.entry.stated) one.entry.tiedWith.push(placeIn(other.entry));
        else if (one.entry.qualifier === 'none' && other.entry.qualifier === 'none') {
          one.entry.verdict = 'inconsistent';
          one.entry.inconsistentWith.push(placeIn(other.entry));
          one.entry.reason = {
            zh: `同一事项前后不一：另一处写作 ${other.entry.text}（第 ${other.entry.line} 行），没有指标可以断定。`,
            en: `The same thing is stated otherwise elsewhere: ${other.entry.text} (line ${other.entry.line}); no figure decides.`,
          };
        }
      }
    }
  }
}
