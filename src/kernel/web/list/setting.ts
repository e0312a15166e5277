/** How a list is set up: kept for the account when signed in, on the device otherwise. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ColumnShape } from '#kernel/contract/evidence.ts';
import type { ListSetting, SavedView } from '#kernel/contract/lists.ts';
import { parseObject } from '../address.ts';
import { call } from '../call.ts';
import { recall, remember } from '../device.ts';
import { ask, useMay } from '../queries.ts';
import { listDoors } from './doors.ts';

const nothing: ListSetting = { columns: [], dense: false };

function recallSetting(register: string): ListSetting {
  const stored = parseObject(recall(`kechuang.list.${register}`) ?? undefined);
  const { columns, dense } = stored;
  return {
    columns: Array.isArray(columns) ? columns.filter((name) => typeof name === 'string') : [],
    dense: dense === true,
  };
}

export interface ListKept {
  signedIn: boolean;
  views: SavedView[];
  setting: ListSetting;
  keep: (setting: ListSetting) => void;
}

/** Views and setting of a register; null while they are being read. */
export function useKept(register: string): ListKept | null {
  const signedIn = useMay('register.read');
  const queries = useQueryClient();
  const [onDevice, setOnDevice] = useState(() => recallSetting(register));
  const question = ask(listDoors.readListSetting, { params: { register } });
  const { data } = useQuery({ ...question, enabled: signedIn, staleTime: 600_000 });
  const keeping = useMutation({
    mutationFn: (setting: ListSetting) =>
      call(listDoors.keepListSetting, { params: { register }, body: setting }),
  });
  if (signedIn && data === undefined) return null;
  return {
    signedIn,
    views: data?.views ?? [],
    setting: (signedIn ? data?.setting : onDevice) ?? nothing,
    keep: (setting) => {
      if (signedIn) {
        queries.setQueryData(question.queryKey, { views: data?.views ?? [], setting });
        keeping.mutate(setting);
      } else {
        remember(`kechuang.list.${register}`, JSON.stringify(setting));
        setOnDevice(setting);
      }
    },
  };
}

/** The columns shown, in their order; the first of the register always leads. */
export function arrange(columns: ColumnShape[], names: readonly string[]): ColumnShape[] {
  if (names.length === 0) return columns;
  const [first] = columns;
  const rest = names.flatMap(
    (name) => columns.find((column) => column.name === name && column !== first) ?? [],
  );
  return first ? [first, ...rest] : rest;
}
