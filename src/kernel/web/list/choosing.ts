/** Rows chosen for an action over many of them. */
import { useState } from 'react';

export interface Choosing {
  codes: ReadonlySet<string>;
  /** All rows of the list, on every page. */
  all: boolean;
  /** Turns one row; with `stretch`, all between it and the one turned last. */
  turn: (code: string, stretch: boolean) => void;
  /** Turns all rows of the page. */
  turnPage: () => void;
  chooseAll: () => void;
  clear: () => void;
}

/** `page`: the keys on the page, in order. `list`: what is listed; another list begins with none chosen. */
export function useChoosing(page: readonly string[], list: string): Choosing {
  const [state, setState] = useState<{
    list: string;
    codes: ReadonlySet<string>;
    all: boolean;
    last: string | null;
  }>({
    list,
    codes: new Set(),
    all: false,
    last: null,
  });
  const current = state.list === list ? state : { list, codes: new Set<string>(), all: false, last: null };
  const give = (codes: ReadonlySet<string>, last: string | null, all = false) =>
    setState({ list, codes, last, all });
  return {
    codes: current.codes,
    all: current.all,
    turn: (code, stretch) => {
      const codes = new Set(current.codes);
      const [from, to] = [page.indexOf(current.last ?? ''), page.indexOf(code)];
      const stretched =
        stretch && from >= 0 ? page.slice(Math.min(from, to), Math.max(from, to) + 1) : [code];
      const choose = !current.codes.has(code);
      for (const one of stretched) {
        if (choose) codes.add(one);
        else codes.delete(one);
      }
      give(codes, code);
    },
    turnPage: () => {
      const every = page.every((code) => current.codes.has(code));
      const codes = new Set(current.codes);
      for (const code of page) {
        if (every) codes.delete(code);
        else codes.add(code);
      }
      give(codes, null);
    },
    chooseAll: () => give(new Set(page), null, true),
    clear: () => give(new Set(), null),
  };
}
