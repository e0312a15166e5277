/** A data set to plain JSON and back. */
import type { PlainDataset } from './contract.ts';
import type { Column, Dataset } from './dataset.ts';

const toCells = (column: Column): (number | null)[] =>
  [...column].map((value) => (Number.isNaN(value) ? null : value));

const toColumn = (cells: readonly (number | null)[]): Column =>
  Float64Array.from(cells, (value) => value ?? Number.NaN);

export const toPlain = ({ indicators, groups, denominators, ...rest }: Dataset): PlainDataset => ({
  units: [...rest.units],
  names: [...rest.names],
  indicators: indicators.map((one) => ({ ...one, values: toCells(one.values) })),
  aggregates: rest.aggregates.map((one) => ({ ...one })),
  groups: Object.fromEntries([...groups].map(([name, column]) => [name, [...column]])),
  denominators: Object.fromEntries([...denominators].map(([name, column]) => [name, toCells(column)])),
});

export const fromPlain = ({ indicators, groups, denominators, ...rest }: PlainDataset): Dataset => ({
  ...rest,
  indicators: indicators.map((one) => ({ ...one, values: toColumn(one.values) })),
  groups: new Map(Object.entries(groups)),
  denominators: new Map(Object.entries(denominators).map(([name, cells]) => [name, toColumn(cells)])),
});
