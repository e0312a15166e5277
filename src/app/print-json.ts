/** JSON as it is printed: as `JSON.stringify` with two spaces, in pieces, so that no answer is too long for a string. */

/** Depth down to which members are printed one by one. */
const piecewise = 4;

function* pieces(value: unknown, indent: string, depth: number): Generator<string> {
  const isWhole =
    depth >= piecewise ||
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    'toJSON' in value;
  const members = isWhole ? [] : Object.entries(value).filter(([, one]) => one !== undefined);
  if (members.length === 0) {
    yield JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  let before = '{';
  for (const [key, one] of members) {
    yield `${before}\n${indent}  ${JSON.stringify(key)}: `;
    yield* pieces(one, `${indent}  `, depth + 1);
    before = ',';
  }
  yield `\n${indent}}`;
}

/** Characters written at once. */
const batch = 1 << 20;

/** Prints an answer and a line's end. */
export async function printJson(value: unknown, to: NodeJS.WritableStream): Promise<void> {
  const write = (text: string): Promise<void> | null =>
    to.write(text) ? null : new Promise((resolve) => to.once('drain', resolve));
  let waiting = '';
  for (const piece of pieces(value, '', 0)) {
    waiting += piece;
    if (waiting.length < batch) continue;
    await write(waiting);
    waiting = '';
  }
  await write(`${waiting}\n`);
}
